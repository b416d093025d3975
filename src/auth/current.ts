/** The session of this machine: read from its file, judged by its token, renewed by itself when only its half hour is over. */
import type { Tx } from '../db/tx.ts'
import { Unauthenticated } from '../errors.ts'
import { type Place, readSession } from './session.ts'
import { type Claims, type Key, verify } from './token.ts'

export interface Keeper {
  readonly place: Place
  /** The present key first, then the one before it. */
  readonly keys: readonly [Key, ...Key[]]
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly accessSeconds: number
  /** A connection without identity. */
  readonly connect: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

export const expired = () => new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })

/**
 * The claims of the present session, after renewing the tokens if need be. A forged or incomplete token is refused at once and the
 * refresh token is not touched (trust.md §2).
 *
 * @throws Unauthenticated no session, or one that is over · Unavailable the file cannot be trusted
 */
export async function current(keeper: Keeper): Promise<Claims> {
  const { verdict, session } = await read(keeper)
  if (verdict.state === 'valid') return verdict.claims
  if (verdict.state === 'forged') throw expired()
  // Once in half an hour: its lock and its SQL are not loaded before.
  const { renew } = await import('./renew.ts')
  return renew(keeper, session)
}

/** The session file and what its token is worth. @throws Unauthenticated without a file, or with one that is not ours */
export async function read(keeper: Keeper) {
  const session = readSession(keeper.place)
  if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
  if (session === 'damaged') throw expired()
  return { session, verdict: await verify(session.accessToken, keeper.keys, Math.floor(keeper.now() / 1000)) }
}

/** The secret of the session that the file holds, whatever its age; undefined when it holds none that we made. */
export async function previous(keeper: Keeper): Promise<string | undefined> {
  const session = readSession(keeper.place)
  if (session === undefined || session === 'damaged') return undefined
  const verdict = await verify(session.accessToken, keeper.keys, Math.floor(keeper.now() / 1000))
  return verdict.state === 'forged' ? undefined : verdict.claims.jti
}
