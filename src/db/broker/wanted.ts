/**
 * What a virgin session is made of: the server, how to sign in to it, and the settings that every session of this build begins with. A
 * session serves only a command that wants all of it exactly so.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Parameters } from '../connection/protocol.ts'
import type { ServerTarget } from '../connection/url.ts'

export interface Wanted {
  readonly target: ServerTarget
  /** Settings of the start-up message. None of them tells who somebody is. */
  readonly parameters: Parameters
}

/** Says whose session it is, and what it may do: never set before somebody asks for the session. */
export const identifying: readonly string[] = [
  'epic_events.session',
  'epic_events.operation',
  'epic_events.command',
  'role',
]

/** Splits the settings of a command into those of a virgin session and those that make it somebody's. The role is last: it may not set the others. */
export function split(parameters: Parameters): { readonly fixed: Parameters; readonly identity: Parameters } {
  const [fixed, identity] = [{ ...parameters }, {} as Record<string, string>]
  for (const name of identifying) {
    const value = parameters[name]
    delete fixed[name]
    if (value !== undefined) identity[name] = value
  }
  return { fixed, identity }
}

/** What a command wants of its broker. @param parameters all its settings */
export const wantedOf = (target: ServerTarget, parameters: Parameters): Wanted => ({
  target: absolute(target),
  parameters: split(parameters).fixed,
})

/** The target with absolute paths, because the broker works in another folder. */
const absolute = (target: ServerTarget): ServerTarget =>
  hasFile(target) ? { ...target, sslrootcert: resolve(target.sslrootcert) } : target

const hasFile = (target: ServerTarget): target is ServerTarget & { sslrootcert: string } =>
  target.sslrootcert !== undefined && target.sslrootcert !== 'system'

/**
 * Names a session by everything that it is made of: the whole URL with its password, the certificates that are trusted at this moment, the
 * settings, and the build of the program.
 *
 * @returns SHA-256 in hexadecimal
 * @throws the system's error when the certificates cannot be read
 */
export function keyOf({ target, parameters }: Wanted, build: string): string {
  const hash = new Bun.CryptoHasher('sha256')
  hash.update(JSON.stringify([build, sorted(target), sorted(parameters)]))
  if (hasFile(target)) hash.update(readFileSync(target.sslrootcert))
  return hash.digest('hex')
}

/**
 * The key of what a command wants.
 *
 * @returns undefined when the certificates cannot be read: then the command's own connection says so
 */
export function keyFor(target: ServerTarget, parameters: Parameters, build: string): string | undefined {
  try {
    return keyOf(wantedOf(target, parameters), build)
  } catch {
    return undefined
  }
}

const sorted = (of: object) => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1))
