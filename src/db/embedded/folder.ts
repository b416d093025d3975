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
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, Unavailable } from '../../errors.ts'
import { quoted } from '../../text/shell.ts'
import { createPrivateOnce, errno, folderFault, ownedBy, readTrusted, secret } from '../../trusted-file.ts'

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
  let fault: ReturnType<typeof folderFault>
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    fault = folderFault(folder, { owners: ownedBy(uid), forbidden: secret })
  } catch (cause) {
    if (errno(cause) === 'EEXIST' || errno(cause) === 'ENOTDIR') throw notReal(folder)
    throw unusable(folder, cause)
  }
  switch (fault) {
    case undefined:
      return
    case 'foreign':
      throw new Unavailable((t) => t.database.foreign({ path: folder }))
    case 'open':
      throw new Unavailable((t) => t.database.open({ path: folder, command: `chmod 700 ${quoted(folder)}` }))
    default:
      throw notReal(folder)
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
  const found = readTrusted(path, { owners: ownedBy(uid), forbidden: secret, links: 'refused', largest: 1_000 })
  switch (found.fault) {
    case undefined: {
      const key = found.text.trim()
      if (keyPattern.test(key)) return key
      break
    }
    case 'missing':
      return undefined
    case 'foreign':
      throw new Unavailable((t) => t.database.foreign({ path }))
    case 'open':
      throw new Unavailable((t) => t.database.open({ path, command: `chmod 600 ${quoted(path)}` }))
  }
  throw new Unavailable((t) => t.database.keyDamaged({ path }))
}

/** @returns undefined when another process was faster */
function makeKey(path: string): string | undefined {
  const key = randomBytes(32).toString('base64url')
  return createPrivateOnce(path, key) ? key : undefined
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
