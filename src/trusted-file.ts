/**
 * Which files and folders may be believed. Three kinds of files need it: the session, the settings, and the secret key of the embedded
 * database. They may lie where other people of the machine can write too, so that anybody can plant a link, a FIFO or a file of their own.
 *
 * The functions here say what is wrong; the callers say it in words. On Windows access is inherited and modes mean nothing, so there
 * neither owner nor mode is judged (`owners: undefined`).
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { decodeUtf8 } from './text/utf8.ts'

/** Permission bits that only the owner may have: reading too, because the content is a secret. */
export const accessByOthers = 0o077
/** Permission bits that only the owner may have where others may read. */
export const writeByOthers = 0o022

/** The one user id whose files are believed, as `owners`. @param uid effective user id; undefined on Windows */
export const ownedBy = (uid: number | undefined): readonly number[] | undefined =>
  uid === undefined ? undefined : [uid]

export interface Trust {
  /** User ids to which the file may belong; undefined: neither owner nor mode is judged. */
  readonly owners: readonly number[] | undefined
  /** Permission bits that must not be set: `accessByOthers` or `writeByOthers`. */
  readonly forbidden: number
}

export interface FileTrust extends Trust {
  /** `refused`: a link is never followed. `owned`: a link is followed if it and its target belong to `owners`. */
  readonly links: 'refused' | 'owned'
  /** Bytes; a longer file is not read. */
  readonly largest: number
}

/**
 * What is wrong with a file. `unreachable`: a folder on the way may not be searched, or its links lead in a circle. `not a file`: it is a
 * link that is not followed, a folder, a FIFO or a device. `not text`: its bytes are not UTF-8, or hold a NUL.
 */
export type FileFault = 'missing' | 'unreachable' | 'not a file' | 'foreign' | 'open' | 'too large' | 'not text'

/** O_NOFOLLOW: a link as the last part of the path is not followed. Windows has neither flag. */
const noFollow = constants.O_NOFOLLOW ?? 0
/** Opening a FIFO would otherwise wait for its writer for ever. */
const nonBlocking = constants.O_NONBLOCK ?? 0

/** More links than any system follows (Linux: 40). */
const mostLinks = 40

export interface Fault {
  readonly fault: Exclude<FileFault, 'not text'>
  /** The system's error where there is one. */
  readonly cause?: unknown
}

/**
 * Reads a small UTF-8 text file if it can be trusted; see `readTrustedBytes`.
 *
 * @returns the text without a byte order mark, or what is wrong
 * @throws the system's error when the file exists and cannot be opened or read (EACCES, EIO, …)
 */
export function readTrusted(
  path: string,
  trust: FileTrust,
): { readonly text: string; readonly fault?: undefined } | Fault | { readonly fault: 'not text' } {
  const found = readTrustedBytes(path, trust)
  if (found.fault !== undefined) return found
  const text = decodeUtf8(found.bytes)
  return text === undefined ? { fault: 'not text' } : { text }
}

/**
 * Reads a small file if it can be trusted. What is judged is the very file that is read: it is opened once and never through a link, so
 * that nobody can put another one in its place between the look and the read.
 *
 * @returns the content with the owner and the permission bits of the file, or what is wrong
 * @throws the system's error when the file exists and cannot be opened or read (EACCES, EIO, …)
 */
export function readTrustedBytes(
  path: string,
  trust: FileTrust,
): { readonly bytes: Buffer; readonly owner: number; readonly mode: number; readonly fault?: undefined } | Fault {
  const file = trust.links === 'owned' ? openFollowing(path, trust) : openUnlinked(path)
  if (typeof file === 'object') return file
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) return { fault: 'not a file' }
    const fault = faultOf(stats, trust)
    if (fault) return { fault }
    if (stats.size > trust.largest) return { fault: 'too large' }
    return { bytes: readFileSync(file), owner: stats.uid, mode: stats.mode & 0o777 }
  } finally {
    closeSync(file)
  }
}

/** Opens a file, no link. @returns the descriptor, or what is wrong */
function openUnlinked(path: string): number | Fault {
  try {
    return openSync(path, constants.O_RDONLY | nonBlocking | noFollow)
  } catch (cause) {
    if (errno(cause) === 'ENOENT') return { fault: 'missing', cause }
    if (errno(cause) === 'ELOOP') return { fault: 'not a file', cause }
    throw cause
  }
}

