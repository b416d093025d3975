/** Who may import whom (docs: the shape of the code). Each rule reads sources and answers its violations, as `path:line what`. */
import { posix } from 'node:path'
import { imports, type Source } from './scanner.ts'

/** Between nouns only downwards: each may use the stores and records of those after it. */
const nouns = ['event', 'contract', 'client', 'company', 'user', 'role', 'audit']
/** They follow the rules of a noun, and stand above all of them. */
const above = ['setup', 'today']

type Part =
  | 'main'
  | 'run'
  | 'app'
  | 'errors'
  | 'config'
  | 'report'
  | 'cli'
  | 'access'
  | 'db'
  | 'i18n'
  | 'auth'
  | 'index'
  | 'store'
  | 'record'
  | 'verb'

const single: Readonly<Record<string, Part>> = {
  'main.ts': 'main',
  'run.ts': 'run',
  'app.ts': 'app',
  'errors.ts': 'errors',
  'config.ts': 'config',
  'config-file.ts': 'config',
  'report.ts': 'report',
}
const folders: readonly string[] = ['cli', 'access', 'db', 'i18n']
/** The commands of auth/; the rest of it is what any verb may use (rule 1). */
const authCommands = ['login.ts', 'logout.ts', 'refresh.ts', 'whoami.ts']

/** Which part of the house a source is. @throws Error for a folder nobody decided about */
export function partOf(path: string): Part {
  const [folder = '', file] = path.split('/')
  if (file === undefined) {
    const part = single[folder]
    if (part === undefined) throw new Error(`${path}: no rule for this file at the top`)
    return part
  }
  if (folders.includes(folder)) return folder as Part
  if (![...nouns, ...above, 'auth'].includes(folder)) throw new Error(`${path}: no rule for this folder`)
  if (file === 'index.ts') return 'index'
  if (/^(?:.*-)?store\.ts$/.test(file)) return 'store'
  if (folder === 'auth' && !authCommands.includes(file)) return 'auth'
  return (file === `${folder}.ts` && folder !== 'today') || path.startsWith('setup/sample/') ? 'record' : 'verb'
}

/** What each part may import at run time. The top of the house is open: main, run and app tie the rest together. */
const may: Readonly<Record<Part, readonly Part[]>> = {
  main: ['run', 'app', 'errors', 'config', 'report', 'cli', 'i18n'],
  run: ['app', 'errors', 'cli', 'i18n', 'index', 'verb'],
  app: ['auth', 'db', 'cli', 'i18n', 'access', 'config', 'errors', 'report'],
  errors: [],
  config: ['config', 'errors', 'db'],
  report: ['config', 'errors'],
  cli: ['cli', 'access', 'i18n', 'errors'],
  access: ['access', 'errors'],
  db: ['db', 'access', 'errors'],
  i18n: ['i18n'],
  auth: ['auth', 'store', 'db', 'access', 'errors'],
  index: ['cli', 'verb'],
  store: ['db', 'access', 'errors', 'store'],
  record: ['cli', 'access', 'record'],
  verb: ['cli', 'store', 'record', 'auth', 'access', 'db', 'config', 'errors', 'verb'],
}
/** A record is plain data about fields and columns: of the terminal it knows these and nothing that draws. */
const recordCli = /^cli\/(field\.ts|suggest\.ts|values\/|output\/column\.ts)/
/** A type costs nothing at run time and ties nothing together: these may be named from anywhere (as type only). */
const types = ['app.ts', 'db/tx.ts', 'cli/prompt.ts', 'errors.ts', 'i18n/catalog.ts', 'i18n/help.ts']

const rank = (folder: string) => (above.includes(folder) ? -1 : nouns.indexOf(folder))

/** A command, rather than something that commands of one folder share. */
const isVerb = ({ tokens }: Source) =>
  tokens.some(({ text }, at) => text === 'export' && tokens[at + 1]?.text === 'default')

/** The layers, and the order of the nouns. */
export function layering(sources: readonly Source[]): string[] {
  const verbs = new Set(sources.filter(isVerb).map(({ path }) => path))
  return sources.flatMap((source) => {
    const part = partOf(source.path)
    const [folder = ''] = source.path.split('/')
    return imports(source).flatMap(({ from, line, type, lazy }) => {
      if (!from.startsWith('.') || !from.endsWith('.ts')) return []
      const to = posix.normalize(posix.join(posix.dirname(source.path), from))
      if (to.startsWith('../')) return [`${source.path}:${line} imports ${to}`]
      const target = partOf(to)
      const [toFolder = ''] = to.split('/')
      const wrong = (why: string) => [`${source.path}:${line} (${part}) imports ${to} (${target})${why}`]
      if (
        type &&
        (types.includes(to) ||
          target === 'record' ||
          target === 'db' ||
          target === 'cli' ||
          target === 'access' ||
          target === 'config')
      )
        return part === 'i18n' && target !== 'i18n' ? wrong('') : []
      if (!may[part].includes(target)) return wrong('')
      if (part === 'record' && target === 'cli' && !recordCli.test(to)) return wrong(': a record draws nothing')
      if (part === 'index' && target === 'verb' && (!lazy || toFolder !== folder))
        return wrong(': a group loads its own verbs, lazily')
      if (part === 'verb' && target === 'verb' && verbs.has(to)) return wrong(': a verb imports no verb')
      if (part === 'verb' && target === 'verb' && toFolder !== folder) return wrong(": another noun's insides")
      if (toFolder !== folder && rank(toFolder) >= 0 && nouns.includes(folder) && rank(toFolder) < rank(folder))
        return wrong(': upwards')
      return []
    })
  })
}

/** Package → the only sources that may import it at run time. */
const owners: Readonly<Record<string, RegExp>> = {
  citty: /^(cli\/|run\.ts$)/,
  '@clack/core': /^cli\//,
  '@clack/prompts': /^cli\//,
  picocolors: /^cli\//,
  consola: /^cli\//,
  valibot: /^(cli\/|\w+\/\w+\.ts$)/,
  'libphonenumber-js': /^(cli\/|i18n\/)/,
  hono: /^auth\/token\.ts$/,
  '@sentry/bun': /^report\.ts$/,
  postgres: /^db\//,
  '@electric-sql/pglite': /^db\/embedded\//,
  '@electric-sql/pglite-socket': /^db\/embedded\//,
  'drizzle-orm': /^(db\/|(?:\w+\/)(?:.*-)?store\.ts$|setup\/doctor\.ts$)/,
}

/** Third parties, each behind its own door. */
export function packages(sources: readonly Source[]): string[] {
  return sources.flatMap((source) =>
    imports(source).flatMap(({ from, line, type, lazy }) => {
      if (from.startsWith('.') || from.startsWith('node:')) return []
      if (from === 'bun:sqlite')
        return source.path === 'db/embedded/lock.ts' ? [] : [`${source.path}:${line} imports ${from}`]
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
      if (token.text === 'process' && text(1) === '.' && text(2) === 'exit') return [`${where} process.exit`]
      if (['main.ts', 'app.ts'].includes(path)) return []
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
