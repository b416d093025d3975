/** What a command must know of the resident process of a folder before it speaks to it: whether there is a socket, and whose it is. */
import { lstatSync, readFileSync } from 'node:fs'
import { residentIn, socketIn } from './folder.ts'

/**
 * Parameters of the start-up message that concern the resident, by the prefix that PostgreSQL reserves for extensions of the protocol. They
 * are no settings of the session.
 */
export const buildParameter = '_pq_.epic_build'
export const needsParameter = '_pq_.epic_needs'
export const stopParameter = '_pq_.epic_stop'

/** What stands for the build of the program: a resident that was started without fsync serves only commands that want none. */
export const buildOf = (build: string, { fsync = true }: { readonly fsync?: boolean | undefined }): string =>
  fsync ? build : `${build}, without fsync`

/** The SQLSTATEs with which it answers: it ends, so try again; its line is full. */
export const leaving = '57P03'
export const lineFull = '53300'
/** That of a notice: it starts PostgreSQL anew for this command, and nobody else is waited for. */
export const opening = '01000'

/** A resident process. */
export interface Resident {
  /** Its process id. */
  readonly pid: number
  /** Since when it has been there, in milliseconds since the epoch. */
  readonly since: number
}

/** The process that serves a folder, or served it last when it was killed. Only what answers on the socket is known to be alive. */
export function residentOf(folder: string): Resident | undefined {
  try {
    const path = residentIn(folder)
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
    return pid > 0 ? { pid, since: lstatSync(path).mtimeMs } : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether there is a socket of our own in the folder. Anything else in its place, a link included, counts as none: the next resident
 * replaces it.
 *
 * @param uid effective user id; undefined on Windows
 */
export function hasSocket(folder: string, uid: number | undefined): boolean {
  const found = lstatSync(socketIn(folder), { throwIfNoEntry: false })
  return found?.isSocket() === true && (uid === undefined || found.uid === uid)
}
