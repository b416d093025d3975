/**
 * The pager of a long list, at real terminals: real less, and scripts in its place that write down how they were called. What others
 * reported: a Ctrl-C meant for the pager left it behind without a parent (thoughtbot/gitsh#124, sharkdp/bat#3444), EPIPE told as an error
 * (build2/build2#392), colours as `ESC[` where LESS was set (NixOS/nix#8779, ledger/ledger#1920), a pager that is not installed
 * (wp-cli/wp-cli#6020, pry/pry#712).
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { key, type Pty, type PtyOptions, pty } from '../support/pty.ts'
import { type Machine, many, sampleMachine } from './sample.ts'

setDefaultTimeout(60_000)

let machine: Machine
let script: string
beforeAll(async () => {
  machine = await sampleMachine(many)
  script = join(machine.home, 'a-pager')
  writeFileSync(
    script,
    '#!/bin/sh\nprintf "%s\\n" "$#" "$@" "$LESS" "$LESSCHARSET" >"$HOME/called"\ncat\necho "<end>"\n',
  )
  chmodSync(script, 0o755)
}, 240_000)
afterAll(() => machine?.remove())

const list = (typed: string, o: PtyOptions = {}) => machine.terminal(typed, { rows: 20, ...o })
/** Runs a list at a terminal to its end. @returns what was written, and how the script was called: its arguments, LESS and LESSCHARSET */
async function shown(typed: string, env: Readonly<Record<string, string | undefined>>, o: PtyOptions = {}) {
  const file = join(machine.home, 'called')
  rmSync(file, { force: true })
  await using p = list(typed, { ...o, env })
  const code = await p.ended()
  return {
    code,
    output: p.output(),
    called: existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : undefined,
  }
}
const lines = (p: Pty) => p.screen().split('\n')

