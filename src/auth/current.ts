/** The session of this machine: read from its file, judged by its token, renewed by itself when only its half hour is over. */

import { acquireLock } from '../db/embedded/lock.ts'
import type { Tx } from '../db/tx.ts'
import { Unauthenticated } from '../errors.ts'
import { newSecret, sha256 } from './secret.ts'
import { lockFile, type Place, readSession, type Session, writeSession } from './session.ts'
import * as store from './store.ts'
import { type Claims, type Key, sign, verify } from './token.ts'

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

/** How long one terminal waits for another that renews the tokens. */
const refreshWaitMs = 10_000

const expired = () => new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })

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
  return renew(keeper, session)
}

async function read(keeper: Keeper) {
  const session = readSession(keeper.place)
  if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
  if (session === 'damaged') throw expired()
  return { session, verdict: await verify(session.accessToken, keeper.keys, Math.floor(keeper.now() / 1000)) }
}

/**
 * Rotates the tokens and writes the new file; a lock makes one of several terminals do it, and the others take what it wrote.
 *
 * @param seen the session as it was read before the lock
 * @throws Unauthenticated the refresh token is over, was used before, or its user is out
 */
export async function renew(keeper: Keeper, seen: Session): Promise<Claims> {
  const lock = await acquireLock(lockFile(keeper.place), { waitMs: refreshWaitMs })
  try {
    const { verdict, session } = await read(keeper)
    if (session.refreshToken !== seen.refreshToken && verdict.state === 'valid') return verdict.claims
    if (verdict.state === 'forged') throw expired()
    const secret = newSecret()
    const refreshToken = newSecret()
    const answer = await keeper.connect((tx) =>
      store.refresh(tx, sha256(session.refreshToken), sha256(secret), sha256(refreshToken), keeper.accessSeconds),
    )
    if (answer.status !== 'ok') throw expired()
    return await keep(keeper, { ...answer, secret, refreshToken })
  } finally {
    lock?.release()
  }
}

/** What a database function answers about a session that it opened or renewed. */
interface Opened {
  readonly user_id: number | null
  readonly role: string | null
  readonly session_id: string | null
  readonly ends_at: string | null
  readonly secret: string
  readonly refreshToken: string
}

/** Signs the access token of an opened session and writes the session file. @returns its claims */
export async function keep(keeper: Keeper, opened: Opened): Promise<Claims> {
  const now = Math.floor(keeper.now() / 1000)
  const [key] = keeper.keys
  const accessToken = await sign({
    ...key,
    userId: opened.user_id ?? 0,
    role: opened.role ?? '',
    sessionId: String(opened.session_id),
    secret: opened.secret,
    now,
    lifetimeSeconds: keeper.accessSeconds,
  })
  writeSession(keeper.place, {
    accessToken,
    refreshToken: opened.refreshToken,
    refreshExpiresAt: new Date(opened.ends_at ?? 0).toISOString(),
  })
  const verdict = await verify(accessToken, keeper.keys, now)
  if (verdict.state !== 'valid') throw new Error('a token just signed does not verify')
  return verdict.claims
}

/** The secret of the session that the file holds, whatever its age; undefined when it holds none that we made. */
export async function previous(keeper: Keeper): Promise<string | undefined> {
  const session = readSession(keeper.place)
  if (session === undefined || session === 'damaged') return undefined
  const verdict = await verify(session.accessToken, keeper.keys, Math.floor(keeper.now() / 1000))
  return verdict.state === 'forged' ? undefined : verdict.claims.jti
}
