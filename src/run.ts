/** The program without its process: the root of the commands, and the one place where an error becomes an exit code. */
import { runCommand } from 'citty'
import packageJson from '../package.json' with { type: 'json' }
import type { App } from './app.ts'
import { withSettings } from './command/execute.ts'
import { group, isLeaf, type Node, walk } from './command/group.ts'
import { AppError } from './errors.ts'
import { type Catalog, catalog } from './i18n/catalog.ts'
import type { Lang } from './i18n/languages.ts'
import { programName } from './program.ts'
import { type Globals, languageOf, readGlobalOptions } from './terminal/globals.ts'
import { type ErrorReport, printError } from './terminal/output/error.ts'
import { type OutputOptions, outputStyle } from './terminal/output/style.ts'

/** Put in by the build; absent when run from the sources. */
declare const EPIC_EVENTS_COMMIT: string | undefined

/** Every noun and every command without one, in the order of the help. Each is loaded when it is typed. */
export const root = group({
  path: [],
  verbs: {
    login: () => import('./auth/login.ts'),
    logout: () => import('./auth/logout.ts'),
    refresh: () => import('./auth/refresh.ts'),
    whoami: () => import('./auth/whoami.ts'),
    today: () => import('./today/today.ts'),
    user: () => import('./user/index.ts'),
    role: () => import('./role/index.ts'),
    company: () => import('./company/index.ts'),
    client: () => import('./client/index.ts'),
    contract: () => import('./contract/index.ts'),
    event: () => import('./event/index.ts'),
    audit: () => import('./audit/index.ts'),
    'db-create': () => import('./setup/db-create.ts'),
    'manager-create': () => import('./setup/manager-create.ts'),
    demo: () => import('./setup/demo.ts'),
    doctor: () => import('./setup/doctor.ts'),
  },
})

/**
 * Runs one command line. Nothing is thrown: what goes wrong is told on standard error.
 *
 * @param argv without the program's name
 * @returns the exit code (product.md §7)
 */
export async function run(argv: readonly string[], app: App): Promise<number> {
  try {
    await dispatch(argv, app)
    return 0
  } catch (error) {
    return explain(error, argv, app)
  }
}

/** Tells an error; for one that escaped from `run`, too. @returns the exit code */
export async function explain(error: unknown, argv: readonly string[], app: App): Promise<number> {
  const globals = withSettings(readGlobalOptions(argv), app)
  return failed(error, argv, app, screen(app, globals, words(globals, app)))
}

async function failed(error: unknown, argv: readonly string[], app: App, o: OutputOptions): Promise<number> {
  // The reader has gone (`| head`): nothing is wrong.
  if (isClosedPipe(error)) return 0
  const { exit, report } = toErrorReport(error, o.globals)
  await printError(report, o)
  if (!(error instanceof AppError)) {
    // The command's own name alone: what else was typed may be anybody's data.
    const node = await walk(root, argv)
      .then((found) => found.node)
      .catch(() => undefined)
    await app.report.captureException(error, node && isLeaf(node) ? node.spec.path.join(' ') : '')
  }
  return exit
}

/** The catalogue of a run, for the command line that was typed; a wrong time zone is not complained about here. */
export function words(globals: Globals, app: App): Catalog {
  return catalog(languageFor(globals, app), () => zoneOf(app))
}

function languageFor(globals: Globals, { config, env }: App): Lang {
  return languageOf(globals, config.valueOrUndefined('EPIC_EVENTS_LANG'), env)
}

async function dispatch(argv: readonly string[], app: App): Promise<void> {
  const globals = withSettings(readGlobalOptions(argv), app)
  const typed = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  if (typed.some((word) => word === '-V' || word === '--version')) return app.io.stdout.write(`${version()}\n`)
  const { node, args, help } = await walk(root, argv)
  if (help || !isLeaf(node) || typed.some((word) => word === '-h' || word === '--help')) {
    // Help shows no date, and asking for the machine's zone costs 6 ms.
    return showHelp(node, screen(app, globals, catalog(languageFor(globals, app), 'UTC')))
  }
  // citty sees no arguments: it lets unknown options and surplus words pass, so the frame parses them itself.
  await runCommand(node, { rawArgs: [], data: { app, t: words(globals, app), args } })
}

async function showHelp(node: Node, o: OutputOptions): Promise<void> {
  const [{ helpLines }, { helpWords }] = await Promise.all([import('./command/help.ts'), import('./i18n/help.ts')])
  const lines = helpLines(node, await helpWords(o.t.lang), outputStyle(o, o.io.stdout))
  await o.io.stdout.write(`${lines.join('\n')}\n`)
}

function screen(app: App, globals: Globals, t: Catalog): OutputOptions {
  return { io: app.io, globals, t, env: app.env, now: () => app.clock.now() }
}

function version(): string {
  const commit = typeof EPIC_EVENTS_COMMIT === 'string' ? EPIC_EVENTS_COMMIT : 'unreleased'
  return `${programName} ${packageJson.version} (commit ${commit})`
}

function zoneOf({ config }: App): string {
  try {
    return config.timeZone()
  } catch {
    return 'UTC'
  }
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

/** What an error is told as, and its exit code. Whatever is not ours is a bug: its text may hold values, so it stays unsaid. */
function toErrorReport(error: unknown, { verbose }: Globals): { exit: number; report: ErrorReport } {
  if (error instanceof AppError) return { exit: error.exit, report: error }
  const trace = verbose && error instanceof Error ? stackOf(error) : undefined
  const detail = trace === undefined ? {} : { more: [() => trace] }
  return { exit: 1, report: { code: 'internal', userMessage: (t) => t.usage.internal, detail } }
}

const harmless = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'])

/** Where it happened; the message only of errors that no driver made: theirs carry bound values. */
function stackOf(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s*at /.test(line))
  const name = harmless.has(error.name) && !('code' in error) ? `${error.name}: ${error.message}` : error.name
  return [name, ...frames].join('\n')
}
