/**
 * The folder of the embedded database. PGlite makes its files readable by everybody (0666), so the folder above them must keep the data
 * private, and is checked at each use. It holds:
 *
 *     lock                 who may open the database (lock.ts)
 *     socket               leads to the resident process that holds the lock (resident.ts)
 *     resident             the id of that process
 *     database/            PGlite's data
 *     secret_key           signs and seals this machine's sessions when SECRET_KEY is not set
 *     pgcrypto-….tar.gz    copied from the program (open.ts)
 */
import { lstatSync, mkdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, Unavailable } from '../../errors.ts'
import { createPrivateOnce } from '../../private-file.ts'
import { newSecret } from '../../secret.ts'
import { quoted } from '../../text/shell.ts'
import { accessByOthers, errno, folderFault, followOwnLinks, ownedBy, readTrusted } from '../../trusted-file.ts'
import { unusable } from './reasons.ts'

/** The path of PGlite's data. */
export const databaseIn = (folder: string): string => join(folder, 'database')
/** The path of the lock. */
export const lockIn = (folder: string): string => join(folder, 'lock')
/** The path of the resident's socket. */
export const socketIn = (folder: string): string => join(folder, 'socket')
/** The path of the file with the process id of the resident. */
export const residentIn = (folder: string): string => join(folder, 'resident')

/** 32 bytes in base64url (RFC 4648 §5). */
const keyPattern = /^[A-Za-z0-9_-]{43}$/

/**
 * Creates the folder, and those above it, with mode 0700 unless it exists. Then checks it. In its place may stand a link of one's own, for
 * data that was moved to a larger disk: then what it leads to is checked.
 *
 * @param folder absolute
 * @param uid effective user id; undefined on Windows, where access is inherited and modes mean nothing
 * @throws Unavailable it is a file, somebody else's, a link that others made or could replace, open to others (with the chmod line), or
 *   cannot be created
 */
export function checkFolder(folder: string, uid: number | undefined): void {
  const owners = ownedBy(uid)
  let fault: ReturnType<typeof folderFault>
  let path = folder
  try {
    if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) path = leadsTo(folder, owners)
    else mkdirSync(folder, { recursive: true, mode: 0o700 })
    fault = folderFault(path, { owners, forbidden: accessByOthers })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    if (errno(cause) === 'EEXIST' || errno(cause) === 'ENOTDIR') throw notReal(folder)
    throw unusable(folder, cause)
  }
  switch (fault) {
    case undefined:
      return
    case 'foreign':
      throw new Unavailable((t) => t.database.foreign({ path }))
    case 'open':
      throw new Unavailable((t) => t.database.open({ path, command: `chmod 700 ${quoted(path)}` }))
    default:
      throw notReal(path)
  }
}

/** Where a link leads. @throws Unavailable others made it or could replace it, or it leads nowhere */
function leadsTo(link: string, owners: readonly number[] | undefined): string {
  let found: ReturnType<typeof followOwnLinks>
  try {
    found = followOwnLinks(link, owners)
  } catch (cause) {
    if (errno(cause) !== 'ENOENT') throw cause
    const target = readlinkSync(link)
    throw new Unavailable((t) => t.database.leadsNowhere({ path: link, target }), { cause })
  }
  if (typeof found === 'string') return found
  const { fault, path } = found
  throw new Unavailable((t) =>
    fault === 'foreign' ? t.database.foreignLink({ path }) : t.database.openLink({ path: link, folder: path }),
  )
}

/**
 * The key that signs the sessions of this folder. The first process that needs it makes it.
 *
 * @param folder absolute; created unless it exists
 * @param uid as for `checkFolder`
 * @returns 32 random bytes in base64url
 * @throws Unavailable the folder or the file cannot be trusted, read or created
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

/** Reads the key. @returns undefined when there is none */
function readKey(path: string, uid: number | undefined): string | undefined {
  const found = readTrusted(path, { owners: ownedBy(uid), forbidden: accessByOthers, links: 'refused', largest: 1_000 })
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

/** Makes the key. @returns undefined when another process was faster */
function makeKey(path: string): string | undefined {
  const key = newSecret()
  return createPrivateOnce(path, key) ? key : undefined
}

const notReal = (path: string) => new Unavailable((t) => t.database.notReal({ path }))
