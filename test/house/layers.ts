/**
 * Who may import whom (docs/ARCHITECTURE.md). Each rule reads sources and returns its violations, as `path:line what`. An import of a
 * type counts like any other: it ties two files together in the reader's head.
 */
import { posix } from 'node:path'
import { imports, type Source } from './scanner.ts'

/** Between nouns imports only go downwards: each may use the stores and records of those after it. */
const nouns = ['event', 'contract', 'payment', 'client', 'interaction', 'company', 'user', 'role', 'audit', 'related']
/** These folders follow the rules of a noun and stand above all nouns. */
const above = ['setup', 'today', 'find', 'reports', 'undo', 'exports', 'auth', 'sessions']

/**
 * The floors of the house, from the top down, with what each may import. A floor may import itself and floors below it, never one above:
 * a test reads this table and checks that.
 */
const floors = {
  main: ['run', 'wiring', 'resident', 'app', 'command', 'terminal', 'errors', 'i18n', 'program'],
  run: ['app', 'index', 'verb', 'command', 'terminal', 'errors', 'i18n', 'program'],
  index: ['verb', 'command'],
  verb: [
    'verb',
    'record',
    'store',
    'import',
    'command',
    'app',
    'session',
    'terminal',
    'papers',
    'config',
    'db',
    'field',
    'access',
    'errors',
    'i18n',
    'text',
    'spreadsheet',
    'program',
  ],
  store: ['record', 'store', 'db', 'field', 'access', 'errors', 'text'],
  record: ['record', 'field', 'access', 'i18n', 'text'],
  import: [
    'import',
    'command',
    'app',
    'terminal',
    'db',
    'field',
    'spreadsheet',
    'access',
    'errors',
    'i18n',
    'text',
    'trusted-file',
  ],
  wiring: ['databases', 'app', 'report', 'session', 'terminal', 'config', 'db', 'access', 'errors', 'observation'],
  databases: ['app', 'config', 'db'],
  command: ['command', 'app', 'terminal', 'db', 'field', 'access', 'errors', 'i18n', 'text', 'program'],
  resident: ['db'],
  app: ['report', 'session', 'terminal', 'config', 'db', 'field', 'access', 'errors', 'i18n'],
  report: ['config', 'errors'],
  session: ['session', 'db', 'errors', 'text', 'trusted-file'],
  terminal: ['terminal', 'papers', 'field', 'errors', 'i18n', 'text', 'program', 'observation'],
  papers: ['papers', 'i18n', 'text', 'program'],
  config: ['config', 'db', 'errors', 'i18n', 'text', 'trusted-file'],
  db: ['db', 'field', 'access', 'errors', 'i18n', 'text', 'observation', 'trusted-file'],
  spreadsheet: ['spreadsheet', 'field', 'errors', 'i18n', 'text'],
  field: ['field', 'errors', 'i18n', 'text'],
  access: ['access', 'errors'],
  errors: ['i18n'],
  i18n: ['i18n'],
  'trusted-file': ['trusted-file', 'text'],
  text: ['text'],
  program: [],
  observation: [],
} as const satisfies Record<string, readonly string[]>

type Floor = keyof typeof floors

/** Imports of a floor by itself are listed as well, so a table entry that points upwards is a mistake in this table. */
export function upwardFloors(table: Readonly<Record<string, readonly string[]>> = floors): string[] {
  const order = Object.keys(table)
  return order.flatMap((floor, at) =>
    (table[floor] ?? [])
      .filter((target) => order.indexOf(target) < at)
      .map((target) => `${floor} may import ${target}`),
  )
}

const single: Readonly<Record<string, Floor>> = {
  'main.ts': 'main',
  'run.ts': 'run',
  'resident.ts': 'resident',
  'wiring.ts': 'wiring',
  'databases.ts': 'databases',
  'app.ts': 'app',
  'errors.ts': 'errors',
  'config.ts': 'config',
  'config-file.ts': 'config',
  'embedded-settings.ts': 'config',
  'time-zone.ts': 'config',
  'time-zone-file.ts': 'config',
  'time-zone-meant.ts': 'config',
  'dotenv.ts': 'config',
  'setting-path.ts': 'config',
  'signing-keys.ts': 'config',
  'report.ts': 'report',
  'program.ts': 'program',
  'observation.ts': 'observation',
  'trusted-file.ts': 'trusted-file',
  'private-file.ts': 'trusted-file',
  'secret.ts': 'text',
}
const folders: readonly string[] = [
  'import',
  'command',
  'session',
  'terminal',
  'papers',
  'db',
  'field',
  'access',
  'i18n',
  'text',
  'spreadsheet',
]

