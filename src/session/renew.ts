/** New tokens for a session: when it is opened, and when its access token has expired. */
import { acquireLock, type Lock } from '../db/embedded/lock.ts'
import { Unavailable } from '../errors.ts'
import { newSecret, sha256 } from '../secret.ts'
import { errno } from '../trusted-file.ts'
import { expired, readVerified, type SessionContext } from './context.ts'
import { lockFile, type Session, writeSession } from './file.ts'
import * as store from './store.ts'
import { type Claims, sign, verify } from './token.ts'

/** Milliseconds for which one terminal waits for another one that renews the tokens. */
const refreshWaitMs = 10_000

/**
 * The lock that lets one terminal at a time write the session file.
 *
 * @returns undefined when another terminal did not release it within ten seconds, and where the file system cannot lock
 * @throws Unavailable the folder of the lock cannot be trusted or written
 */
export async function sessionLock(context: SessionContext): Promise<Lock | undefined> {
  const path = lockFile(context.location)
  try {
    return await acquireLock(path, { waitMs: refreshWaitMs })
  } catch (cause) {
    const reason = errno(cause) ?? 'unknown'
    // Without a lock two terminals may renew at once, which costs one of them a login: less than not to work at all.
    if (reason === 'ENOLCK') return undefined
    throw new Unavailable((t) => t.session.unwritable({ path, reason }), { cause })
  }
}

/**
 * Rotates the tokens and writes the new file. Of several terminals one does it, under a lock, and the others take what it wrote.
 *
 * @param before the session as it was read before the lock was held
 * @returns the claims of the new access token, or of the one that another terminal wrote meanwhile
 * @throws Unauthenticated the refresh token has expired or was used before, or its user was deactivated · Unavailable
 */
export async function renew(context: SessionContext, before: Session): Promise<Claims> {
  const lock = await sessionLock(context)
  try {
    const { verdict, session } = await readVerified(context)
    if (session.refreshToken !== before.refreshToken && verdict.state === 'valid') return verdict.claims
    if (verdict.state === 'forged') throw expired()
    const secret = newSecret()
    const refreshToken = newSecret()
    const access = sha256(secret)
    // Two transactions on purpose, as for a login (docs/TRUST.md §2).
    const attempt = await context.connect((connection) =>
      store.refreshAttempt(connection, sha256(session.refreshToken), access, sha256(refreshToken)),
    )
    const answer = await context.connect((connection) =>
      store.refreshClaim(connection, attempt, access, context.accessSeconds),
    )
    if (answer.status !== 'ok') throw expired()
    return await saveTokens(context, { ...answer, secret, refreshToken })
  } finally {
    lock?.release()
  }
}

/** What a database function answers about a session that it opened or renewed, with the two secrets of the program. */
interface Opened {
  readonly user_id: number | null
  readonly role: string | null
  readonly session_id: string | null
  readonly ends_at: string | null
  readonly secret: string
  readonly refreshToken: string
}

/**
 * Signs the access token of an opened session and writes the session file.
 *
 * @returns the claims of the token
 * @throws Unavailable the file cannot be written
 */
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