describe('less', () => {
  test('a list longer than the screen opens it; q leaves it, and only then come the notes', async () => {
    await using p = list('client list', { env: { PAGER: 'less' } })
    await p.waitFor(/\n:$/)
    expect(p.screen()).toContain('CLIENTS (50+)')
    expect(p.screen()).not.toContain('more: --after')
    // On a busy machine the program has said before that it opens the database.
    const shownLines = lines(p)
    expect(shownLines.slice(shownLines.findIndex((line) => line.startsWith('╭')))).toHaveLength(20)
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.output()).toContain('50 shown, more: --after 50')
    // Neither the alternate screen nor a screen that was cleared.
    expect(p.output()).not.toMatch(/\x1b\[\?1049h|\x1b\[2J/)
  })

  test('without a variable it is less, if there is one, with the options FRX', async () => {
    await using p = list('client list', { env: { PAGER: undefined } })
    await p.waitFor(/\n:$/)
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
    const bin = join(machine.home, 'bin')
    mkdirSync(bin, { recursive: true })
    const { output, code } = await shown('client list --columns id', { PATH: bin })
    expect(code).toBe(Exit.ok)
    expect(output).toContain('50 shown')
  })

  test.each([undefined, '-i', '', 'iM'])('LESS=%p → colours are colours', async (LESS) => {
    await using p = list('client list', { env: { PAGER: 'less', ...(LESS === undefined ? {} : { LESS }) } })
    await p.waitFor('CLIENTS')
    await p.waitFor('Lou Bouzin')
    expect(p.output()).toContain('\x1b[38;5;')
    expect(p.output()).not.toContain('ESC[')
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
  })

  test('letters are letters in a locale that is not UTF-8', async () => {
    await using p = list('client list', { env: { PAGER: 'less', LC_ALL: 'C' } })
    await p.waitFor('Tanguy')
    expect(p.screen()).toContain('Élodie')
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
  })

  test('Ctrl-C is a key of less: the program stays, and the list too', async () => {
    await using p = list('client list --limit 0', { env: { PAGER: 'less' } })
    await p.waitFor(/\n:$/)
    for (const pressed of [key.ctrlC, key.ctrlC, ' ']) {
      p.type(pressed)
      // less forgets what was typed together with a Ctrl-C.
      await Bun.sleep(300)
    }
    await p.waitFor('Björn')
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
    expect(p.output()).not.toContain('Cancelled')
  })

  test('leaving it early stops the fetching', async () => {
    await using p = list('client list --limit 0 --verbose --json', { env: { PAGER: 'less' } })
    await p.waitFor(/\n:$/)
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
    // One for who it is and the first piece; the last piece was never asked for.
    const pieces = [...p.output().matchAll(/(\d[\d,]*) rows/g)].map(([, count = '']) => Number(count.replace(',', '')))
    expect(pieces.reduce((sum, each) => sum + each, 0)).toBeLessThan(many)
    expect(pieces.length).toBeGreaterThan(0)
  })

  test('to the end, all rows are there', async () => {
    await using p = list('client list --limit 0 --columns id', { env: { PAGER: 'less', NO_COLOR: '1' } })
    await p.waitFor(/\n:$/)
    p.type('G')
    await p.waitFor('╰')
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
    const ids = new Set([...p.output().matchAll(/│ +(\d+) +│/g)].map(([, id]) => id))
    expect(ids.has(String(many + 30))).toBe(true)
  })

  test('while somebody reads, others have the database', async () => {
    await using p = list('client list --limit 0', { env: { PAGER: 'less' } })
    await p.waitFor(/\n:$/)
    const { code, stdout } = await machine.run(['client', 'list', '--count'])
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: `${many + 30}\n` })
    p.type('q')
    expect(await p.ended()).toBe(Exit.ok)
  })

  test('a program that is told to end takes less with it, and the terminal is as it was', async () => {
    const { home: HOME } = machine
    const typed = 'stty -g; "$0" client list; echo "code $?"; stty -g'
    await using p = pty(['bash', '-c', typed, await builtBinary()], {
      cwd: HOME,
      rows: 20,
      env: { HOME, TMPDIR: HOME, PAGER: 'less' },
    })
    await p.waitFor(/\n:$/)
    const [program = 0] = childrenOf(p.pid)
    const [less = 0] = childrenOf(program)
    expect(less).toBeGreaterThan(0)
    process.kill(program, 'SIGTERM')
    await p.waitFor('code 143')
    expect(await p.ended()).toBe(0)
    expect(existsSync(`/proc/${less}`)).toBe(false)
    const modes = p.output().match(/^[0-9a-f]+(:[0-9a-f]+){10,}/gm) ?? []
    expect(modes).toHaveLength(2)
    expect(modes[1]).toBe(modes[0] ?? '')
  })
})

