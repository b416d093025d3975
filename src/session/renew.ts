/** New tokens for a session: after its half hour, and when it is opened. */
import { acquireLock } from '../db/embedded/lock.ts'
import { expired, readVerified, type SessionContext } from './context.ts'
import { lockFile, type Session, writeSession } from './file.ts'
import { newSecret, sha256 } from './secret.ts'
import * as store from './store.ts'
import { type Claims, sign, verify } from './token.ts'

/** How long one terminal waits for another that renews the tokens. */
const refreshWaitMs = 10_000

/** One terminal at a time writes the session file; undefined when another did not let go of it in time. */
export const sessionLock = (context: SessionContext) =>
  acquireLock(lockFile(context.location), { waitMs: refreshWaitMs })

/**
 * Rotates the tokens and writes the new file; a lock makes one of several terminals do it, and the others take what it wrote.
 *
 * @param before the session as it was read before the lock
 * @throws Unauthenticated the refresh token is over, was used before, or its user is out
 */
export async function renew(context: SessionContext, before: Session): Promise<Claims> {
  const lock = await sessionLock(context)
  try {
    const { verdict, session } = await readVerified(context)
    if (session.refreshToken !== before.refreshToken && verdict.state === 'valid') return verdict.claims
    if (verdict.state === 'forged') throw expired()
    const secret = newSecret()
    const refreshToken = newSecret()
    const answer = await context.connect((connection) =>
      store.refresh(
        connection,
        sha256(session.refreshToken),
        sha256(secret),
        sha256(refreshToken),
        context.accessSeconds,
      ),
    )
    if (answer.status !== 'ok') throw expired()
    return await saveTokens(context, { ...answer, secret, refreshToken })
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
export async function saveTokens(context: SessionContext, opened: Opened): Promise<Claims> {
  const now = Math.floor(context.now() / 1000)
  const [key] = context.keys
  const accessToken = await sign({
    ...key,
    userId: opened.user_id ?? 0,
    role: opened.role ?? '',
    sessionId: String(opened.session_id),
    secret: opened.secret,
    now,
    lifetimeSeconds: context.accessSeconds,
  })
  writeSession(context.location, {
    accessToken,
    refreshToken: opened.refreshToken,
    refreshExpiresAt: new Date(opened.ends_at ?? 0).toISOString(),
  })
  const verdict = await verify(accessToken, context.keys, now)
  if (verdict.state !== 'valid') throw new Error('a token just signed does not verify')
  return verdict.claims
}
