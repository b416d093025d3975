/** The compiled program between other programs: its streams, its colours, and standard input that is closed. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { unhurried } from '../support/program.ts'
import { type Machine, many, sampleMachine } from './sample.ts'

setDefaultTimeout(60_000)

let machine: Machine
beforeAll(async () => {
  machine = await sampleMachine(many)
}, 240_000)
afterAll(() => machine?.remove())

/** A line of a shell; `epic-events` is the program. */
async function shell(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const run = Bun.spawn(['bash', '-c', `epic-events() { "${await builtBinary()}" "$@"; }; ${line}`], {
    cwd: machine.home,
    env: { PATH: Bun.env['PATH'] ?? '', HOME: machine.home, TMPDIR: machine.home, LANG: 'C.UTF-8' },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  })
  const [stdout, stderr, code] = await Promise.all([
    new Response(run.stdout).text(),
    new Response(run.stderr).text(),
    run.exited,
  ])
  return { code, stdout, stderr }
}

test('a whole list into a pipe → the same rows in every format, no frame, no colour', async () => {
  const { stdout: json } = await shell('epic-events client list --limit 0 --json')
  expect(JSON.parse(json)).toHaveLength(many + 30)
  expect((await shell('epic-events client list --limit 0 --format csv | wc -l')).stdout.trim()).toBe(String(many + 31))
  expect((await shell('epic-events client list --limit 0 --quiet | tail -n 1')).stdout.trim()).toBe(String(many + 30))
  const { stdout, stderr } = await shell('epic-events client list --limit 0 --count')
  expect(stdout.trimEnd().split('\n')).toHaveLength(many + 31)
  expect(stdout).not.toMatch(/[╭│\x1b]/)
  expect(stderr).toContain('5,030 in total')
})

test('a reader that closes the pipe → no error', async () => {
  const { stdout, stderr } = await shell('epic-events client list --limit 0 | head -n 2; echo $PIPESTATUS')
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('0')
  expect(unhurried(stderr)).toBe('')
})

test('closed streams: stdout that cannot be written is 7, the others are not missed', async () => {
  const closed = 'Cannot write to standard output (EBADF).'
  for (const typed of ['client view 8', 'client list --limit 0 --json', 'client list --quiet', 'help', '--version']) {
    const { code, stderr } = await shell(`epic-events ${typed} >&-`)
    expect({ typed, code, stdout: stderr.includes(closed) }).toEqual({ typed, code: Exit.unavailable, stdout: true })
    expect(stderr).not.toContain('at ')
  }
  expect((await shell('epic-events client view 8 --quiet >/dev/full')).code).toBe(Exit.unavailable)
  // Nothing to write is nothing that cannot be written.
  expect((await shell('epic-events logout --help >/dev/null; epic-events client view 9999 >&-')).code).toBe(
    Exit.notFound,
  )
  expect((await shell('epic-events client view 9999 2>&-')).code).toBe(Exit.notFound)
  expect((await shell('epic-events client view 9999 2>/dev/full')).code).toBe(Exit.notFound)
  expect(await shell('epic-events client view 8 --quiet <&-')).toMatchObject({ code: Exit.ok, stdout: '8\n' })
  expect((await shell('epic-events client view 8 <&- >&- 2>&-')).code).toBe(Exit.unavailable)
  // /dev/null is not a stream that is closed, however it was opened.
  for (const to of ['>/dev/null', '<>/dev/null >&0', '1<>/dev/null'])
    expect({ to, code: (await shell(`epic-events client view 8 ${to}`)).code }).toEqual({ to, code: Exit.ok })
})

// sifiveinc/wake#344, clearlinux/swupd-client#1078, oven-sh/bun#40372: programs that do not start without a current folder.
test('a current folder that was deleted → commands work all the same', async () => {
  const gone = 'mkdir gone && cd gone && rmdir ../gone'
  expect(await shell(`${gone}; epic-events client view 8 --quiet`)).toMatchObject({ code: Exit.ok, stdout: '8\n' })
  expect((await shell(`${gone}; epic-events help`)).code).toBe(Exit.ok)
  expect((await shell(`${gone}; epic-events --version`)).stdout).toContain('epic-events')
  expect(await shell(`${gone}; epic-events client view 8 --env-file here.env`)).toMatchObject({
    code: Exit.unavailable,
    stderr: expect.stringContaining('here.env does not exist'),
  })
})

test('options of the runtime are none of the program', async () => {
  for (const typed of ['-e 1', '--eval=1', '--print 1', '--smol', 'run x', '--inspect'])
    expect({ typed, code: (await shell(`epic-events ${typed}`)).code }).toEqual({ typed, code: Exit.usage })
})

test('standard input closed → no command waits', async () => {
  const asking = ['login', 'client create', 'event assign_support', 'client delete 8', 'user update 5', 'role grant']
  for (const typed of asking) {
    const since = performance.now()
    const { code, stdout, stderr } = await shell(`epic-events ${typed} <&-`)
    expect({ typed, code, stdout }).toEqual({ typed, code: Exit.usage, stdout: '' })
    expect(stderr).toContain('epic-events help')
    expect(performance.now() - since).toBeLessThan(5_000)
  }
})

describe('colour', () => {
  const coloured = async (line: string) => (await shell(line)).stdout.includes('\x1b[')
  test('the settings that ask for colour in a pipe, and those that refuse it, in their order', async () => {
    expect(await coloured('epic-events client view 8')).toBe(false)
    expect(await coloured('FORCE_COLOR=1 epic-events client view 8')).toBe(true)
    expect(await coloured('CLICOLOR_FORCE=1 epic-events client view 8')).toBe(true)
    expect(await coloured('NO_COLOR=1 FORCE_COLOR=1 epic-events client view 8')).toBe(false)
    expect(await coloured('FORCE_COLOR=1 epic-events client view 8 --no-color')).toBe(false)
  })
})

test('--verbose → where the time goes, on stderr, without any secret', async () => {
  const { code, stdout, stderr } = await shell('epic-events client view 8 --verbose --json')
  expect(code).toBe(Exit.ok)
  expect(JSON.parse(stdout)).toMatchObject({ id: 8 })
  expect(stderr).toContain('database: embedded, in ')
  expect(stderr).toMatch(/connected in [\d,]+ ms/)
  expect(stderr).toMatch(/statement: [\d,]+ ms, 1 row/)
  expect(stderr).not.toMatch(/kevin|eyJ|\x1b/i)
})