/** Which floor of the house a source is on. @throws Error for a file or folder that has no place yet */
export function floorOf(path: string): Floor {
  const [folder = '', file] = path.split('/')
  if (file === undefined) {
    const floor = single[folder]
    if (floor === undefined) throw new Error(`${path}: no rule for this file at the top`)
    return floor
  }
  // The statements of a session stand beside its file and its token.
  if (folders.includes(folder)) return folder as Floor
  if (![...nouns, ...above].includes(folder)) throw new Error(`${path}: no rule for this folder`)
  if (file === 'index.ts') return 'index'
  if (/^(?:.*-)?store\.ts$/.test(file)) return 'store'
  return (file === `${folder}.ts` && !['today', 'find', 'undo'].includes(folder)) || path.startsWith('setup/sample/')
    ? 'record'
    : 'verb'
}

const rank = (folder: string) => (above.includes(folder) ? -1 : nouns.indexOf(folder))

/** A command, as opposed to a function that several commands of one folder share. */
const isVerb = ({ tokens }: Source) =>
  tokens.some(({ text }, at) => text === 'export' && tokens[at + 1]?.text === 'default')

/** The files of ours that a source imports, by their paths from src/. */
const targets = (source: Source) =>
  imports(source).flatMap(({ from, line, type, lazy }) =>
    from.startsWith('.') && from.endsWith('.ts')
      ? [{ to: posix.normalize(posix.join(posix.dirname(source.path), from)), line, type, lazy }]
      : [],
  )

/** The floors, and the order of the nouns. */
export function layering(sources: readonly Source[]): string[] {
  const verbs = new Set(sources.filter(isVerb).map(({ path }) => path))
  return sources.flatMap((source) => {
    const floor = floorOf(source.path)
    const [folder = ''] = source.path.split('/')
    return targets(source).flatMap(({ to, line, type, lazy }) => {
      if (to.startsWith('../')) return [`${source.path}:${line} imports ${to}`]
      const target = floorOf(to)
      const [toFolder = ''] = to.split('/')
      const wrong = (why: string) => [`${source.path}:${line} (${floor}) imports ${to} (${target})${why}`]
      if (!(floors[floor] as readonly Floor[]).includes(target)) return wrong('')
      if (floor === 'index' && target === 'verb' && (!lazy || toFolder !== folder))
        return wrong(': a group loads its own verbs, lazily')
      if (floor === 'verb' && target === 'verb' && verbs.has(to)) return wrong(': a verb imports no verb')
      if (floor === 'verb' && target === 'verb' && toFolder !== folder && !shared.includes(to))
        return wrong(": another noun's insides")
      if (floor === 'command' && target === 'db' && !type) return wrong(': the frame opens no database')
      if (floor === 'store' && target === 'record' && !type) return wrong(': a store takes only types of a record')
      if (toFolder !== folder && rank(toFolder) >= 0 && nouns.includes(folder) && rank(toFolder) < rank(folder))
        return wrong(': upwards')
      return []
    })
  })
}

/**
 * What several nouns use of one: how a history is shown, how a note is answered, what belongs to a record, how somebody is logged in, and how they change their
 * password.
 */
const shared = [
  'audit/history.ts',
  'auth/sign-in.ts',
  'interaction/answer.ts',
  'related/parts.ts',
  'user/own-password.ts',
]

/** Files that import one another in a circle, types counted (Tarjan 1972: the strongly connected components). */
export function circles(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.path, [...new Set(targets(source).map(({ to }) => to))]]))
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[] = []
  const visit = (path: string): void => {
    index.set(path, index.size)
    low.set(path, index.get(path) ?? 0)
    stack.push(path)
    for (const to of graph.get(path) ?? []) {
      if (!index.has(to)) visit(to)
      if (stack.includes(to)) low.set(path, Math.min(low.get(path) ?? 0, low.get(to) ?? 0))
    }
    if (low.get(path) !== index.get(path)) return
    const circle = stack.splice(stack.indexOf(path))
    if (circle.length > 1 || graph.get(path)?.includes(path)) found.push(circle.toSorted().join(' ⇄ '))
  }
  for (const path of graph.keys()) if (!index.has(path)) visit(path)
  return found
}

