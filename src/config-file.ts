/** Which `.env` file is read, whether it can be trusted, and the values in it (docs/CONFIGURATION.md). */
import { readFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { type LineFault, parseDotenv, readSettings } from './dotenv.ts'
import { type Message, Unavailable } from './errors.ts'
import { inHome } from './setting-path.ts'
import { decodeText } from './text/decode.ts'
import { quoted } from './text/shell.ts'
import { brokenLine } from './text/utf8.ts'
import { accessByOthers, readTrustedBytes, writeByOthers } from './trusted-file.ts'

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
  /** The user id that owns it. */
  readonly owner?: number
  readonly values: ReadonlyMap<string, string>
  /** The lines that are not understood, in their order. */
  readonly faults: readonly LineFault[]
  readonly warnings: readonly Message[]
}

interface Candidate {
  readonly path: string
  /** The option or variable that names it. A file that is named must exist. */
  readonly by?: string
  readonly kind?: 'here' | 'machine'
}

interface Content {
  readonly bytes: Buffer
  readonly owner: number
}

/** Bytes. No configuration file is larger. */
const largest = 1024 * 1024

/**
 * Reads the first file that exists and can be trusted. A file of another owner is skipped with a warning, unless it was named. A `./.env`
 * without a name that begins with `EPIC_EVENTS_` belongs to another project and is skipped silently.
 *
 * @param names the settings that a file may set
 * @param environmentOnly those of them that have no meaning in a file
 * @throws Unavailable a named file that does not exist or belongs to somebody else, a file that others may read or write, or one that
 *   cannot be read or is no text
 */
export function readConfigFile(
  sources: ConfigSources,
  names: readonly string[],
  environmentOnly: readonly string[],
): ConfigFile {
  const warnings: Message[] = []
  for (const candidate of candidates(sources)) {
    const { path, by, kind } = candidate
    const content = readIfTrusted(candidate, sources, warnings)
    if (content === 'missing') {
      if (by) throw new Unavailable((t) => t.config.fileMissing({ path, by }))
      continue
    }
    if (content === 'skipped') continue
    const text = decodeText(content.bytes)
    if (text === undefined) {
      const line = brokenLine(content.bytes) ?? 1
      throw new Unavailable((t) => t.config.fileBytes({ path, line }))
    }
    const inEnvironment = (name: string) => Boolean(sources.env[name])
    const read = readSettings(text, { names, environmentOnly, shared: kind === 'here', inEnvironment })
    return { path, owner: content.owner, ...read, warnings }
  }
  return { path: undefined, values: new Map(), faults: [], warnings }
}

/** The user id of the person who typed `sudo`, when the program runs as root through it. */
export function sudoUid(sources: ConfigSources): number | undefined {
  const written = sources.env['SUDO_UID']
  return sources.uid === 0 && written && /^\d+$/.test(written) ? Number(written) : undefined
}

function candidates(sources: ConfigSources): Candidate[] {
  const by = sources.envFile ? '--env-file' : 'EPIC_EVENTS_ENV_FILE'
  const named = sources.envFile || sources.env['EPIC_EVENTS_ENV_FILE']
  // Nothing else is expanded: a file that is named must exist, so a path that was not understood is told.
  if (named) return [{ path: inHome(named, sources.home) ?? resolve(sources.cwd, named), by }]
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
  const home = invoking ? accountHome(invoking, sources) : sources.home
  return home ? join(home, '.config') : undefined
}

