/** The first login with a password that the program made: a person chooses their own and goes on. */
import type { Call } from '../app.ts'
import { canPrompt } from '../command/execute.ts'
import { askFields } from '../command/form.ts'
import { type FirstTimer, PasswordChangeRequired } from '../errors.ts'
import { anotherPassword } from '../field/password.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Claim } from '../session/store.ts'
import { changeOwnPassword } from '../user/own-password.ts'
import { fields } from '../user/user.ts'
import { signIn } from './sign-in.ts'

/**
 * Opens a session, as `signIn`. Somebody whose password the program made chooses their own first.
 *
 * @throws as `signIn` · PasswordChangeRequired nobody can be asked · Cancelled
 */
export async function logIn(call: Call, username: string, password: string): Promise<Claim> {
  const first = await signIn(call.app, username, password)
  const { must_change: mustChange, user_id: id, username: known } = first
  return mustChange && id !== null ? chooseOwnPassword(call, { id, username: known ?? '' }, password) : first
}

/**
 * Asks for the new password twice, changes it and logs in with it. The current one was typed a moment ago.
 *
 * @throws PasswordChangeRequired nobody can be asked · Cancelled · Unavailable
 */
async function chooseOwnPassword({ app, t, globals, out }: Call, person: FirstTimer, current: string): Promise<Claim> {
  if (!canPrompt(app, globals)) throw new PasswordChangeRequired(person)
  await out.note((t) => t.auth.chooseOwnPassword)
  const asked = { password: { ...fields.password, schema: (t: Catalog) => anotherPassword(t, current) } }
  const { password = '' } = await askFields({
    ...{ prompt: app.prompt, t, fields: asked, required: ['password'], given: {}, choices: {} },
  })
  await changeOwnPassword(app, { ...person, current, password })
  return signIn(app, person.username, password)
}
