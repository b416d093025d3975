import type { Connection } from '../db/connection.ts'
import { Unauthenticated } from '../errors.ts'
import { readSession, type SessionLocation } from './file.ts'
import { type Key, verify } from './token.ts'

/** What signing in, renewing and reading the session need. */
export interface SessionContext {
  readonly location: SessionLocation
  /** The current key first, then the previous one during a rollover. */
  readonly keys: readonly [Key, ...Key[]]
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Lifetime of an access token, in seconds. */
  readonly accessSeconds: number
  /** Runs work on a connection without identity. @throws Unavailable */
  readonly connect: <T>(work: (connection: Connection) => Promise<T>) => Promise<T>
}

/** The error for a session that is over. */
export const expired = () => new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })

/**
 * Reads the session file and verifies its access token.
 *
 * @throws Unauthenticated there is no file, or the program did not write it · Unavailable it cannot be trusted
 */
export async function readVerified(context: SessionContext) {
  const session = readSession(context.location)
  if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
  if (session === 'damaged') throw expired()
  return { session, verdict: await verify(session.accessToken, context.keys, Math.floor(context.now() / 1000)) }
}
