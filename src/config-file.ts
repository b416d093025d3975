/** Which `.env` file is read, whether it can be trusted, and the values in it (docs/PRODUCT.md §6). */
import { readFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { type Message, Unavailable } from './errors.ts'
import { quoted } from './text/shell.ts'
import { brokenLine } from './text/utf8.ts'
import { readTrusted, writeByOthers } from './trusted-file.ts'

/** Where settings may come from. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The current folder. */
  readonly cwd: string
  readonly home: string | undefined
  /** The effective user id; undefined on Windows, where no owner is judged. */
  readonly uid: number | undefined
  /** The value of `--env-file`. */
  readonly envFile?: string | undefined
  readonly platform: NodeJS.Platform
  /** The file with the accounts of this machine, for the home folder of the person who typed `sudo`. Default `/etc/passwd`. */
  readonly accounts?: string
  /** The settings of the whole machine. Default `/etc/epic-events/.env`. */
  readonly machineFile?: string
}

export interface ConfigFile {
  /** The path of the file that was read, if any. */
  readonly path: string | undefined
  readonly values: ReadonlyMap<string, string>
  readonly warnings: readonly Message[]
}

interface Candidate {
  readonly path: string
  /** The option or variable that names it. A file that is named must exist. */
  readonly by?: string
  readonly kind?: 'here' | 'machine'
}

/** Bytes. No configuration file is larger. */
const largest = 1024 * 1024

/**
 * Reads the first file that exists and can be trusted. A file of another owner is skipped with a warning. A `./.env` without a name that
 * begins with `EPIC_EVENTS_` belongs to another project and is skipped silently.
 *
 * @throws Unavailable a named file that does not exist, a file that others may write, or one that cannot be read or is not UTF-8
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
    if (text === 'skipped') continue
    return { path, values: parseDotenv(text), warnings }
  }
  return { path: undefined, values: new Map(), warnings }
}

/** The user id of the person who typed `sudo`, when the program runs as root through it. */
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
  // The XDG specification: a relative path is invalid and must be ignored.
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
): string | 'missing' | 'skipped' {
  const { path, kind } = candidate
  const unreadable = (cause: unknown) => new Unavailable((t) => t.config.fileUnreadable({ path }), { cause })
  const found = read(path, trustedOwners(sources, kind), unreadable)
  switch (found.fault) {
    case undefined:
      return kind !== 'here' || namesUs(found.text) ? found.text : 'skipped'
    case 'not text': {
      if (kind === 'here' && !namesUs(roughly(found.bytes))) return 'skipped'
      const line = brokenLine(found.bytes) ?? 1
      throw new Unavailable((t) => t.config.fileBytes({ path, line }))
    }
    case 'missing':
    case 'not a file':
      return 'missing'
    case 'unreachable':
      if (kind === 'here') return 'skipped'
      throw unreadable(found.cause)
    case 'too large':
      throw unreadable(new Error('larger than any configuration file'))
    case 'foreign':
      if (kind !== 'here' || isMeantForUs(path)) warnings.push((t) => t.config.fileForeign({ path }))
      return 'skipped'
    case 'open':
      if (kind === 'here' && !isMeantForUs(path)) return 'skipped'
      throw new Unavailable((t) => t.config.fileWritable({ path }), {
        more: [(t) => t.config.fileChmod({ path: quoted(path) })],
      })
  }
}

function read(
  path: string,
  owners: readonly number[] | undefined,
  unreadable: (cause: unknown) => Unavailable,
): ReturnType<typeof readTrusted> {
  try {
    return readTrusted(path, { owners, forbidden: writeByOthers, links: 'owned', largest })
  } catch (cause) {
    throw unreadable(cause)
  }
}

/** Whether a file that is not believed would have been ours by its content. A file that cannot be read counts as ours. */
function isMeantForUs(path: string): boolean {
  try {
    const found = readTrusted(path, { owners: undefined, forbidden: 0, links: 'owned', largest })
    if (found.fault === 'not text') return namesUs(roughly(found.bytes))
    return found.fault !== undefined || namesUs(found.text)
  } catch {
    return true
  }
}

/** The user ids that may own a configuration file; undefined: no owner is judged. The file of the machine belongs to root. */
function trustedOwners(sources: ConfigSources, kind: Candidate['kind']): readonly number[] | undefined {
  if (sources.uid === undefined) return undefined
  const invoking = sudoUid(sources)
  return [sources.uid, ...(invoking === undefined ? [] : [invoking]), ...(kind === 'machine' ? [0] : [])]
}

/** The ASCII of a file in another encoding: enough to tell whose file it is, and used for nothing else. */
function roughly(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^\n\r\t -~]/g, '')
}

/** Whether a file is meant for this program: `.env` is a name that many projects use. */
function namesUs(text: string): boolean {
  return [...parseDotenv(text).keys()].some((name) => name.startsWith('EPIC_EVENTS_'))
}

/**
 * Parses the usual `.env` syntax: `NAME=value`, `export NAME=…`, single and double quotes (in double quotes `\n \r \t \" \\`), `#`
 * comments, CRLF, a byte order mark. Nothing is interpolated. If a name is given twice, the last value counts.
 */
export function parseDotenv(text: string): Map<string, string> {
  const line =
    /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^\r\n]*?))[ \t]*(?:(?<=[ \t"'=])#[^\r\n]*)?$/gm
  const values = new Map<string, string>()
  for (const [, name = '', double, single, bare] of text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .matchAll(line)) {
    values.set(name, double === undefined ? (single ?? bare ?? '') : double.replace(/\\([\s\S])/g, unescaped))
  }
  return values
}

/** The character that an escape in double quotes stands for. Unknown escapes stay as they are written. */
function unescaped(written: string, character: string): string {
  const meaning: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }
  return meaning[character] ?? written
}
