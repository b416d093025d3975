/** Opens a session on this machine, for `login` and `demo`. */
import { hostname } from 'node:os'
import type { App } from '../app.ts'
import { nobodyYet, Unauthenticated } from '../errors.ts'
import { newSecret, sha256 } from '../secret.ts'
import type { SessionContext } from '../session/context.ts'
import { previous } from '../session/current.ts'
import { tryForms } from '../session/password.ts'
import { saveTokens, sessionLock } from '../session/renew.ts'
import * as store from '../session/store.ts'
import { rememberLogin } from './target.ts'

/** The username or the password is wrong. */
export class WrongPassword extends Unauthenticated {}

/**
 * Signs in and writes the session file. Ends the session that the file held before.
 *
 * @param password as typed
 * @returns what the database answered about the new session
 * @throws WrongPassword · Unauthenticated too many attempts, or no user exists yet · Unavailable no database, or a session file
 *   that cannot be trusted or written
 */
export async function signIn(app: App, username: string, password: string): Promise<store.Claim> {
  const context = await app.sessionContext()
  // Taken before the database is asked: another terminal that renews the old session must not write its tokens over the new ones.
  const lock = await sessionLock(context)
  try {
    const opened = await openSession(app, context, username, password)
    await rememberLogin(app, username)
    return opened
  } finally {
    lock?.release()
  }
}

async function openSession(
  app: App,
  context: SessionContext,
  username: string,
  password: string,
): Promise<store.Claim> {
  // Both transactions load pgcrypto, so that the embedded database is opened once.
  const unproven = { signedIn: false, crypto: true }
  const { secret, refreshToken, ...opened } = await tryForms(password, async (digest) => {
    const [secret, refreshToken] = [newSecret(), newSecret()]
    const [access, refresh] = [sha256(secret), sha256(refreshToken)]
    // Two transactions on purpose: somebody who learned the result inside one could roll it back and guess again (docs/TRUST.md §2).
    const attempt = await app.connect(
      (connection) => store.attempt(connection, username, digest, access, refresh),
      unproven,
    )
    const claimed = await app.connect(
      (connection) =>
        store.claim(connection, {
          attempt,
          access,
          digest,
          accessSeconds: context.accessSeconds,
          refreshSeconds: app.config.refreshDays() * 86_400,
          device: hostname(),
        }),
      unproven,
    )
    return { ...claimed, secret, refreshToken }
  })
  if (opened.status === 'wait') {
    throw new Unauthenticated((t) => t.auth.wait({ seconds: opened.wait }), { next: ['login'] })
  }
  if (opened.status === 'no') {
    throw opened.anybody
      ? new WrongPassword((t) => t.auth.wrong, { next: ['login'] })
      : nobodyYet({ demo: (await app.database()).kind === 'embedded' })
  }
  const before = await previous(context)
  await saveTokens(context, { ...opened, secret, refreshToken })
  // Each device has one session, so the one that this file held is ended. If that fails, the new session is valid all the same.
  if (before) await app.connect((connection) => store.logout(connection), { secret: before }).catch(() => {})
  return opened
}
