/** Asks the resident process of a folder to end. Its database is closed in order, and its lock is free, when it has. */
import { Unavailable } from '../../errors.ts'
import { howToEnd } from '../connection/failures.ts'
import { startupMessage } from '../connection/protocol.ts'
import { socketIn } from './folder.ts'
import { hasSocket, residentOf, stopParameter } from './resident-record.ts'

/** Milliseconds of waiting after which `onWait` is called: long enough for a person to notice. */
export const noticeAfterMs = 300

export interface StopOptions {
  /** Milliseconds to wait for the command that it serves. Default 10 000. */
  readonly waitMs?: number | undefined
  /** Effective user id; undefined on Windows. */
  readonly uid: number | undefined
  /** Called once when it takes long. */
  readonly onWait?: (() => void) | undefined
}

/**
 * Ends the resident process of a folder after the turn of the command that it serves. A command may start the next
 * one at once: hold the lock before anything is done with the files.
 *
 * @param folder one that was checked
 * @returns whether there was one
 * @throws Unavailable it did not end in time
 */
export async function stopResident(folder: string, o: StopOptions): Promise<boolean> {
  if (!hasSocket(folder, o.uid)) return false
  const { knock } = await import('./knock.ts')
  const waitMs = o.waitMs ?? 10_000
  const notice = setTimeout(() => o.onWait?.(), Math.min(noticeAfterMs, waitMs))
  const since = performance.now()
  const message = startupMessage({ user: 'postgres', database: 'postgres', [stopParameter]: '1' })
  const answer = await knock(socketIn(folder), message, { waitMs })
  clearTimeout(notice)
  if (answer.kind === 'silent') throw busy(folder, performance.now() - since)
  if (answer.kind === 'ready') answer.wire.destroy()
  return answer.kind !== 'impossible'
}

/** The error for a resident that has said nothing for `ms` milliseconds. It names the process, because only its end helps then. */
export function busy(folder: string, ms: number): Unavailable {
  const seconds = Math.round(ms / 1000)
  const pid = residentOf(folder)?.pid
  return pid === undefined
    ? new Unavailable((t) => t.database.locked({ path: folder, seconds }))
    : new Unavailable((t) => t.database.silent({ path: folder, seconds: `${seconds}`, pid }), { more: [howToEnd(pid)] })
}
