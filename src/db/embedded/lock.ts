/**
 * One process at a time: a lock that dies with the process that holds it.
 *
 * The system's own file lock, reached through SQLite because Bun offers no `flock`: `BEGIN EXCLUSIVE` on an empty
 * file. Locks judged by their age (a pid file, proper-lockfile) either outlive a killed process or are broken under
 * a slow one.
 */
import { Database, SQLiteError } from 'bun:sqlite'
import { closeSync, lstatSync, openSync } from 'node:fs'

/** Between two tries: short enough not to be felt, long enough to cost nothing. */
const POLL_MS = 20
/** Below this a wait is not worth a line on the screen. */
const PATIENCE_MS = 300

export interface Lock {
  /** Gives the lock back; harmless when called again. */
  release(): void
}

/**
 * Waits for the lock on `file`, which is made (0600) when it is not there and stays when the lock goes: deleting it
 * would let two processes hold "the" lock, one on the old file and one on the new. The event loop runs while it
 * waits, so Ctrl-C works.
 *
 * @param file in a folder that the caller has made and judged
 * @param o.waitMs how long to wait, in milliseconds; 0 tries once
 * @param o.onWait called once, when the wait is long enough for a person to notice (about 300 ms)
 * @returns the lock, or undefined when it was not to be had in time
 * @throws the system's error (EACCES, EROFS, ENOSPC, SQLITE_CANTOPEN, …) when the file cannot be made or opened, and
 *   ELOOP when it is anything but a plain file
 */
export async function acquireLock(file: string, o: { waitMs: number; onWait?: () => void }): Promise<Lock | undefined> {
  makeFile(file)
  const db = new Database(file, { create: false, readwrite: true })
  try {
    const start = performance.now()
    let told = false
    while (!tryLock(db)) {
      const waited = performance.now() - start
      if (waited >= o.waitMs) {
        db.close()
        return undefined
      }
      if (!told && waited >= PATIENCE_MS) {
        told = true
        o.onWait?.()
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
      db.close() // ends the transaction, and with it the lock
    },
  }
}

/**
 * Opens the file only when it creates it. To open and close one that is there would drop this process's locks on it:
 * POSIX gives them up with *any* descriptor of the file (fcntl(2), "advisory record locking").
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

function tryLock(db: Database): boolean {
  try {
    db.run('begin exclusive')
    return true
  } catch (error) {
    if (error instanceof SQLiteError && codeOf(error)?.startsWith('SQLITE_BUSY')) return false
    throw error
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
