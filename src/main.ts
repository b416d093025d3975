/**
 * The process: streams, environment, signals. This is the only file that uses `process`, and it sets the exit code. The process
 * ends by itself once nothing keeps it alive: `process.exit` would cut off output that is still being written.
 */
import type { App } from './app.ts'
import { commandLine } from './command/command-line.ts'
import { Unavailable } from './errors.ts'
import { build, residentArgument } from './program.ts'
import { explain, run, runCommandLine } from './run.ts'
import { dropDrafts } from './terminal/drafts.ts'
import { readGlobalOptions } from './terminal/globals.ts'
import { outStream } from './terminal/out.ts'
import { colorDepth, isPlainTerminal } from './terminal/output/color.ts'
import { utf8 } from './terminal/output/unicode.ts'
import { holding, paged, pagerCommand } from './terminal/pager.ts'
import { progress } from './terminal/progress.ts'
import { prompter } from './terminal/prompt/load.ts'
import type { OpenQuestion, PromptTerminal } from './terminal/prompt/prompt.ts'
import { inputText } from './terminal/streams.ts'
import { trace } from './terminal/trace.ts'
import { currentFolder, undecodedArgument } from './terminal/undecoded.ts'
import { makeApp } from './wiring.ts'

/** Grace period for open handles after a stop request, in milliseconds. After that the process kills itself with the signal's default action. */
const graceMs = 150
/** Milliseconds for which Ctrl-Z waits until a statement under way is answered. A second Ctrl-Z stops the process at once. */
const suspendMs = 3_000

const argv = process.argv.slice(2)
if (argv[0] === residentArgument && build !== undefined)
  await (await import('./resident.ts')).resident(argv.slice(1), build, () => Date.now())
const options = readGlobalOptions(argv)
const undecoded = undecodedArgument(argv)
const { env } = process
// What node:tty is made of. Loading node:tty costs 3 ms, and each of the process's streams another 3.
const tty = process.binding('tty_wrap') as {
  isTTY(fd: number): boolean
  TTY: new (fd: number) => { getWindowSize(size: [columns: number, rows: number]): boolean }
}
const isTerminal = tty.isTTY
/** Signals that end the process at once. */
const deadly = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
let stopped = false
let settled = false
/** Settles the exit code of a command that may never end by itself. */
const ended = Promise.withResolvers<number>()
/** The questions that are open. Ctrl-C ends them before it ends the process. */
const questions = new Set<OpenQuestion>()
/** The pager that has the terminal. Ctrl-C is its own key, and what it shows is no question. */
let pager: { kill(): Promise<unknown>; release(): Promise<void> } | undefined

const common = {
  clear: () => app.progress.clear(),
  // Nothing waits for a reader: what the command can do without is let go until the reader has taken what was written.
  blocked: () => app.letGo(),
}
const stdout = outStream({
  ...{ ...common, fd: 1, isTerminal: isTerminal(1), columns: () => windowSize(1)[0], silenced: () => stopped },
  failed(reason) {
    throw new Unavailable((t) => t.usage.outputFailed({ reason }))
  },
})
const stderr = holding(
  outStream({
    ...{ ...common, fd: 2, isTerminal: isTerminal(2), columns: () => windowSize(2)[0], silenced: () => false },
    // There is nowhere left to report it.
    failed() {},
  }),
)

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
    return line.globals.accessible || isPlainTerminal(env)
  },
  color: colorDepth({ color: options.globals.color, env, isTerminal: stderr.isTerminal }) !== 'none',
  ascii: !utf8(env),
  opened(question) {
    questions.add(question)
    return () => questions.delete(question)
  },
  // The whole job gets it, as from the terminal: `epic-events … | less` is two processes.
  raise: (signal) => void process.kill(0, signal),
}

const app: App = makeApp({
  io: {
    stdin: {
      isTerminal: isTerminal(0),
      text: async () => inputText(await Bun.stdin.bytes()),
      bytes: () => Bun.stdin.bytes(),
    },
    stdout,
    stderr,
    page,
  },
  env,
  cwd: currentFolder(workingFolder()),
  home: env['HOME'] || accountHome(),
  get tmpDir() {
    return system().tmpdir()
  },
  uid: process.geteuid?.(),
  platform: process.platform,
  clock: { now: () => Date.now() },
  prompt: prompter(asking),
  progress: progress({
    stderr,
    t: () => line.t,
    draws: () => isTerminal(0) && stderr.isTerminal && !asking.accessible,
    quiet: () => options.globals.quiet || pager !== undefined,
    bar: async ({ text, total }) => (await import('./terminal/bar.ts')).bar(asking, text, total),
  }),
  trace: options.globals.verbose ? trace(stderr, () => line.t) : undefined,
  // Bytes that were replaced may have been its path, and would name another file now.
  envFile: undecoded ? undefined : options.globals.envFile,
  // Run from its sources, the program is another one after each change: then no process of it stays.
  resident:
    build !== undefined && process.platform !== 'win32'
      ? { command: [process.execPath, residentArgument], build }
      : undefined,
  onWait: () => void stderr.write(`${line.t.usage.waiting}\n`),
  run,
})
/** What was typed, with the settings. They are first read here. */
const line = commandLine(argv, options, app)