describe('the variables', () => {
  test('EPIC_EVENTS_PAGER comes before PAGER; it is split at blanks, and no shell reads it', async () => {
    const { code, output, called } = await shown('client list', {
      EPIC_EVENTS_PAGER: `  ${script}  -a \t$HOME;b `,
      PAGER: 'false',
    })
    expect(code).toBe(Exit.ok)
    expect(called).toEqual(['2', '-a', '$HOME;b', 'FRX', 'utf-8'])
    // What it writes comes before the notes.
    expect(output.replace(/^.*<end>/s, '')).toContain('50 shown')
    expect(output).toContain('CLIENTS (50+)')
  })

  test('PAGER alone; LESS and LESSCHARSET of one’s own stay', async () => {
    const { called } = await shown('client list', { PAGER: script, LESS: '-M', LESSCHARSET: 'latin1' })
    expect(called).toEqual(['0', '-R -M', 'latin1'])
  })

  test.each([
    { EPIC_EVENTS_PAGER: '', PAGER: 'SCRIPT' },
    { EPIC_EVENTS_PAGER: ' cat ', PAGER: 'SCRIPT' },
    { PAGER: '' },
    { PAGER: 'SCRIPT', SUDO_UID: '0' },
    { PAGER: 'SCRIPT', DOAS_USER: 'anne' },
    { PAGER: 'SCRIPT', TERM: 'dumb' },
    { PAGER: 'SCRIPT', CI: '1' },
    { PAGER: 'SCRIPT', ACCESSIBLE: '1' },
    { PAGER: 'no-such-program -x' },
    { PAGER: '/etc/passwd' },
    { PAGER: '/etc' },
  ])('%p → the list itself, and not a word about it', async (given) => {
    const env = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('SCRIPT', script)]),
    )
    const { code, output, called } = await shown('client list --columns id', { NO_COLOR: '1', ...env })
    expect(code).toBe(Exit.ok)
    expect(called).toBeUndefined()
    expect(output).toMatch(/\b50\b.*50 shown/s)
    expect(output).not.toMatch(/pager|<end>/i)
  })

  test.each(['--no-pager', '--accessible', '--no-input', '--count'])('%s → the list itself', async (option) => {
    const { code, called } = await shown(`client list ${option}`, { PAGER: script })
    expect(code).toBe(Exit.ok)
    expect(called).toBeUndefined()
  })

  test('a pipe gets none', async () => {
    const { code, stdout } = await machine.run(['client', 'list'], { env: { PAGER: script, TERM: 'xterm' } })
    expect(code).toBe(Exit.ok)
    expect(stdout).not.toContain('<end>')
  })

  test('a settings file names none, and says so', async () => {
    const file = join(machine.home, 'settings.env')
    writeFileSync(file, `PAGER=${script}\nEPIC_EVENTS_LANG=en\n`, { mode: 0o600 })
    expect(
      (await shown(`client list --env-file ${file}`, { PAGER: undefined, LESS: '-FXE', PATH: '/nowhere' })).called,
    ).toBeUndefined()
    writeFileSync(file, `EPIC_EVENTS_PAGER=${script}\n`, { mode: 0o600 })
    const { code, output, called } = await shown(`client list --env-file ${file}`, {})
    expect(code).toBe(Exit.unavailable)
    expect(output).toContain('EPIC_EVENTS_PAGER works only as an environment variable')
    expect(called).toBeUndefined()
  })
})

describe('what goes through it', () => {
  test('only what is longer than the screen, at whatever height and width', async () => {
    // Five lines of frame, eight companies and the frame below: the last line of the screen is the shell's.
    const typed = 'company list --limit 8'
    expect((await shown(typed, { PAGER: script }, { rows: 15 })).called).toBeUndefined()
    expect((await shown(typed, { PAGER: script }, { rows: 14 })).called).toBeDefined()
    // A line that the terminal breaks takes two.
    const json = 'company list --limit 1 --format csv'
    expect((await shown(json, { PAGER: script }, { rows: 4, columns: 200 })).called).toBeUndefined()
    expect((await shown(json, { PAGER: script }, { rows: 4, columns: 30 })).called).toBeDefined()
  })

  test.each(['--json', '--format csv', '--quiet'])('%s', async (form) => {
    const { code, output, called } = await shown(`client list ${form}`, { PAGER: script })
    expect(code).toBe(Exit.ok)
    expect(called).toBeDefined()
    const piped = await machine.run(['client', 'list', '--quiet'])
    const ids = piped.stdout.trimEnd().split('\n')
    expect([...output.matchAll(/^ *(?:"id": )?(\d+)(?=,|\r$)/gm)].map(([, id = '']) => id)).toEqual(ids)
  })

  test('a pager that wants no more ends the list with 0', async () => {
    const { code, output } = await shown('client list --limit 0 --columns id', { PAGER: 'head -n 7' })
    expect(code).toBe(Exit.ok)
    expect(output).not.toContain('╰')
    expect(output).not.toMatch(/EPIPE|error/i)
  })

  test('a pager that fails is named: the list may not have been read', async () => {
    const { code, output } = await shown('client list', { PAGER: 'tail --no-such-option' })
    expect(code).toBe(Exit.ok)
    expect(output).toMatch(/The pager ended with exit code 1\./)
  })
})

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}
