/**
 * The process: streams, environment, signals. The only file that touches `process`, and the one that decides its exit code. It never
 * calls `process.exit`, which would cut off what is still being written: the process ends by itself, because nothing holds it.
 */
import { fstatSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import type { App } from './app.ts'
import { commandLine } from './command/command-line.ts'
import { Unavailable } from './errors.ts'
import { explain, run, runCommandLine } from './run.ts'
import { readGlobalOptions } from './terminal/globals.ts'
import { colorDepth } from './terminal/output/color.ts'
import { utf8 } from './terminal/output/unicode.ts'
import { progress } from './terminal/progress.ts'
import { prompter } from './terminal/prompt/load.ts'
import type { PromptTerminal } from './terminal/prompt/prompt.ts'
import type { Stream } from './terminal/streams.ts'
import { trace } from './terminal/trace.ts'
import { makeApp } from './wiring.ts'

/** How long what holds the process may take to let go once it is to stop; then its default signal ends it. */
const graceMs = 150

const argv = process.argv.slice(2)
const options = readGlobalOptions(argv)
const { env } = process
// A pipe or a file is told from a terminal at once; node's module for it costs 3 ms, and its streams 8 (`isTTY`).
const devices = [0, 1, 2].filter(isCharacterDevice)
const { isatty } = devices.length > 0 ? await import('node:tty') : { isatty: () => false }
const isTerminal = (fd: number): boolean => devices.includes(fd) && isatty(fd)
let stopped = false
let settled = false
/** The exit code of a command that may never come to its end: to wait for it would hold the process. */
const ended = Promise.withResolvers<number>()
/** Takes a progress bar off the terminal before anything is written on it. */
let clear = () => {}
/** The open questions: they are ended before the process is. */
const questions = new Set<() => void>()

const stdout = stream(Bun.stdout, 1, (reason) => {
  throw new Unavailable((t) => t.usage.outputFailed({ reason }))
})
// What cannot even be complained about is let go.
const stderr = stream(Bun.stderr, 2, () => {})

/** Where questions are asked, and progress is drawn. All of it only once that happens: the settings are not read before, and the streams cost 8 ms. */
const asking: PromptTerminal = {
  get input() {
    return process.stdin
  },
  get output() {
    return process.stderr
  },
  get t() {
    return line.t
  },
  get accessible() {
    return line.globals.accessible
  },
  color: colorDepth({ color: options.globals.color, env, isTerminal: stderr.isTerminal }) !== 'none',
  ascii: !utf8(env),
  onInterrupt(cancel) {
    questions.add(cancel)
    return () => questions.delete(cancel)
  },
}

const app: App = makeApp({
  io: { stdin: { isTerminal: isTerminal(0), text: () => Bun.stdin.text() }, stdout, stderr },
  env,
  cwd: process.cwd(),
  home: env['HOME'] || accountHome(),
  tmpDir: tmpdir(),
  uid: process.geteuid?.(),
  platform: process.platform,
  clock: { now: () => Date.now() },
  prompt: prompter(asking),
  progress: progress({
    stderr,
    t: () => line.t,
    draws: () => isTerminal(0) && stderr.isTerminal && !asking.accessible && env['TERM'] !== 'dumb',
    quiet: () => options.globals.quiet,
    bar: async ({ text, total }) => (await import('./terminal/bar.ts')).bar(asking, text, total),
  }),
  trace: options.globals.verbose ? trace(stderr, () => line.t) : undefined,
  envFile: options.globals.envFile,
  onWait: () => void stderr.write(`${line.t.usage.waiting}\n`),
  run,
})
/** What was typed, with the settings. They are first read here. */
const line = commandLine(argv, options, app)

clear = () => app.progress.clear()

process.on('SIGINT', interrupted)
process.on('uncaughtException', escaped)
process.on('unhandledRejection', escaped)

const code = await Promise.race([runCommandLine(line, app), ended.promise])
settled = true
if (!stopped) process.exitCode = code
await app.close()

/** Ctrl-C: an open question ends as cancelled, anything else at once. */
function interrupted(): void {
  if (questions.size > 0) {
    for (const cancel of questions) cancel()
    return
  }
  // Whatever hid the cursor has no say any more.
  const cursor = stderr.isTerminal ? '\x1b[?25h' : ''
  stop(130, stderr.write(`${cursor}${line.t.usage.interrupted}\n`))
}

/**
 * An error that nobody waited for. A driver may throw one after the promise was rejected: the command is given a moment to tell that
 * one instead.
 */
function escaped(error: unknown): void {
  if (stopped) return
  setTimeout(async () => {
    if (settled || stopped) return
    stopped = true
    const code = await explain(error, line, app).catch(() => 1)
    // What was reported is sent before anything is ended.
    await app.report.flush()
    stop(code, Promise.resolve())
    ended.resolve(code)
  }, graceMs)
}

/** Lets go of everything. What still holds the process then (a server that does not answer) is ended by its own signal. */
function stop(exitCode: number, told: Promise<unknown>): void {
  stopped = true
  process.exitCode = exitCode
  process.off('SIGINT', interrupted)
  void told.finally(() => app.close())
  setTimeout(() => process.kill(process.pid, exitCode === 130 ? 'SIGINT' : 'SIGTERM'), graceMs).unref()
}

/** The home that the system has on record; an account that only has a number has none. */
function accountHome(): string | undefined {
  try {
    return homedir() || undefined
  } catch {
    return undefined
  }
}

function isCharacterDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice()
  } catch {
    // Closed by whoever started us.
    return false
  }
}

/**
 * One of the process's streams, with back-pressure: `write` resolves once the text was taken.
 *
 * @param failed called with an error code of the system (ENOSPC) unless the reader has gone, which is no error
 */
function stream(to: Bun.BunFile, fd: 1 | 2, failed: (reason: string) => void): Stream {
  const sink = to.writer()
  const terminal = isTerminal(fd)
  let closed = false
  return {
    isTerminal: terminal,
    columns: () => (terminal && (fd === 1 ? process.stdout : process.stderr).columns) || 80,
    get closed() {
      return closed
    },
    async write(text) {
      if (closed || (stopped && fd === 1)) return
      if (terminal) clear()
      try {
        // Both may fail, each in its own promise.
        await sink.write(text)
        await sink.flush()
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error)
        if (reason === 'EPIPE') closed = true
        else failed(reason)
      }
    },
  }
}
