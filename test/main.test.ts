import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { closeSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../src/errors.ts'

setDefaultTimeout(60_000)

const main = join(import.meta.dir, '../src/main.ts')
const env = { PATH: process.env['PATH'] ?? '', HOME: join(tmpdir(), 'nobody-lives-here'), TZ: 'UTC' }

/** Starts the program from its sources, away from the project's own folder. */
function start(args: readonly string[], o: { stdin?: 'pipe' | 'ignore'; stdout?: number } = {}) {
  return Bun.spawn([process.execPath, main, ...args], {
    cwd: tmpdir(),
    env,
    stdin: o.stdin ?? 'ignore',
    stdout: o.stdout ?? 'pipe',
    stderr: 'pipe',
  })
}

const textOf = (stream: unknown) => new Response(stream as ReadableStream).text()

describe('the process', () => {
  test('help → goes to standard output, and the process ends by itself', async () => {
    const help = start(['help', 'logout'])
    expect(await textOf(help.stdout)).toStartWith('Log out.\n')
    expect(await textOf(help.stderr)).toBe('')
    expect(await help.exited).toBe(Exit.ok)
  })

  test('an error → goes to standard error, with its exit code', async () => {
    const unknown = start(['nope'])
    expect(await textOf(unknown.stdout)).toBe('')
    expect(await textOf(unknown.stderr)).toStartWith('✗ Unknown command: nope\n')
    expect(await unknown.exited).toBe(Exit.usage)
  })

  test.skipIf(process.platform !== 'linux')('a full disk → 7, with a message', async () => {
    const full = openSync('/dev/full', 'w')
    const help = start(['help'], { stdout: full })
    expect(await textOf(help.stderr)).toContain('(ENOSPC)')
    expect(await help.exited).toBe(Exit.unavailable)
    closeSync(full)
  })

  test.skipIf(process.platform === 'win32')('a reader that has closed the pipe → no error', async () => {
    // The reader closes the pipe before the first byte is written.
    const script = `( sleep 0.2; '${process.execPath}' '${main}' help; echo $? >&2 ) | true`
    const shell = Bun.spawn(['sh', '-c', script], { cwd: tmpdir(), env, stderr: 'pipe' })
    expect(await textOf(shell.stderr)).toBe('0\n')
  })

  test.each([
    ['a bug is reported', `new TypeError('nobody waited for this')`, Exit.internal, 'This is a bug in epic-events'],
    [
      'an error of ours says its sentence',
      `new Unavailable(() => 'The late sentence.')`,
      Exit.unavailable,
      'The late sentence.',
    ],
    ['a closed pipe is no error', `Object.assign(new Error(), { code: 'EPIPE' })`, Exit.ok, ''],
  ])('an unhandled rejection while a command waits → %s', async (_, error, exit, said) => {
    const script = `
      import { Unavailable } from '${join(import.meta.dir, '../src/errors.ts')}'
      process.argv.splice(1, process.argv.length, 'main', 'login', '-u', 'manon', '--password-stdin')
      const bytes = () => {
        setTimeout(() => void Promise.reject(${error}))
        return new Promise(() => {})
      }
      Object.defineProperty(Bun, 'stdin', { value: { bytes } })
      await import('${main}')`
    const failing = Bun.spawn([process.execPath, '-e', script], { cwd: tmpdir(), env, stdout: 'pipe', stderr: 'pipe' })
    expect(await failing.exited).toBe(exit)
    expect(await textOf(failing.stderr)).toContain(said)
  })

  test('Ctrl-C while it waits → 130 and one sentence', async () => {
    const waiting = start(['login', '-u', 'manon', '--password-stdin'], { stdin: 'pipe' })
    await Bun.sleep(800)
    waiting.kill('SIGINT')
    expect(await waiting.exited).toBe(Exit.cancelled)
    expect(await textOf(waiting.stderr)).toBe('Cancelled.\n')
    expect(await textOf(waiting.stdout)).toBe('')
  })
})