/** Package → the only sources that may import it at run time. */
const owners: Readonly<Record<string, RegExp>> = {
  citty: /^(command\/|run\.ts$)/,
  '@clack/core': /^terminal\/prompt\//,
  '@clack/prompts': /^terminal\//,
  picocolors: /^terminal\//,
  consola: /^terminal\/trace\.ts$/,
  valibot: /^(field\/|command\/|\w+\/\w+\.ts$)/,
  'libphonenumber-js': /^(field|i18n)\//,
  papaparse: /^spreadsheet\/csv\.ts$/,
  hono: /^session\/token\.ts$/,
  '@sentry/bun': /^report\.ts$/,
  postgres: /^db\/(connection\/|embedded\/client\.ts$)/,
  '@electric-sql/pglite': /^db\/embedded\//,
  '@electric-sql/pglite-socket': /^db\/embedded\//,
  pdfmake: /^papers\/pdf\.ts$/,
  fontkit: /^papers\/fonts\.ts$/,
  'dejavu-fonts-ttf': /^papers\/fonts\.ts$/,
  'drizzle-orm': /^(db\/|(?:\w+\/)(?:.*-)?store\.ts$|setup\/doctor\.ts$)/,
}

/** Third parties, each behind its own door. */
export function packages(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    imports(source).flatMap(({ from, line, type, lazy }) => {
      if (from.startsWith('.') || from.startsWith('node:')) return []
      if (from === 'bun:sqlite')
        return source.path === 'db/embedded/lock.ts' ? [] : [`${source.path}:${line} imports ${from}`]
      if (from === 'bun:ffi')
        return source.path === 'db/embedded/native.ts' ? [] : [`${source.path}:${line} imports ${from}`]
      const name = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? '')
      const owner = owners[name]
      if (!owner) return [`${source.path}:${line} imports ${from}: a package nobody decided about`]
      if (type) return []
      if (name === '@sentry/bun' && !lazy) return [`${source.path}:${line} imports ${from} before it is needed`]
      return owner.test(source.path) ? [] : [`${source.path}:${line} imports ${from}`]
    }),
  )
}

/** The process, its clock and its end. */
export function surroundings(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, tokens }) =>
    tokens.flatMap((token, at) => {
      if (token.kind !== 'word') return []
      const text = (from: number) => tokens[at + from]?.text
      const before = text(-1)
      const where = `${path}:${token.line}`
      // a property, a key, or a name of one's own that is declared
      if (before === '.' || before === '?.' || text(1) === ':') return []
      // The resident process has no output that could be cut off, and may leave what is no longer its own at any moment.
      if (path === 'resident.ts' && token.text === 'process') return []
      if (token.text === 'process' && text(1) === '.' && text(2) === 'exit')
        return path === 'main.ts' && text(4) === ')' ? [] : [`${where} process.exit`]
      if (path === 'main.ts') return []
      const declared = tokens.some(
        (other, i) => other.text === token.text && ['const', 'let', 'function'].includes(tokens[i - 1]?.text ?? ''),
      )
      if (token.text === 'process' && !declared) return [`${where} process`]
      if (token.text === 'Bun' && text(2) === 'env') return [`${where} Bun.env`]
      if (token.text === 'Date' && text(1) === '.' && text(2) === 'now') return [`${where} Date.now`]
      if (token.text === 'Date' && before === 'new' && (text(1) !== '(' || text(2) === ')'))
        return [`${where} new Date()`]
      if (token.text === 'Date' && before !== 'new' && text(1) === '(') return [`${where} Date()`]
      return token.text === 'console' ? [`${where} console`] : []
    }),
  )
}

/** No source longer than a person reads at once. */
export const lengths = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - 1
    return lines > 300 ? [`${path}: ${lines} lines`] : []
  })
