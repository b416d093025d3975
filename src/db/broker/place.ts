/** Where a command finds the broker of its server: a socket in a folder that nobody else can enter. */
import { lstatSync, mkdirSync } from 'node:fs'
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
 * Whether sockets in the folder can be trusted: it and the one above it are real folders of ours, and nobody else may enter them.
 *
 * @param uid effective user id
 * @param o.make creates them when they are missing
 */
export function isTrusted(folder: string, uid: number | undefined, o: { make?: boolean } = {}): boolean {
  try {
    if (o.make) mkdirSync(folder, { recursive: true, mode: 0o700 })
    const trust = { owners: ownedBy(uid), forbidden: accessByOthers }
    return folderFault(dirname(folder), trust) === undefined && folderFault(folder, trust) === undefined
  } catch {
    return false
  }
}

/** Whether there is a socket of our own. Anything else in its place, a link included, counts as none. */
export function isSocket(path: string, uid: number | undefined): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isSocket() === true && (uid === undefined || found.uid === uid)
}