/** The home folder of an account of this machine. */
export function accountHome(uid: number, { accounts = '/etc/passwd' }: ConfigSources): string | undefined {
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
): Content | 'missing' | 'skipped' {
  const { path, by, kind } = candidate
  const unreadable = (cause: unknown) => new Unavailable((t) => t.config.fileUnreadable({ path }), { cause })
  const found = read(path, trustedOwners(sources, candidate), unreadable)
  switch (found.fault) {
    case undefined:
      if (kind === 'here' && !namesUs(found.bytes)) return 'skipped'
      if (
        sources.uid !== undefined &&
        (found.mode & accessByOthers) !== 0 &&
        !isForAll(found.owner, candidate, sources)
      )
        throw open(path, (t) => t.config.fileReadable({ path }), 'chmod 600')
      return found
    case 'missing':
    case 'not a file':
      return 'missing'
    case 'unreachable':
      if (kind === 'here') return 'skipped'
      throw unreadable(found.cause)
    case 'too large':
      if (kind === 'here') return 'skipped'
      throw unreadable(new Error('larger than any configuration file'))
    case 'foreign':
      // Without the file that somebody asked for, another database would be opened.
      if (by) throw new Unavailable((t) => t.config.fileNotOurs({ path }))
      if (kind !== 'here' || isMeantForUs(path)) warnings.push((t) => t.config.fileForeign({ path }))
      return 'skipped'
    case 'open':
      if (kind === 'here' && !isMeantForUs(path)) return 'skipped'
      throw open(path, (t) => t.config.fileWritable({ path }), kind === 'machine' ? 'chmod go-w' : 'chmod 600')
  }
}

function open(path: string, message: Message, chmod: string): Unavailable {
  return new Unavailable(message, { more: [(t) => t.config.fileChmod({ command: `${chmod} ${quoted(path)}` })] })
}

/**
 * Whether others may read a file, because root made it for them: the settings of the machine, and a file that somebody else than root
 * named, such as a secret that is mounted into a container.
 */
function isForAll(owner: number, { by, kind }: Candidate, sources: ConfigSources): boolean {
  return owner === 0 && (kind === 'machine' || (by !== undefined && sources.uid !== 0))
}

function read(
  path: string,
  owners: readonly number[] | undefined,
  unreadable: (cause: unknown) => Unavailable,
): ReturnType<typeof readTrustedBytes> {
  try {
    return readTrustedBytes(path, { owners, forbidden: writeByOthers, links: 'owned', largest })
  } catch (cause) {
    throw unreadable(cause)
  }
}

/** Whether a file that is not believed would have been ours by its content. A file that cannot be read counts as ours. */
function isMeantForUs(path: string): boolean {
  try {
    const found = readTrustedBytes(path, { owners: undefined, forbidden: 0, links: 'owned', largest })
    return found.fault !== undefined || namesUs(found.bytes)
  } catch {
    return true
  }
}

/**
 * The user ids that may own a configuration file; undefined: no owner is judged. The file of the machine belongs to root, and one that was
 * named may.
 */
function trustedOwners(sources: ConfigSources, { by, kind }: Candidate): readonly number[] | undefined {
  if (sources.uid === undefined) return undefined
  const invoking = sudoUid(sources)
  return [sources.uid, ...(invoking === undefined ? [] : [invoking]), ...(kind === 'machine' || by ? [0] : [])]
}

/** Whether a file is meant for this program: `.env` is a name that many projects use. */
function namesUs(bytes: Buffer): boolean {
  // In a file that is no text, the names are ASCII all the same.
  const text = decodeText(bytes) ?? bytes.toString('latin1').replaceAll('\0', '')
  return [...parseDotenv(text).keys()].some((name) => /^EPIC_EVENTS_/i.test(name))
}

/** The error for the lines of a file that are not understood, each in a sentence of its own; undefined if all are. */
export function lineFaults({ path = '', faults }: ConfigFile): Unavailable | undefined {
  const [first, ...more] = faults.map(
    (fault): Message =>
      (t) => {
        const { kind, line } = fault
        const where = { path, line }
        switch (kind) {
          case 'unknown':
            return t.config.line.unknown({ ...where, name: fault.name, meant: fault.meant })
          case 'syntax':
            return t.config.line.syntax({ ...where, name: fault.name })
          case 'quote':
            return t.config.line.quote({ ...where, name: fault.name })
          case 'hash':
            return t.config.line.hash({ ...where, name: fault.name })
          case 'emptied':
            return t.config.line.emptied({ ...where, name: fault.name, before: fault.before })
          case 'environment only':
            return t.config.line.environmentOnly({ ...where, name: fault.name })
        }
      },
  )
  return first && new Unavailable(first, { more })
}
