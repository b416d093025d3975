/** Which `.env` file is read, whether it may be trusted, and what it says (docs/PRODUCT.md §6). */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { type Message, Unavailable } from './errors.ts'

export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The current folder. */
  readonly cwd: string
  readonly home: string | undefined
  /** The effective user id; undefined where there is none (Windows): no owner is judged then. */
  readonly uid: number | undefined
  /** The value of `--env-file`. */
  readonly envFile?: string | undefined
  readonly platform: NodeJS.Platform
  /** The accounts of this machine, for the home of the one who typed `sudo`; `/etc/passwd`. */
  readonly accounts?: string
  /** The file of the whole machine; `/etc/epic-events/.env`. */
  readonly machineFile?: string
}

export interface ConfigFile {
  /** The file that was read, if any. */
  readonly path: string | undefined
  readonly values: ReadonlyMap<string, string>
  readonly warnings: readonly Message[]
}

interface Candidate {
  readonly path: string
  /** The option or variable that names it: it must exist. */
  readonly by?: string
  readonly kind?: 'here' | 'machine'
}

const largest = 1024 * 1024

/**
 * Reads the first file that exists and is ours. A file of another owner is passed over with a warning; `./.env` without a
 * name that begins with `EPIC_EVENTS_` is another project's and passed over silently.
 *
 * @throws Unavailable a named file that does not exist, a file that others may write, or one that cannot be read
 */
export function readConfigFile(sources: ConfigSources): ConfigFile {
  const warnings: Message[] = []
  for (const candidate of candidates(sources)) {
    const { path, by } = candidate
    const text = readIfTrusted(candidate, sources, warnings)
    if (text === 'missing') {
      if (by) throw new Unavailable((t) => t.config.fileMissing({ path, by }))
      continue
    }
    if (text === 'passed over') continue
    return { path, values: parseDotenv(text), warnings }
  }
  return { path: undefined, values: new Map(), warnings }
}

/** The one who typed `sudo`, when we are root by it. */
export function sudoUid(sources: ConfigSources): number | undefined {
  const written = sources.env['SUDO_UID']
  return sources.uid === 0 && written && /^\d+$/.test(written) ? Number(written) : undefined
}

function candidates(sources: ConfigSources): Candidate[] {
  const named = sources.envFile
    ? { path: resolve(sources.cwd, sources.envFile), by: '--env-file' }
    : sources.env['EPIC_EVENTS_ENV_FILE']
      ? { path: resolve(sources.cwd, sources.env['EPIC_EVENTS_ENV_FILE']), by: 'EPIC_EVENTS_ENV_FILE' }
      : undefined
  if (named) return [named]
  const folder = userConfigFolder(sources)
  return [
    ...(folder ? [{ path: join(folder, 'epic-events', '.env') }] : []),
    { path: join(sources.cwd, '.env'), kind: 'here' as const },
    ...(sources.platform === 'win32'
      ? []
      : [{ path: sources.machineFile ?? '/etc/epic-events/.env', kind: 'machine' as const }]),
  ]
}

function userConfigFolder(sources: ConfigSources): string | undefined {
  const xdg = sources.env['XDG_CONFIG_HOME']
  // The specification of XDG: a relative path is invalid and ignored.
  if (xdg && isAbsolute(xdg)) return xdg
  const invoking = sudoUid(sources)
  const home = invoking ? homeOf(invoking, sources.accounts ?? '/etc/passwd') : sources.home
  return home ? join(home, '.config') : undefined
}

function homeOf(uid: number, accounts: string): string | undefined {
  try {
    const lines = readFileSync(accounts, 'utf8').split('\n')
    return lines.map((line) => line.split(':')).find((account) => account[2] === String(uid))?.[5] || undefined
  } catch {
    return undefined
  }
}

function readIfTrusted(
  candidate: Candidate,
  sources: ConfigSources,
  warnings: Message[],
): string | 'missing' | 'passed over' {
  const { path, kind } = candidate
  const owners = trustedOwners(sources, kind)
  let ours: boolean
  try {
    // A link planted by somebody else is not ours either, wherever it points to.
    ours = [lstatSync(path), statSync(path)].every((one) => owners === undefined || owners.has(one.uid))
    // Opening a FIFO would wait for its writer for ever.
    if (!statSync(path).isFile()) return 'missing'
  } catch (error) {
    if (isAbsent(error)) return 'missing'
    if (kind === 'here') return 'passed over'
    throw new Unavailable((t) => t.config.fileUnreadable({ path }), { cause: error })
  }
  const passedOver = (text: string | undefined) => {
    if (kind !== 'here' || text === undefined || namesUs(text)) warnings.push((t) => t.config.fileForeign({ path }))
    return 'passed over' as const
  }
  if (!ours) return passedOver(kind === 'here' ? readQuietly(path) : undefined)
  const { text, mode, uid } = read(path)
  // Whoever owns the folder can have put another file there since.
  if (owners && !owners.has(uid)) return passedOver(text)
  if (kind === 'here' && !namesUs(text)) return 'passed over'
  if (owners && (mode & 0o022) !== 0) {
    throw new Unavailable((t) => t.config.fileWritable({ path }), { more: [(t) => t.config.fileChmod({ path })] })
  }
  return text
}

/** Who may own a configuration file; undefined: nobody is judged. The machine's own file belongs to root. */
function trustedOwners(sources: ConfigSources, kind: Candidate['kind']): Set<number> | undefined {
  if (sources.uid === undefined) return undefined
  const invoking = sudoUid(sources)
  return new Set([sources.uid, ...(invoking === undefined ? [] : [invoking]), ...(kind === 'machine' ? [0] : [])])
}

/** What it says, and whose the very file is that was read. */
function read(path: string): { text: string; mode: number; uid: number } {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const { mode, size, uid } = fstatSync(file)
    if (size > largest) throw new Error('larger than any configuration file')
    return { text: readFileSync(file, 'utf8'), mode, uid }
  } catch (error) {
    throw new Unavailable((t) => t.config.fileUnreadable({ path }), { cause: error })
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function readQuietly(path: string): string | undefined {
  try {
    return read(path).text
  } catch {
    return undefined
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

function namesUs(text: string): boolean {
  return [...parseDotenv(text).keys()].some((name) => name.startsWith('EPIC_EVENTS_'))
}

/**
 * The usual `.env` syntax: `NAME=value`, `export NAME=…`, single and double quotes (in double ones `\n \r \t \" \\`),
 * `#` comments, CRLF, a byte order mark. Nothing is interpolated; of a name given twice the last value counts.
 */
export function parseDotenv(text: string): Map<string, string> {
  const line =
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\r\n]*?))[ \t]*(?:(?<=[ \t"'=])#[^\r\n]*)?$/gm
  const values = new Map<string, string>()
  for (const [, name = '', double, single, bare] of text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .matchAll(line)) {
    values.set(name, double === undefined ? (single ?? bare ?? '') : double.replace(/\\([\s\S])/g, meant))
  }
  return values
}

function meant(written: string, character: string): string {
  const meaning: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }
  return meaning[character] ?? written
}
