/** Opening a session on this machine: what `login` does once it has a name and a password. */
import type { App } from '../app.ts'
import { nobodyYet, Unauthenticated } from '../errors.ts'
import { type Keeper, previous } from './current.ts'
import { digest } from './password.ts'
import { keep, sessionLock } from './renew.ts'
import { newSecret, sha256 } from './secret.ts'
import * as store from './store.ts'

/**
 * Signs in and writes the session file; the session that the file held is over.
 *
 * @param password as typed
 * @throws Unauthenticated wrong name or password, too many attempts, nobody exists yet · Unavailable
 */
export async function signIn(app: App, username: string, password: string): Promise<store.Claim> {
  const keeper = await app.keeper()
  // Before the database: another terminal that renews the old session must not write its tokens over the new ones.
  const lock = await sessionLock(keeper)
  try {
    return await openSession(app, keeper, username, password)
  } finally {
    lock?.release()
  }
}

async function openSession(app: App, keeper: Keeper, username: string, password: string): Promise<store.Claim> {
  const [secret, refreshToken] = [newSecret(), newSecret()]
  const [access, refresh] = [sha256(secret), sha256(refreshToken)]
  const unproven = { signedIn: false, crypto: true }
  // Two transactions: a verdict given inside one could be rolled back, and guessed again (trust.md §2).
  const attempt = await app.transact((tx) => store.attempt(tx, username, digest(password), access, refresh), unproven)
  const opened = await app.transact(
    (tx) => store.claim(tx, attempt, access, keeper.accessSeconds, app.config.refreshDays() * 86_400),
    unproven,
  )
  if (opened.status === 'wait') {
    throw new Unauthenticated((t) => t.auth.wait({ seconds: opened.wait }), { next: ['login'] })
  }
  if (opened.status === 'no') {
    throw opened.anybody
      ? new Unauthenticated((t) => t.auth.wrong, { next: ['login'] })
      : nobodyYet({ demo: (await app.home()).kind === 'embedded' })
  }
  const before = await previous(keeper)
  await keep(keeper, { ...opened, secret, refreshToken })
  // One session a device: the one that this file held is over. That it cannot be ended is no reason not to sign in.
  if (before) await app.transact((tx) => store.logout(tx), { secret: before }).catch(() => {})
  return opened
}
