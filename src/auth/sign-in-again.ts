/** A session that is over, or was never opened, while somebody is at the terminal: they are asked for the password, and their command goes on. */
import type { Call } from '../app.ts'
import { askFields } from '../command/form.ts'
import type { Unauthenticated } from '../errors.ts'
import type { Field } from '../field/field.ts'
import { logIn } from './first-password.ts'
import { credentials } from './identity.ts'
import { WrongPassword } from './sign-in.ts'
import { announceTarget, lastUsername } from './target.ts'

/** How often a password is asked for: after a slip the command is not lost, and a stranger at the keyboard gets no more than with `login`. */
const attempts = 3

/**
 * Asks for the password of the one who logged in last here, or for the username too, and opens a session. Nothing of the command is lost.
 *
 * @param reason why the command has no session
 * @throws Unauthenticated wrong three times, or too many attempts · Cancelled Esc or Ctrl-C · Unavailable
 */
export async function signInAgain(call: Call, reason: Unauthenticated): Promise<void> {
  const { app, out } = call
  await out.warning(reason.userMessage)
  await announceTarget(call)
  const username = (await lastUsername(app)) ?? (await ask(call, credentials.username))
  const password = { ...credentials.password, label: (t: Call['t']) => t.session.passwordOf({ username }) }
  for (let left = attempts - 1; ; left--) {
    const refused = await opened(call, username, await ask(call, password))
    if (refused === undefined) return
    if (left === 0) throw refused
    await out.warning(refused.userMessage)
  }
}

async function ask({ app, t }: Call, field: Field): Promise<string> {
  const asked = { prompt: app.prompt, t, fields: { field }, required: ['field'] as const, given: {}, choices: {} }
  return String((await askFields(asked)).field)
}

/** Opens a session. @returns the error about a wrong name or password @throws Unauthenticated for another reason, Unavailable */
async function opened(call: Call, username: string, password: string): Promise<WrongPassword | undefined> {
  try {
    await logIn(call, username, password)
    return undefined
  } catch (error) {
    if (error instanceof WrongPassword) return error
    throw error
  }
}
