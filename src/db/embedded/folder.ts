/**
 * The folder of the embedded database. PGlite makes its files readable by all (0666), so the folder above them keeps the data private,
 * and is looked at each time:
 *
 *     lock                 who may open the database (lock.ts)
 *     database/            PGlite's data
 *     secret_key           signs and seals this machine's sessions when SECRET_KEY is not set
 *     pgcrypto-….tar.gz    copied out of the program, see open.ts
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { AppError, Unavailable } from '../../errors.ts'

export const databaseIn = (folder: string): string => join(folder, 'database')
export const lockIn = (folder: string): string => join(folder, 'lock')

/** 32 bytes in base64url. */
const keyPattern = /^[A-Za-z0-9_-]{43}$/

/**
 * Makes the folder (0700, those above it too) when it is not there, and judges it.
 *
 * @param folder absolute
 * @param uid effective user id; undefined on Windows, where access is inherited and modes mean nothing
 * @throws Unavailable it is a link or a file, another's, open to others (with the chmod line), or cannot be made
 */
export function checkFolder(folder: string, uid: number | undefined): void {
  let stats: Stats
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    stats = lstatSync(folder)
  } catch (cause) {
    if (errno(cause) === 'EEXIST' || errno(cause) === 'ENOTDIR') throw notReal(folder)
    throw unusable(folder, cause)
  }
  if (!stats.isDirectory()) throw notReal(folder)
  if (uid === undefined) return
  if (stats.uid !== uid) throw new Unavailable((t) => t.database.foreign({ path: folder }))
  if (stats.mode & 0o077) {
    const command = `chmod 700 ${quoted(folder)}`
    throw new Unavailable((t) => t.database.open({ path: folder, command }))
  }
}

/**
 * The key that this folder's sessions are signed with: made once, by whichever process comes first.
 *
 * @param folder absolute; made when it is not there
 * @param uid as for `checkFolder`
 * @returns 32 random bytes in base64url
 * @throws Unavailable the folder or the file cannot be trusted, read or made
 */
export function secretKey(folder: string, uid: number | undefined): string {
  checkFolder(folder, uid)
  const path = join(folder, 'secret_key')
  try {
    return readKey(path, uid) ?? makeKey(path) ?? readKey(path, uid) ?? ''
  } catch (cause) {
    throw cause instanceof AppError ? cause : unusable(path, cause)
  }
}

function readKey(path: string, uid: number | undefined): string | undefined {
  let fd: number
  try {
    // O_NONBLOCK: a FIFO in its place would keep us waiting for its writer.
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined
    if (errno(error) === 'ELOOP') throw new Unavailable((t) => t.database.keyDamaged({ path }))
    throw error
  }
  try {
    const stats = fstatSync(fd)
    if (uid !== undefined && stats.uid !== uid) throw new Unavailable((t) => t.database.foreign({ path }))
    if (uid !== undefined && stats.mode & 0o077) {
      throw new Unavailable((t) => t.database.open({ path, command: `chmod 600 ${quoted(path)}` }))
    }
    const key = stats.isFile() && stats.size < 1000 ? readFileSync(fd, 'utf8').trim() : ''
    if (!keyPattern.test(key)) throw new Unavailable((t) => t.database.keyDamaged({ path }))
    return key
  } finally {
    closeSync(fd)
  }
}

/** Written under another name and linked to its own, so that nobody reads half a key. @returns undefined when another was first */
function makeKey(path: string): string | undefined {
  const key = randomBytes(32).toString('base64url')
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  try {
    const fd = openSync(draft, 'wx', 0o600)
    try {
      fchmodSync(fd, 0o600)
      writeFileSync(fd, key)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    linkSync(draft, path)
    return key
  } catch (error) {
    if (errno(error) === 'EEXIST') return undefined
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Why something in the folder could not be used, as a sentence: the disk is full, or the system's reason. */
export function unusable(path: string, cause: unknown): Unavailable {
  const reason = errno(cause) ?? (cause instanceof Error ? cause.message : String(cause))
  if (reason === 'ENOSPC' || reason === 'EDQUOT' || reason === 'SQLITE_FULL') {
    return new Unavailable((t) => t.database.full({ path }), { cause })
  }
  return new Unavailable((t) => t.database.unusable({ path, reason }), { cause })
}

const notReal = (path: string) => new Unavailable((t) => t.database.notReal({ path }))

function errno(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
