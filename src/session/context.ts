import type { Connection } from '../db/connection.ts'
import { Unauthenticated } from '../errors.ts'
import { readSession, type SessionLocation } from './file.ts'
import { type Key, leeway, verify } from './token.ts'

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

/** The error for a clock by which the session was opened in the future. @param opened seconds since 1970 @param now milliseconds */
export const clockSetBack = (opened: number, now: number) =>
  new Unauthenticated(
    (t) =>
      t.session.clockSetBack({
        opened: t.format.date(new Date(opened * 1000).toISOString()),
        now: t.format.date(new Date(now).toISOString()),
      }),
    { next: ['refresh'] },
  )

/**
 * The reason why the database knows no session whose access token has not expired here: by its clock it has, because ours is behind.
 *
 * @param error what to throw otherwise
 * @param exp of the access token, in seconds since 1970
 * @param database the database's clock, in milliseconds; undefined: it could not be asked
 */
export function orClockBehind(error: Unauthenticated, exp: number, database: number | undefined, now: number): Error {
  if (database === undefined || database < exp * 1000 || database - now <= leeway * 1000) return error
  const minutes = Math.max(1, Math.round((database - now) / 60_000))
  return new Unauthenticated((t) => t.session.clockBehind({ minutes }), { cause: error, next: ['refresh'] })
}

/**
 * Reads the session file and verifies its access token.
 *
 * @throws Unauthenticated there is no file, or the program did not write it · Unavailable it cannot be trusted
 */
export const readVerified = async (context: SessionContext) => readToVerify(context)()

/** The same in two steps: reads now, and verifies when its result is called. */
export function readToVerify(context: SessionContext) {
  const session = readSession(context.location)
  if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
  if (session === 'damaged') throw expired()
  const verified = () => verify(session.accessToken, context.keys, Math.floor(context.now() / 1000))
  return async () => ({ session, verdict: await verified() })
}
