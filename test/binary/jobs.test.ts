/**
 * The compiled program as a job of a shell with job control, at a real terminal: stopped and continued, ended by signals, in the
 * background. A question that is stopped gives the terminal back, and comes again with what was typed (alingse/ai-cli-log#15,
 * murarth/linefeed#16, kkawakam/rustyline#20, subinium/SuperLightTUI#296, vlang/v#2638).
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { closeSync, openSync, read } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Exit } from '../../src/errors.ts'
import { builtBinary } from '../support/build.ts'
import { key, type Pty, type PtyOptions, pty } from '../support/pty.ts'
import { type Machine, many, sampleMachine } from './sample.ts'

setDefaultTimeout(60_000)

const ctrlZ = '\x1a'
const ctrlBackslash = '\x1c'
let machine: Machine
let binary: string
beforeAll(async () => {
  binary = await builtBinary()
  machine = await sampleMachine(many)
}, 240_000)
afterAll(() => machine?.remove())

interface Job extends Pty {
  /** Types a line, and waits for the prompt. @returns what was written meanwhile */
  line(typed: string): Promise<string>
  /** Waits for the prompt of the shell, with what came before it. */
  prompted(): Promise<string>
  /** Continues the stopped job, and waits until it has written this. */
  fg(written: string): Promise<void>
}

/** A shell with job control in a terminal, in which `epic-events` is the program. */
async function shell(o: PtyOptions = {}): Promise<Job> {
  const { home: HOME } = machine
  const env = { HOME, TMPDIR: HOME, PS1: '<ready>', EPIC_EVENTS_TZ: 'Europe/Paris', HISTFILE: '', ...o.env }
  const p = pty(['bash', '--norc', '--noprofile', '-i'], { cwd: HOME, ...o, env })
  let seen = 0
  const heard = async (...what: string[]) => {
    const until = performance.now() + 20_000
    // Each of them after the one before.
    const all = () => what.reduce((at, text) => (at < 0 ? at : p.output().indexOf(text, at)), seen) >= 0
    while (!all()) {
      if (performance.now() > until) throw new Error(`No ${what}:\n${p.screen()}`)
      await Bun.sleep(10)
    }
    const said = p.output().slice(seen)
    seen = p.output().length
    return said
  }
  const prompted = () => heard('<ready>')
  const fg = async (written: string) => {
    p.type('fg\r')
    // The shell repeats the command line, and then the question comes.
    await heard('epic-events', written)
  }
  const line = (typed: string) => {
    p.type(`${typed}\r`)
    return prompted()
  }
  await prompted()
  await line(`alias epic-events=${binary}; bind 'set enable-bracketed-paste off'; stty -a > initial`)
  return {
    ...p,
    get cursorShown() {
      return p.cursorShown
    },
    get bracketedPaste() {
      return p.bracketedPaste
    },
    ...{ line, prompted, fg },
  }
}

/** Whether the terminal is as the shell had it. */
async function sane(p: Job): Promise<void> {
  expect(await p.line('stty -a | diff - initial && echo as it was')).toContain('as it was\r\n')
  expect([p.cursorShown, p.bracketedPaste]).toEqual([true, false])
}

/** Stops what runs in the foreground, and continues it. */
async function stopAndContinue(p: Job, o: { before: string }): Promise<void> {
  p.type(ctrlZ)
  expect(await p.prompted()).toContain('Stopped')
  await sane(p)
  await p.fg(o.before)
}

