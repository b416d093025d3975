/** Changes one's own password, for `user update-password` and for the first login with a password that the program made. */
import type { App } from '../app.ts'
import { forbidden, NotFound, Refused, Unauthenticated } from '../errors.ts'
import { newSecret, sha256 } from '../secret.ts'
import { hash, tryForms } from '../session/password.ts'
import { attempt } from '../session/store.ts'
import * as store from './password-store.ts'
import { missing } from './store.ts'

/**
 * Changes the caller's own password. That ends all their sessions, this one too.
 *
 * @param o.current as typed
 * @param o.password the new one, as typed
 * @throws Refused the current password is wrong, or was tried too often · Unauthenticated
 */
export async function changeOwnPassword(
  app: App,
  o: { readonly id: number; readonly username: string; readonly current: string; readonly password: string },
): Promise<void> {
  const passwordHash = await hash(o.password)
  const changed = await tryForms(o.current, async (digest) => {
    const proof = await prove(app, o.username, digest)
    // `applied()` could not be asked afterwards, because the session has ended: no operation id.
    return app.connect((connection) => store.change(connection, o.id, passwordHash, proof), { crypto: true })
  })
  throwUnlessChanged(changed, o.id)
}

/**
 * Commits the attempt with the current password in a transaction of its own, as a login does. In the transaction that uses the result, the
 * count of wrong attempts could be rolled back and the password guessed again (docs/TRUST.md §2).
 */
async function prove(app: App, username: string, digest: string): Promise<store.Proof> {
  const accessHash = sha256(newSecret())
  const refreshHash = sha256(newSecret())
  const number = await app.connect((connection) => attempt(connection, username, digest, accessHash, refreshHash), {
    crypto: true,
  })
  return { attempt: number, accessHash, digest }
}

/** @throws the error for an answer that is not `ok` */
export function throwUnlessChanged({ status, wait }: store.Changed, id: number): void {
  const again = { next: [`user update-password ${id}`] }
  switch (status) {
    case 'ok':
      return
    case 'no':
      throw new Refused((t) => t.user.wrongPresent, again)
    case 'same':
      throw new Refused((t) => t.user.samePassword, again)
    case 'wait':
      throw new Refused((t) => t.user.passwordWait({ seconds: wait }), again)
    case 'forbidden':
      throw forbidden({ permission: 'user:update' })
    case 'not_governed':
      throw forbidden({ permission: 'role:assign' })
    case 'not_found':
      throw new NotFound(missing(id).message, { next: missing(id).next })
    case 'unauthenticated':
      throw new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })
  }
}
