/** Where a command finds the broker of its server: a socket in a folder that nobody else can enter. */
import { lstatSync, mkdirSync, readdirSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { accessByOthers, folderFault, ownedBy } from '../../trusted-file.ts'

/** The argument by which a process that a command leaves behind becomes a broker (resident.ts). */
export const brokerArgument = 'server'
/** The folder of the sockets, below the one that the program has for this account on this machine. */
export const brokersIn = (ownFolder: string): string => join(ownFolder, 'servers')
/** The parameter of the start-up message by which a command says what it wants. */
export const keyParameter = '_pq_.epic_key'
/** The parameter that tells a command which of its hosts it speaks to. */
export const hostParameter = '_pq_.epic_host'

/** The socket of a broker. Its name is short, because the system limits the length of the path. */
export const socketOf = (folder: string, key: string): string => join(folder, key.slice(0, 16))

/**
 * The name under which a socket is made. Everybody on the machine can read it (/proc/net/unix), however private the folder is. The one by which
 * commands find it comes from the password too, which could be guessed from it: that one it gets by being renamed, which is shown nowhere.
 */
export const firstNameOf = (folder: string, pid: number): string => join(folder, `${pid}`)

/**
 * Whether sockets in the folder can be trusted: it and the one above it are real folders of ours, and nobody else may enter them.
 *
 * @param uid effective user id
 * @param o.make creates them when they are missing. Nothing is made below one that cannot be trusted: it may be a link that leads anywhere
 */
export function isTrusted(folder: string, uid: number | undefined, o: { make?: boolean } = {}): boolean {
  const trust = { owners: ownedBy(uid), forbidden: accessByOthers }
  try {
    return [dirname(folder), folder].every((one) => {
      if (o.make) mkdirSync(one, { recursive: true, mode: 0o700 })
      return folderFault(one, trust) === undefined
    })
  } catch {
    return false
  }
}

/**
 * Ends every broker of this account, each after the commands that it serves: within a second it sees that its socket is gone. With
 * `EPIC_EVENTS_RESIDENT=off` there is to be none, not even for some minutes.
 */
export function endBrokers(ownFolder: string, uid: number | undefined): void {
  const folder = brokersIn(ownFolder)
  if (isTrusted(folder, uid)) for (const path of socketsIn(folder, uid)) remove(path)
}

/** The sockets in a folder that can be trusted: of brokers that are there, that were killed, and that are about to begin. */
export const socketsIn = (folder: string, uid: number | undefined): readonly string[] =>
  readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => isSocket(path, uid))

/** Removes a socket. Somebody else may have done it. */
export function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {}
}

/** Whether there is a socket of our own. Anything else in its place, a link included, counts as none. */
export function isSocket(path: string, uid: number | undefined): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isSocket() === true && (uid === undefined || found.uid === uid)
}
