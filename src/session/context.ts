import type { Connection } from '../db/connection.ts'
import { Unauthenticated } from '../errors.ts'
import { readSession, type SessionLocation } from './file.ts'
import { type Key, verify } from './token.ts'

export interface SessionContext {
  readonly location: SessionLocation
  /** The present key first, then the one before it. */
  readonly keys: readonly [Key, ...Key[]]
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly accessSeconds: number
  /** A connection without identity. */
  readonly connect: <T>(work: (connection: Connection) => Promise<T>) => Promise<T>
}

export const expired = () => new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })

/** The session file and what its token is worth. @throws Unauthenticated without a file, or with one that is not ours */
export async function readVerified(context: SessionContext) {
  const session = readSession(context.location)
  if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
  if (session === 'damaged') throw expired()
  return { session, verdict: await verify(session.accessToken, context.keys, Math.floor(context.now() / 1000)) }
}
