/**
 * The process: streams, environment, signals. This is the only file that uses `process`, and it sets the exit code. It never calls
 * `process.exit`, which would cut off output that is still being written: the process ends by itself once nothing keeps it alive.
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
import { inputText, type Stream } from './terminal/streams.ts'
import { trace } from './terminal/trace.ts'
import { currentFolder, undecodedArgument } from './terminal/undecoded.ts'
import { makeApp } from './wiring.ts'

/** Grace period for open handles after a stop request, in milliseconds. After that the process kills itself with the signal's default action. */
const graceMs = 150

const argv = process.argv.slice(2)
const options = readGlobalOptions(argv)
const undecoded = undecodedArgument(argv)
const { env } = process
// fstat tells a pipe or a file from a terminal at once. Loading node:tty costs 3 ms, and asking a stream for `isTTY` 8 ms.
const devices = [0, 1, 2].filter(isCharacterDevice)
const { isatty } = devices.length > 0 ? await import('node:tty') : { isatty: () => false }
const isTerminal = (fd: number): boolean => devices.includes(fd) && isatty(fd)
let stopped = false
let settled = false
/** Settles the exit code of a command that may never end by itself. */
const ended = Promise.withResolvers<number>()
/** Removes a progress bar from the terminal before anything else is written there. */
let clear = () => {}
/** Cancels the questions that are open. Ctrl-C ends them before it ends the process. */
const questions = new Set<() => void>()

const stdout = stream(Bun.stdout, 1, (reason) => {
  throw new Unavailable((t) => t.usage.outputFailed({ reason }))
})
// Ignore write errors on stderr: there is nowhere left to report them.
const stderr = stream(Bun.stderr, 2, () => {})

/** Where questions are asked and progress is drawn. Its members are getters, because reading settings and opening streams costs 8 ms. */
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
  io: { stdin: { isTerminal: isTerminal(0), text: async () => inputText(await Bun.stdin.bytes()) }, stdout, stderr },
  env,
  cwd: currentFolder(process.cwd()),
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
  // Bytes that were replaced may have been its path, and would name another file now.
  envFile: undecoded ? undefined : options.globals.envFile,
  onWait: () => void stderr.write(`${line.t.usage.waiting}\n`),
  run,
})
/** What was typed, with the settings. They are first read here. */
const line = commandLine(argv, options, app)

clear = () => app.progress.clear()

process.on('SIGINT', interrupted)
process.on('uncaughtException', escaped)
process.on('unhandledRejection', escaped)

// Bun reads these before any code of ours, and no option of the build prevents it (oven-sh/bun#27662). A debugger listens by now, and
// anybody who connects to it could read the password and the session of this process.
const debugged = ['BUN_INSPECT', 'BUN_INSPECT_CONNECT_TO'].find((name) => env[name] && Bun.isStandaloneExecutable)
const command = debugged
  ? explain(new Unavailable((t) => t.usage.debugged({ name: debugged })), line, app)
  : undecoded
    ? explain(undecoded, line, app)
    : runCommandLine(line, app)
const code = await Promise.race([command, ended.promise])
settled = true
if (!stopped) process.exitCode = code
await app.close()

/** Handles Ctrl-C: an open question is cancelled; without one the process stops. */
function interrupted(): void {
  if (questions.size > 0) {
    for (const cancel of questions) cancel()
    return
  }
  // Show the cursor again: a prompt or a spinner may have hidden it.
  const cursor = stderr.isTerminal ? '\x1b[?25h' : ''
  stop(130, stderr.write(`${cursor}${line.t.usage.interrupted}\n`))
}

/**
 * Handles an error that nothing caught. A driver may throw one after it has rejected the command's promise: the command gets a moment to
 * report the rejection instead.
 */
function escaped(error: unknown): void {
  if (stopped) return
  setTimeout(async () => {
    if (settled || stopped) return
    stopped = true
    const code = await explain(error, line, app).catch(() => 1)
    // Send the report before anything is ended.
    await app.report.flush()
    stop(code, Promise.resolve())
    ended.resolve(code)
  }, graceMs)
}

/**
 * Closes everything and lets the process end. If something still keeps it alive after the grace period, such as a server that does not
 * answer, the process kills itself.
 *
 * @param reported settles once the last words were written
 */
function stop(exitCode: number, reported: Promise<unknown>): void {
  stopped = true
  process.exitCode = exitCode
  process.off('SIGINT', interrupted)
  void reported.finally(() => app.close())
  setTimeout(() => process.kill(process.pid, exitCode === 130 ? 'SIGINT' : 'SIGTERM'), graceMs).unref()
}

/** The home folder of the account; undefined for an account that only has a number. */
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
    // The parent process has closed it.
    return false
  }
}

/**
 * One of the process's output streams, with back-pressure: `write` resolves once the system has taken the text.
 *
 * @param failed called with the system's error code, such as ENOSPC; not for a reader that has gone, which is no error
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
        // Each of the two can fail in its own promise, so both are awaited.
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