process.on('SIGINT', interrupted)
for (const signal of deadly) process.on(signal, killed)
if (process.platform !== 'win32') process.on('SIGTSTP', suspended).on('SIGCONT', resumed)
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
// All is written. What still keeps the process alive cannot be ended: an attempt to connect to a server that accepts nothing.
setTimeout(() => stopped || process.exit(), graceMs).unref()

/** Columns and rows of the window now, because it may have been resized; 0 where there is none. */
function windowSize(fd: number): [columns: number, rows: number] {
  const size: [number, number] = [0, 0]
  if (isTerminal(fd)) new tty.TTY(fd).getWindowSize(size)
  return size
}

/** Standard output through the pager that the environment asks for. */
function page(): ReturnType<typeof paged> | undefined {
  const command = pagerCommand(env, process.getuid?.() !== process.geteuid?.())
  if (!command) return undefined
  return paged({
    ...{ env, command, stdout, rows: () => windowSize(1)[1], blocked: common.blocked },
    opened({ kill }) {
      common.clear()
      const write = stderr.hold()
      const release = () => {
        pager = undefined
        return write()
      }
      pager = { kill, release }
      return release
    },
  })
}

/** Ends the pager before its person does: it has set the terminal to a mode of its own, and sets it back when it is told to end. */
async function endPager(): Promise<void> {
  const open = pager
  if (!open) return
  await Promise.race([open.kill(), Bun.sleep(graceMs)])
  await open.release()
}

/** Handles Ctrl-C: an open question is cancelled; without one the process stops. */
function interrupted(): void {
  if (pager) return
  if (questions.size > 0) {
    for (const { cancel } of questions) cancel()
    return
  }
  // Show the cursor again: a prompt or a spinner may have hidden it.
  const cursor = stderr.isTerminal && !isPlainTerminal(env) ? '\x1b[?25h' : ''
  stop(130, stderr.write(`${cursor}${line.t.usage.interrupted}\n`))
}

/** Gives the terminal back as it was, before the process stops or ends. */
function restoreTerminal(): void {
  app.progress.clear()
  for (const { pause } of questions) pause()
}

/** Ends as the signal ends every process, but gives the terminal back first. */
async function killed(signal: NodeJS.Signals): Promise<void> {
  restoreTerminal()
  stopped = true
  dropDrafts()
  process.off(signal, killed)
  await endPager()
  process.kill(process.pid, signal)
}

/**
 * Handles Ctrl-Z, which is a signal, or a key while a question reads every key itself. The terminal is given back and the database let go,
 * then the process stops as every process does: a stopped one must hold nothing that others wait for.
 */
async function suspended(): Promise<void> {
  process.off('SIGTSTP', suspended)
  restoreTerminal()
  const patience = Bun.sleep(suspendMs).then(() => true)
  while (!(await Promise.race([app.letGo(), patience]))) await Bun.sleep(10)
  process.kill(process.pid, 'SIGTSTP')
  process.on('SIGTSTP', suspended)
}

/** Handles `fg`: the questions that are open are drawn again, with what was typed. */
function resumed(): void {
  for (const { resume } of questions) resume()
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
    await endPager()
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
  dropDrafts()
  process.exitCode = exitCode
  process.off('SIGINT', interrupted)
  void reported.finally(() => app.close())
  setTimeout(() => process.kill(process.pid, exitCode === 130 ? 'SIGINT' : 'SIGTERM'), graceMs).unref()
}

/** The folder in which the program was started. If somebody has deleted it, it has no name any more, and nothing is found in it. */
function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return '/proc/self/cwd'
  }
}

/** node:os, loaded on first use. */
function system(): typeof import('node:os') {
  return require('node:os')
}

/** The home folder of the account; undefined for an account that only has a number. */
function accountHome(): string | undefined {
  try {
    return system().homedir() || undefined
  } catch {
    return undefined
  }
}
