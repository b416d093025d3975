/** The program without its process: the root of the commands, and the place where an error becomes an exit code. */
import packageJson from '../package.json' with { type: 'json' }
import type { App } from './app.ts'
import { type CommandLine, commandLine, outputOptions } from './command/command-line.ts'
import { group, isLeaf, type Node, verbOf, walk } from './command/group.ts'
import type { Invocation } from './command/spec.ts'
import { AppError, codeMessage, Exit } from './errors.ts'
import { programName } from './program.ts'
import { type Globals, readGlobalOptions } from './terminal/globals.ts'
import { printError } from './terminal/output/error.ts'
import { type OutputOptions, outputStyle } from './terminal/output/options.ts'
import type { ErrorReport } from './terminal/output/output.ts'

/** The build defines it. It is absent when the program runs from its sources. */
declare const EPIC_EVENTS_COMMIT: string | undefined

/** Every noun, and every command without one, in the order of the help. Each is loaded when it is typed. */
export const root = group({
  path: [],
  verbs: {
    login: () => import('./auth/login.ts'),
    logout: () => import('./auth/logout.ts'),
    refresh: () => import('./auth/refresh.ts'),
    whoami: () => import('./auth/whoami.ts'),
    today: () => import('./today/today.ts'),
    find: () => import('./find/find.ts'),
    undo: () => import('./undo/undo.ts'),
    export: () => import('./exports/export.ts'),
    user: () => import('./user/index.ts'),
    role: () => import('./role/index.ts'),
    company: () => import('./company/index.ts'),
    client: () => import('./client/index.ts'),
    contract: () => import('./contract/index.ts'),
    event: () => import('./event/index.ts'),
    report: () => import('./reports/index.ts'),
    session: () => import('./sessions/index.ts'),
    audit: () => import('./audit/index.ts'),
    'db-create': () => import('./setup/db-create.ts'),
    'manager-create': () => import('./setup/manager-create.ts'),
    demo: () => import('./setup/demo.ts'),
    doctor: () => import('./setup/doctor.ts'),
  },
})

/**
 * Runs what was typed. It throws nothing: every error is reported on standard error.
 *
 * @param argv without the program's name
 * @returns the exit code (docs/PRODUCT.md §7)
 */
export function run(argv: readonly string[], app: App): Promise<number> {
  return runCommandLine(commandLine(argv, readGlobalOptions(argv), app), app)
}

/** Runs a command line whose global options were read before. It throws nothing. @returns the exit code */
export async function runCommandLine(line: CommandLine, app: App): Promise<number> {
  try {
    await dispatch(line, app)
    return Exit.ok
  } catch (error) {
    return explain(error, line, app)
  }
}

/** Reports an error on standard error, also one that escaped from `run`. @returns the exit code */
export async function explain(error: unknown, line: CommandLine, app: App): Promise<number> {
  // The reader has closed the pipe (`| head`), which is no error.
  if (isClosedPipe(error)) return Exit.ok
  const { exit, report } = toErrorReport(error, line.globals)
  await printError(report, outputOptions(line, app))
  if (!(error instanceof AppError)) {
    // Only the command's own name is reported: the other words may be anybody's data.
    const node = await walk(root, line.argv)
      .then((found) => found.node)
      .catch(() => undefined)
    await app.report.captureException(error, node && isLeaf(node) ? node.spec.path.join(' ') : '')
  }
  return exit
}

async function dispatch(line: CommandLine, app: App): Promise<void> {
  const { argv } = line
  const typed = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  if (typed.some((word) => word === '-V' || word === '--version')) return app.io.stdout.write(`${version()}\n`)
  const verb = await verbThatConnects(typed)
  if (verb) {
    app.runs(verb)
    await app.anticipate()
  }
  const { node, args, help, options } = await walk(root, argv)
  if (isLeaf(node)) app.runs(node.spec.path)
  await app.turn()
  if (help || !isLeaf(node) || typed.some((word) => word === '-h' || word === '--help')) {
    return showHelp(options ? 'options' : node, outputOptions(line, app))
  }
  // citty does not route and sees no arguments: it accepts unknown options and surplus words without an error, and reads `--nmae Bob` as an
  // argument `Bob`. So `walk` finds the command, and the command parses its arguments itself. Loaded here, because help does not need it, and
  // a session that was begun is under way meanwhile.
  const { runCommand } = await import('citty')
  await runCommand(node, { rawArgs: [], data: { app, line, args, signInAgain } satisfies Invocation })
}

/** The commands that work with a session by themselves, and the nouns whose verbs do. */
const connecting: { readonly verbs: readonly string[]; readonly nouns: readonly string[] } = {
  verbs: ['today', 'find', 'undo', 'export', 'whoami'],
  nouns: ['user', 'role', 'company', 'client', 'contract', 'event', 'report', 'session', 'audit'],
}

/**
 * The verb of a command line that will most likely ask the database, as far as its words tell before the verb is loaded; undefined where it
 * will not. It costs little to be wrong: a session too many, or one that begins later.
 */
async function verbThatConnects(typed: readonly string[]): Promise<readonly string[] | undefined> {
  const [first = '', second = ''] = typed.filter((word) => !word.startsWith('-'))
  const asks = typed.some((word) => ['-h', '--help', 'help', '--password-stdin'].includes(word))
  if (asks) return undefined
  if (connecting.verbs.includes(first)) return [first]
  return connecting.nouns.includes(first) && second !== '' ? verbOf(root, first, second) : undefined
}

const signInAgain: NonNullable<Invocation['signInAgain']> = async (call, reason) =>
  (await import('./auth/sign-in-again.ts')).signInAgain(call, reason)

async function showHelp(page: Node | 'options', o: OutputOptions): Promise<void> {
  const [{ helpLines, optionsPage }, { helpWords }] = await Promise.all([
    import('./command/help.ts'),
    import('./i18n/help.ts'),
  ])
  const [words, style] = [await helpWords(o.t.lang), outputStyle(o, o.io.stdout)]
  const lines = page === 'options' ? optionsPage(words, style) : helpLines(page, words, style)
  await o.io.stdout.write(`${lines.join('\n')}\n`)
}

function version(): string {
  const commit = typeof EPIC_EVENTS_COMMIT === 'string' ? EPIC_EVENTS_COMMIT : 'unreleased'
  return `${programName} ${packageJson.version} (commit ${commit})`
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

/** The report and the exit code of an error. Any error that is no AppError is a bug; its text may hold values, so it is not shown. */
function toErrorReport(error: unknown, { verbose }: Globals): { exit: number; report: ErrorReport } {
  if (error instanceof AppError) {
    const { original, more = [] } = error.detail
    if (!verbose || original === undefined) return { exit: error.exit, report: error }
    const { code, userMessage, detail } = error
    return { exit: error.exit, report: { code, userMessage, detail: { ...detail, more: [...more, () => original] } } }
  }
  const trace = verbose && error instanceof Error ? stackOf(error) : undefined
  const detail = trace === undefined ? {} : { more: [() => trace] }
  return { exit: Exit.internal, report: { code: 'internal', userMessage: (t) => t.usage.internal, detail } }
}

/** Where an error happened. Its message is only shown if it speaks of code: those of drivers, of dates and of JSON carry values. */
function stackOf(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s*at /.test(line))
  const ours = error.name === 'Error' && !('code' in error)
  const message = ours ? error.message : codeMessage(error.name, error.message)
  return [message ? `${error.name}: ${message}` : error.name, ...frames].join('\n')
}
