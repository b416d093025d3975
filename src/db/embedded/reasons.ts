/**
 * Why the embedded database cannot be used. The reason is asked of the system: what PostgreSQL and SQLite print is never read, because a
 * word decides nothing, and a wrong reason leads to advice that costs data.
 */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Message, Unavailable } from '../../errors.ts'
import { quoted } from '../../text/shell.ts'
import { errno } from '../../trusted-file.ts'

/** Bytes of a segment of PostgreSQL's log, which it must be able to make. */
const walSegment = 16 * 1024 * 1024
/** Bytes that are written to find out whether the disk takes any: a quota shows only then. */
const probeSize = 1024 * 1024

/** The sentence for an error of the system (errno(3)); undefined for one that has none of its own. */
function ofCode(code: string, path: string): Message | undefined {
  switch (code) {
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return (t) => t.database.full({ path })
    case 'EDQUOT':
      return (t) => t.database.quota({ path })
    case 'EROFS':
      return (t) => t.database.readOnly({ path })
    case 'EACCES':
    case 'EPERM':
      return (t) => t.database.noAccess({ path, code, command: `ls -ld ${quoted(path)}` })
    case 'EIO':
      return (t) => t.database.diskFailure({ path })
    case 'ENOLCK':
      return (t) => t.database.noLocks({ path })
    case 'EINVAL':
    case 'ENOTSUP':
    case 'EOPNOTSUPP':
    case 'ENOSYS':
      return (t) => t.database.notSupported({ path, code })
  }
}

/** The error for something in the folder that the system refused to use. An error without a code of the system makes it ask. */
export function unusable(path: string, cause: unknown): Unavailable {
  const code = errno(cause)
  const found = code === undefined ? hindrance(path) : { code, path }
  return refusal(found ?? { code: 'unknown', path }, cause)
}

/**
 * The error for a PostgreSQL that did not start, or that stopped.
 *
 * @param database the folder of PostgreSQL's data
 * @param otherwise the sentence for the case that the system has nothing against these files
 * @param cause what the engine threw; its text is shown with --verbose only
 */
export function stopped(database: string, otherwise: Message, cause: unknown): Unavailable {
  // An fsync that failed succeeds when it is tried again, because the kernel reports an error once. So it is not looked for, but remembered.
  const code = errno(cause)
  const found = code === undefined ? hindrance(database) : { code, path: database }
  if (found !== undefined) return refusal(found, cause)
  const message: Message = isWithoutControlFile(database) ? (t) => t.database.damaged({ path: database }) : otherwise
  return new Unavailable(message, { cause, original: textOf(cause) })
}

/** The error for a database that others have used for all the time that we waited. @param waitMs that time */
export const held = (folder: string, waitMs: number): Unavailable =>
  new Unavailable((t) => t.database.locked({ path: folder, seconds: Math.round(waitMs / 1000) }))

interface Hindrance {
  /** `EROFS`, `SQLITE_FULL`, … */
  readonly code: string
  readonly path: string
}

const refusal = ({ code, path }: Hindrance, cause: unknown) =>
  new Unavailable(ofCode(code, path) ?? ((t) => t.database.unusable({ path, reason: code })), {
    cause,
    original: textOf(cause),
  })

const textOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** What the system has against using these files; undefined: nothing. Takes as long as reading them all once. */
function hindrance(database: string): Hindrance | undefined {
  let path = database
  try {
    const { bavail, bsize, files, ffree } = statfsSync(database)
    writeProbe(database)
    if (bavail * bsize < walSegment || (files > 0 && ffree === 0)) return { code: 'ENOSPC', path }
    for (const entry of ['', ...readdirSync(database, { recursive: true, encoding: 'utf8' })]) {
      path = join(database, entry)
      const isFolder = statSync(path).isDirectory()
      accessSync(path, constants.R_OK | constants.W_OK | (isFolder ? constants.X_OK : 0))
      if (!isFolder) readFileSync(path)
    }
  } catch (error) {
    const code = errno(error)
    // What went away meanwhile was not needed.
    if (code !== undefined && code !== 'ENOENT') return { code, path }
  }
  return undefined
}

/** Writes as PostgreSQL would and leaves nothing. @throws the system's error */
function writeProbe(folder: string): void {
  const path = join(folder, `probe-${crypto.randomUUID()}.tmp`)
  const file = openSync(path, 'wx', 0o600)
  try {
    const bytes = Buffer.alloc(probeSize)
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
    rmSync(path, { force: true })
  }
}

/** Whether the file is missing or cut off without which PostgreSQL knows nothing of its data (pg_control_data, 8 kB). */
function isWithoutControlFile(database: string): boolean {
  const file = statSync(join(database, 'global', 'pg_control'), { throwIfNoEntry: false })
  return file === undefined || file.size < 512
}
