/**
 * A lock for one process at a time, which ends with the process that holds it.
 *
 * It is the system's own file lock. Bun offers no `flock`, so SQLite takes it: `BEGIN EXCLUSIVE` on an empty file. A lock that is judged by
 * its age (a pid file, proper-lockfile) either outlives a killed process or is broken while a slow one still holds it.
 */
import { Database, SQLiteError } from 'bun:sqlite'
import { accessSync, closeSync, constants, lstatSync, openSync, rmSync } from 'node:fs'

/** Milliseconds between two tries: too short to be noticed, long enough to cost nothing. */
const POLL_MS = 20
/** Milliseconds of waiting after which `onWait` is called. */
const NOTICE_AFTER_MS = 300

/** A lock that is held. */
export interface Lock {
  /** Releases the lock. Does nothing when called again. */
  release(): void
}

/**
 * Waits for the lock on `file`, which is created (0600) unless it exists. The file stays when the lock is released: if it were deleted,
 * two processes could hold "the" lock, one on the old file and one on the new. The event loop runs meanwhile, so Ctrl-C works.
 *
 * @param file in a folder that the caller has created and checked
 * @param o.waitMs how long to wait, in milliseconds; 0 tries once
 * @param o.onWait called once when the wait is long enough for a person to notice (about 300 ms)
 * @returns the lock, or undefined when another process held it for all that time
 * @throws the system's error (EACCES, EROFS, ENOSPC, …) when the file cannot be created or opened; ELOOP when it is anything but a plain
 *   file; ENOLCK when its file system cannot lock
 */
export async function acquireLock(file: string, o: { waitMs: number; onWait?: () => void }): Promise<Lock | undefined> {
  makeFile(file)
  const db = openFile(file)
  try {
    const start = performance.now()
    let announced = false
    while (!tryLock(db)) {
      const waited = performance.now() - start
      const over = waited >= o.waitMs
      if (!announced && (over || waited >= NOTICE_AFTER_MS)) {
        announced = true
        if (!canLock(file)) throw noLocks(file)
        if (!over) o.onWait?.()
      }
      if (over) {
        db.close()
        return undefined
      }
      await new Promise((resume) => setTimeout(resume, POLL_MS))
    }
  } catch (error) {
    db.close()
    throw error
  }
  let held = true
  return {
    release() {
      if (!held) return
      held = false
      db.close() // This ends the transaction, and with it the lock.
    },
  }
}

/**
 * Creates the file unless it exists, and does not open it otherwise. Opening and closing an existing file would release this process's
 * locks on it: POSIX releases them with *any* descriptor of the file (fcntl(2), "advisory record locking").
 */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  if (!lstatSync(file).isFile()) throw Object.assign(new Error(`not a plain file: ${file}`), { code: 'ELOOP' })
}

/** @throws the system's error where SQLite says only that it cannot */
function openFile(file: string): Database {
  try {
    return new Database(file, { create: false, readwrite: true })
  } catch (error) {
    // Not by opening it, which would release this process's locks.
    accessSync(file, constants.R_OK | constants.W_OK)
    throw error
  }
}

/**
 * Whether the file system locks files at all. SQLite reports the refusal of one that cannot (ENOLCK) as the lock of somebody else, so the
 * question is asked with a file that nobody else knows.
 */
function canLock(file: string): boolean {
  const probe = `${file}.${crypto.randomUUID()}.tmp`
  try {
    makeFile(probe)
    const db = new Database(probe, { create: false, readwrite: true })
    try {
      return tryLock(db)
    } finally {
      db.close()
    }
  } catch (error) {
    // Without the probe (a full disk) nothing is known, and somebody may well hold the lock.
    return codeOf(error) !== 'ENOLCK'
  } finally {
    rmSync(probe, { force: true })
  }
}

const noLocks = (file: string) => Object.assign(new Error(`the file system cannot lock: ${file}`), { code: 'ENOLCK' })

/** SQLite's codes for a lock that the system refused for another reason than that it is held. */
const lockingFailed = /^SQLITE_(PROTOCOL|NOLFS|IOERR_(LOCK|RDLOCK|UNLOCK|CHECKRESERVEDLOCK))$/

/** @returns whether the lock is held now @throws ENOLCK the file system cannot lock · whatever else SQLite reports */
function tryLock(db: Database): boolean {
  try {
    db.run('begin exclusive')
    return true
  } catch (error) {
    const code = error instanceof SQLiteError ? codeOf(error) : undefined
    if (code?.startsWith('SQLITE_BUSY')) return false
    if (code !== undefined && lockingFailed.test(code)) throw noLocks(db.filename)
    throw error
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