/** Opens a file through links that belong to `owners`: a link that somebody else planted is not ours, wherever it points to. */
function openFollowing(path: string, trust: Trust): number | Fault {
  let at = path
  for (let links = 0; links <= mostLinks; links++) {
    const looked = look(at)
    if ('fault' in looked) return looked
    if (looked.target === undefined) {
      // Asked before opening, which can have effects on a device, and which a socket refuses.
      if (!looked.stats.isFile()) return { fault: 'not a file' }
      const opened = openUnlinked(at)
      // A link has taken its place: look again.
      if (typeof opened === 'object' && opened.fault === 'not a file') continue
      return opened
    }
    if (isForeign(looked.stats, trust.owners)) return { fault: 'foreign' }
    // Not normalised: the folder may itself be a link, so only the system knows what `..` is.
    at = isAbsolute(looked.target) ? looked.target : `${dirname(at)}/${looked.target}`
  }
  return { fault: 'unreachable' }
}

/** What lies at a path, and where it leads if it is a link. */
function look(path: string): { readonly stats: Stats; readonly target?: string } | Fault {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return { fault: 'missing' }
    if (!stats.isSymbolicLink()) return { stats }
    const target = readlinkSync(path)
    const again = lstatSync(path)
    // A link never changes. If it is still the same one, the target is the one of the link that was judged.
    if (again.ino === stats.ino && again.dev === stats.dev && again.ctimeMs === stats.ctimeMs) return { stats, target }
    return { fault: 'unreachable' }
  } catch (cause) {
    return { fault: ['ENOENT', 'ENOTDIR'].includes(errno(cause) ?? '') ? 'missing' : 'unreachable', cause }
  }
}

/**
 * What is wrong with a folder; undefined: it can be trusted. A link to a folder is not a folder.
 *
 * @throws the system's error other than that it does not exist
 */
export function folderFault(path: string, trust: Trust): 'missing' | 'not a folder' | 'foreign' | 'open' | undefined {
  let stats: Stats
  try {
    stats = lstatSync(path)
  } catch (cause) {
    if (errno(cause) === 'ENOENT') return 'missing'
    throw cause
  }
  return stats.isDirectory() ? faultOf(stats, trust) : 'not a folder'
}

/** A link on the way to a folder that may not be followed: it is somebody else's, or lies in a folder where others could replace it. */
export interface LinkFault {
  readonly fault: 'foreign' | 'open'
  /** The link, or the folder in which others may write. */
  readonly path: string
}

/**
 * Follows a link that was made by oneself or by root, for data that was moved to another disk. Each link on the way is judged, also one that
 * stands in the place of a folder of the path.
 *
 * @returns the path without links, or the first link that may not be followed
 * @throws the system's error: ENOENT where it leads nowhere, ELOOP where it leads in a circle
 */
export function followOwnLinks(path: string, owners: Trust['owners']): string | LinkFault {
  if (owners === undefined) return realpathSync(path)
  const trust = { owners: [...owners, 0], forbidden: writeByOthers }
  let [at, rest, links] = ['/', partsOf(path), 0]
  while (rest.length > 0) {
    const [part = '', ...after] = rest
    const next = join(at, part)
    const stats = lstatSync(next)
    if (stats.isSymbolicLink()) {
      if (isForeign(stats, trust.owners)) return { fault: 'foreign', path: next }
      const parent = faultOf(statSync(at), trust)
      if (parent) return { fault: parent, path: at }
      links += 1
      if (links > mostLinks) throw Object.assign(new Error('too many links'), { code: 'ELOOP' })
      const target = readlinkSync(next)
      at = isAbsolute(target) ? '/' : at
      rest = [...partsOf(target), ...after]
    } else {
      at = next
      rest = after
    }
  }
  return at
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.')

/**
 * Whether a path is a private folder in the sense of the XDG specification: absolute, a real folder, ours, and nobody else can put
 * anything into it.
 */
export function isPrivateFolder(path: string, uid: number): boolean {
  if (!isAbsolute(path)) return false
  try {
    return folderFault(path, { owners: [uid], forbidden: writeByOthers }) === undefined
  } catch {
    return false
  }
}

/** Whether a path is a folder, or a link to one that we or root made (macOS: /tmp). A link of anybody else stays a link. */
export function leadsToFolder(path: string, uid: number | undefined): boolean {
  try {
    const stats = lstatSync(path)
    if (!stats.isSymbolicLink()) return stats.isDirectory()
    return !isForeign(stats, uid === undefined ? undefined : [uid, 0]) && statSync(path).isDirectory()
  } catch {
    return false
  }
}

function faultOf(stats: Stats, { owners, forbidden }: Trust): 'foreign' | 'open' | undefined {
  if (isForeign(stats, owners)) return 'foreign'
  return owners !== undefined && (stats.mode & forbidden) !== 0 ? 'open' : undefined
}

function isForeign(stats: Stats, owners: readonly number[] | undefined): boolean {
  return owners !== undefined && !owners.includes(stats.uid)
}

/** The system's code (`EACCES`); undefined for an error that is not the system's. */
export function errno(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
