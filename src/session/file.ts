/**
 * The session file: `{access_token, refresh_token, refresh_expires_at}`. It lies where other people of the machine may write too (a
 * temporary folder), so nothing on the way to it is believed (trusted-file.ts).
 */
import { closeSync, constants, fsyncSync, mkdirSync, openSync, unlinkSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { Unavailable } from '../errors.ts'
import { replacePrivate } from '../private-file.ts'
import { sha256 } from '../secret.ts'
import { quoted } from '../text/shell.ts'
import {
  accessByOthers,
  errno,
  folderFault,
  isPrivateFolder,
  leadsToFolder,
  ownedBy,
  readTrusted,
} from '../trusted-file.ts'

/** What the session file holds. */
export interface Session {
  readonly accessToken: string
  readonly refreshToken: string
  /** RFC 3339. */
  readonly refreshExpiresAt: string
}

/** Where the session file lies, and who must own it. */
export interface SessionLocation {
  readonly file: string
  readonly folder: string
  /** TEMP_FILE_PATH names the folder: the program neither creates it nor closes it to others. The rules for the file hold alone. */
  readonly shared: boolean
  /** The program's own folder; the same as `folder` unless that is shared. */
  readonly ownFolder: string
  /** Effective user id; undefined on Windows, where access is inherited and modes mean nothing. */
  readonly uid: number | undefined
}

/** Far more than two tokens need. */
const largestFile = 65_536
/** RFC 3339 §5.6. */
const timestamp = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

/**
 * Finds out where the session file lies. Looks at the file system and changes nothing.
 *
 * @param o.tempFilePath TEMP_FILE_PATH: the file itself, or an existing folder for `session.json`
 * @param o.runtimeDir XDG_RUNTIME_DIR; used only when it is a real folder of ours that nobody else can write to
 * @param o.uid effective user id, undefined on Windows
 * @param o.localAppData %LOCALAPPDATA%
 */
export function sessionLocation(o: {
  tempFilePath?: string | undefined
  runtimeDir?: string | undefined
  tmpDir: string
  uid: number | undefined
  platform: NodeJS.Platform
  localAppData?: string | undefined
}): SessionLocation {
  const { join, dirname } = o.platform === 'win32' ? win32 : posix
  const { uid } = o
  const ownFolder =
    o.platform === 'win32' || uid === undefined
      ? join(o.localAppData || o.tmpDir, 'epic-events')
      : o.runtimeDir !== undefined && isPrivateFolder(o.runtimeDir, uid)
        ? join(o.runtimeDir, 'epic-events')
        : join(o.tmpDir, `epic-events-${uid}`)
  if (!o.tempFilePath)
    return { file: join(ownFolder, 'session.json'), folder: ownFolder, shared: false, ownFolder, uid }
  const file = leadsToFolder(o.tempFilePath, uid) ? join(o.tempFilePath, 'session.json') : o.tempFilePath
  return { file, folder: dirname(file), shared: true, ownFolder, uid }
}

/**
 * Reads the session.
 *
 * @returns undefined without a file; `'damaged'` for content that the program did not write
 * @throws Unavailable the folder or the file is a link, belongs to somebody else, or is open to others (with the chmod line)
 */
export function readSession(location: SessionLocation): Session | 'damaged' | undefined {
  if (!location.shared && !checkFolder(location.folder, location.uid)) return undefined
  const path = location.file
  const found = readFile(path, location.uid)
  switch (found.fault) {
    case undefined:
      return parse(found.text)
    case 'missing':
      return undefined
    case 'too large':
    case 'not text':
      return 'damaged'
    case 'foreign':
      throw new Unavailable((t) => t.session.foreign({ path }))
    case 'open':
      throw new Unavailable((t) => t.session.openFile({ path, command: `chmod 600 ${quoted(path)}` }))
    default:
      throw new Unavailable((t) => t.session.fileNotReal({ path }), { cause: found.cause })
  }
}

function readFile(path: string, uid: number | undefined): ReturnType<typeof readTrusted> {
  try {
    return readTrusted(path, {
      owners: ownedBy(uid),
      forbidden: accessByOthers,
      links: 'refused',
      largest: largestFile,
    })
  } catch (cause) {
    const reason = reasonOf(cause)
    throw new Unavailable((t) => t.session.unreadable({ path, reason }), { cause })
  }
}

/**
 * Writes the session file (0600), whole or not at all. Creates the program's own folder (0700), but never one that TEMP_FILE_PATH names.
 *
 * @throws Unavailable the folder is missing, a link, somebody else's or open to others; the disk is full or read-only
 */
export function writeSession(location: SessionLocation, session: Session): void {
  const { file: path, folder } = location
  if (!location.shared) makeFolder(folder, location.uid)
  const text = JSON.stringify({
    access_token: session.accessToken,
    refresh_token: session.refreshToken,
    refresh_expires_at: session.refreshExpiresAt,
  })
  try {
    replacePrivate(path, `${text}\n`)
  } catch (cause) {
    throw unwritten(path, folder, cause)
  }
  if (location.uid !== undefined) syncFolder(folder)
}

/**
 * Removes the session file. That there is none is no error.
 *
 * @throws Unavailable the folder cannot be trusted (a planted link would make the program delete elsewhere), or the system refuses
 */
export function removeSession(location: SessionLocation): void {
  if (!location.shared && !checkFolder(location.folder, location.uid)) return
  const path = location.file
  try {
    unlinkSync(path)
  } catch (cause) {
    const reason = reasonOf(cause)
    if (reason !== 'ENOENT') throw new Unavailable((t) => t.session.unremovable({ path, reason }), { cause })
  }
}

/**
 * The path of the lock by which terminals agree who renews the tokens. It is always in the program's own folder, which is created: beside
 * a session file in /tmp anybody could plant a link under the name of the lock.
 *
 * @throws Unavailable that folder is a link, somebody else's, open to others, or cannot be made
 */
export function lockFile(location: SessionLocation): string {
  makeFolder(location.ownFolder, location.uid)
  return beside(location, 'lock')
}

/** The path of a file that belongs to the session file. It is always in the program's own folder. */
function beside(location: SessionLocation, extension: 'lock' | 'login'): string {
  const { join } = pathsOf(location.uid)
  const name = location.shared ? `session-${sha256(location.file).toString('hex').slice(0, 16)}` : 'session'
  return join(location.ownFolder, `${name}.${extension}`)
}

/** What `writeNote` wrote for this session file; undefined if there is nothing that can be trusted. Never throws. */
export function readNote(location: SessionLocation): string | undefined {
  try {
    if (!checkFolder(location.ownFolder, location.uid)) return undefined
    const found = readFile(beside(location, 'login'), location.uid)
    return found.fault === undefined ? found.text : undefined
  } catch {
    return undefined
  }
}

/** Keeps a note about the last login beside the session, without secrets. Never throws: a login does not fail because of it. */
export function writeNote(location: SessionLocation, text: string): void {
  try {
    makeFolder(location.ownFolder, location.uid)
    replacePrivate(beside(location, 'login'), text)
  } catch {}
}

function parse(text: string): Session | 'damaged' {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'damaged'
  }
  if (typeof value !== 'object' || value === null) return 'damaged'
  const { access_token, refresh_token, refresh_expires_at } = value as Record<string, unknown>
  if (typeof access_token !== 'string' || typeof refresh_token !== 'string') return 'damaged'
  if (typeof refresh_expires_at !== 'string' || !timestamp.test(refresh_expires_at)) return 'damaged'
  if (Number.isNaN(Date.parse(refresh_expires_at))) return 'damaged'
  return { accessToken: access_token, refreshToken: refresh_token, refreshExpiresAt: refresh_expires_at }
}