describe('Ctrl-Z and fg at a question', () => {
  test('a text and a password: nothing typed is lost', async () => {
    await using p = await shell()
    p.type('epic-events login\r')
    await p.waitFor('Username')
    p.type('no.such')
    await p.waitFor('no.such')
    await stopAndContinue(p, { before: 'no.such' })
    p.type(`.body${key.enter}`)
    await p.waitFor('Password')
    p.type('half-')
    await p.waitFor('▪▪▪▪▪')
    await stopAndContinue(p, { before: '▪▪▪▪▪' })
    p.type(`the rest${key.enter}`)
    expect(await p.prompted()).not.toContain('half-')
    expect(p.screen()).toContain('no.such.body')
    expect(await p.line('echo "code $?"')).toContain(`code ${Exit.unauthenticated}\r\n`)
    await sane(p)
  })

  test('a list, with what was searched and chosen', async () => {
    await using p = await shell()
    p.type('epic-events client view\r')
    await p.waitFor('Search:')
    p.type('kevin')
    await p.waitFor('Kevin Casey')
    await stopAndContinue(p, { before: 'Kevin Casey' })
    expect(p.screen()).toContain('Search: kevin')
    p.type(key.enter)
    expect(await p.prompted()).toContain('kevin@startup.io')
    await sane(p)
  })

  test('yes or no, twice; No still writes nothing', async () => {
    await using p = await shell()
    await p.line('id=$(epic-events company create -n Passing --quiet)')
    p.type('epic-events company delete $id\r')
    await p.waitFor('Yes')
    await stopAndContinue(p, { before: 'Yes' })
    await stopAndContinue(p, { before: 'Yes' })
    p.type('n')
    await p.prompted()
    expect(await p.line('echo "code $?"')).toContain(`code ${Exit.cancelled}\r\n`)
    expect(await p.line('epic-events company view $id --quiet; echo "code $?"')).toContain('code 0\r\n')
    await p.line('epic-events company delete $id --yes')
    await sane(p)
  })

  test('several lines, in the middle of the second; the window has another width when it comes back', async () => {
    await using p = await shell({ rows: 40 })
    p.type('epic-events event update 7\r')
    // Enter keeps each value until the notes.
    for (let at = 0; !p.screen().includes('Notes'); at++) {
      if (at > 20) throw new Error(p.screen())
      p.type(key.enter)
      await Bun.sleep(150)
    }
    p.type('first line\rsecond')
    await p.waitFor('second')
    p.type(ctrlZ)
    expect(await p.prompted()).toContain('Stopped')
    p.resize(60, 30)
    await p.fg('second')
    expect(p.screen()).toContain('first line')
    p.type(key.ctrlC)
    await p.prompted()
    expect(await p.line('echo "code $?"')).toContain(`code ${Exit.cancelled}\r\n`)
    await sane(p)
  })

  test.each([
    ['--accessible', {}],
    ['', { TERM: 'dumb' }],
    ['', { TERM: 'unknown' }],
  ])('plain questions: %s %p', async (option, env) => {
    await using p = await shell({ env })
    p.type(`epic-events login ${option}\r`)
    await p.waitFor('Username:')
    p.type(`no.such.body${key.enter}`)
    await p.waitFor('Password:')
    p.type('half-')
    await stopAndContinue(p, { before: 'Password:' })
    p.type(`the rest${key.enter}`)
    const said = await p.prompted()
    expect(said).not.toContain('half-')
    if (!option) expect(said).not.toContain('\x1b')
    expect(await p.line('echo "code $?"')).toContain(`code ${Exit.unauthenticated}\r\n`)
  })

  test('stopped from outside without a chance to do anything → fg draws it all the same', async () => {
    await using p = await shell()
    p.type('epic-events login -u someone\r')
    await p.waitFor('Password')
    p.type('half')
    await p.waitFor('▪▪▪▪')
    const { stdout } = Bun.spawnSync(['ps', '-o', 'pid=', '--ppid', String(p.pid)])
    process.kill(Number(stdout.toString().trim()), 'SIGSTOP')
    expect(await p.prompted()).toContain('Stopped')
    await p.fg('▪▪▪▪')
    p.type(key.ctrlC)
    await p.prompted()
    await sane(p)
  })
})