/** Creates the program's own folder (0700) unless it exists. It is checked again after that, because somebody may have been faster. */
function makeFolder(path: string, uid: number | undefined): void {
  if (checkFolder(path, uid)) return
  try {
    mkdirSync(path, 0o700)
  } catch (cause) {
    if (errno(cause) !== 'EEXIST') throw unwritten(path, pathsOf(uid).dirname(path), cause)
  }
  checkFolder(path, uid)
}

/** False when our folder does not exist. @throws Unavailable it is not a folder, not ours, or open to others */
function checkFolder(path: string, uid: number | undefined): boolean {
  switch (ownFolderFault(path, uid)) {
    case undefined:
      return true
    case 'missing':
      return false
    case 'not a folder':
      throw new Unavailable((t) => t.session.folderNotReal({ path }))
    case 'foreign':
      throw new Unavailable((t) => t.session.foreign({ path }))
    case 'open':
      throw new Unavailable((t) => t.session.openFolder({ path, command: `chmod 700 ${quoted(path)}` }))
  }
}

function ownFolderFault(path: string, uid: number | undefined): ReturnType<typeof folderFault> {
  try {
    return folderFault(path, { owners: ownedBy(uid), forbidden: accessByOthers })
  } catch (cause) {
    const reason = reasonOf(cause)
    throw new Unavailable((t) => t.session.unreadable({ path, reason }), { cause })
  }
}

/** How paths are written here: only Windows has no user ids. */
function pathsOf(uid: number | undefined) {
  return uid === undefined ? win32 : posix
}

/** Flushes the rename. Some network file systems cannot; then a power cut costs one login. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, constants.O_RDONLY)
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  } catch {}
}

function unwritten(path: string, folder: string, cause: unknown): Unavailable {
  const reason = reasonOf(cause)
  if (reason === 'ENOENT' || reason === 'ENOTDIR')
    return new Unavailable((t) => t.session.noFolder({ folder }), { cause })
  if (reason === 'ENOSPC' || reason === 'EDQUOT') return new Unavailable((t) => t.session.full({ path }), { cause })
  return new Unavailable((t) => t.session.unwritable({ path, reason }), { cause })
}

/** The system's code (`EACCES`). Rethrows what is not an error of the system, for that is a bug. */
function reasonOf(error: unknown): string {
  const code = errno(error)
  if (code === undefined) throw error
  return code
}