describe('signals at a question', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGINT'] as const)(
    '%s → the terminal as it was, 128 + n',
    async (name) => {
      await using p = await shell()
      p.type('epic-events login -u someone\r')
      await p.waitFor('Password')
      const { stdout } = Bun.spawnSync(['ps', '-o', 'pid=', '--ppid', String(p.pid)])
      process.kill(Number(stdout.toString().trim()), name)
      await p.prompted()
      expect(await p.line('echo "code $?"')).toContain(`code ${128 + constants.signals[name]}\r\n`)
      await sane(p)
    },
  )

  test('Ctrl-\\ is a key there, and ends the program like the signal', async () => {
    await using p = await shell()
    await p.line('ulimit -c 0')
    p.type('epic-events login\r')
    await p.waitFor('Username')
    p.type(ctrlBackslash)
    await p.prompted()
    expect(await p.line('echo "code $?"')).toContain(`code ${128 + constants.signals.SIGQUIT}\r\n`)
    await sane(p)
  })
})

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s in the middle of a list → 128 + n, and nothing is held',
  async (name) => {
    const { home: HOME } = machine
    const fifo = join(HOME, `list-${name}`)
    Bun.spawnSync(['mkfifo', fifo])
    // Open for both, so that the pipe has a reader, who reads one character only.
    const fd = openSync(fifo, 'r+')
    const run = Bun.spawn([binary, 'client', 'list', '--limit', '0', '--json'], {
      ...{ cwd: HOME, env: { HOME, TMPDIR: HOME, LANG: 'C.UTF-8' } },
      ...{ stdin: 'ignore', stdout: fd, stderr: 'ignore' },
    })
    await promisify(read)(fd, Buffer.alloc(1), 0, 1, null)
    run.kill(name)
    await run.exited
    expect(run.signalCode ? 128 + constants.signals[run.signalCode as NodeJS.Signals] : run.exitCode).toBe(
      128 + constants.signals[name],
    )
    expect((await machine.run(['client', 'view', '8', '--quiet'])).stdout).toBe('8\n')
    closeSync(fd)
  },
)

test('a terminal without a size → a question is drawn as on one of 80 columns', async () => {
  await using p = await shell()
  await p.line('stty cols 0 rows 0')
  p.type('COLUMNS=0 epic-events login -u someone\r')
  await p.waitFor('Password')
  p.type(key.ctrlC)
  expect(await p.prompted()).toContain('Cancelled. Nothing was saved.')
})

test('Ctrl-Z while something takes long → the terminal as it was, and it goes on', async () => {
  await using p = await shell()
  const nobody = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const url = `postgres://u@127.0.0.1:${nobody.port}/d`
  // Somebody answers the connection and then says nothing, so that a spinner is drawn after a second.
  p.type(`SECRET_KEY=${'k3y-'.repeat(12)} DATABASE_URL=${url} epic-events doctor\r`)
  await p.waitFor('Waiting for the database')
  p.type(ctrlZ)
  expect(await p.prompted()).toContain('Stopped')
  await sane(p)
  p.type('fg\r')
  await p.prompted()
  nobody.stop(true)
  await sane(p)
})

describe('in the background', () => {
  test('a question stops until it is in the foreground', async () => {
    await using p = await shell()
    await p.line('epic-events login -u someone & sleep 1')
    expect(await p.line('jobs')).toContain('Stopped')
    await p.fg('Password')
    p.type(key.ctrlC)
    await p.prompted()
    await sane(p)
  })

  test('a list stopped in the middle holds nothing', async () => {
    await using p = await shell()
    p.type('epic-events client list --limit 0 --json | (read -r a; cat >/dev/null </dev/tty; cat >/dev/null)\r')
    await Bun.sleep(500)
    p.type(ctrlZ)
    expect(await p.prompted()).toContain('Stopped')
    expect(await p.line('epic-events client view 8 --quiet; echo "code $?"')).toContain('code 0\r\n')
    p.type('fg\r')
    await Bun.sleep(200)
    p.type(key.ctrlD)
    await p.prompted()
  })
})
