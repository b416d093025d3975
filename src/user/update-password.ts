import type { Facts } from '../access/can.ts'
import type { App, Call } from '../app.ts'
import { digest, hash } from '../auth/password.ts'
import { newSecret, sha256 } from '../auth/secret.ts'
import { removeSession } from '../auth/session.ts'
import { attempt } from '../auth/store.ts'
import { command } from '../cli/command.ts'
import { fill } from '../cli/fill.ts'
import { usageError } from '../cli/judge.ts'
import { mayAsk } from '../cli/perform.ts'
import { mustHold } from '../db/verdict.ts'
import { Forbidden, Refused, Unauthenticated } from '../errors.ts'
import * as store from './password-store.ts'
import { choicesFor, noSuch } from './store.ts'
import { fields, idField, presentPassword } from './user.ts'

const path = ['user', 'update-password'] as const
const asked = { presentPassword, password: fields.password }

export default command({
  path,
  access: 'signed-in',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.user, choices: choicesFor(['update'], { self: true }) },
    },
  },
  fields: asked,
  async run(call, { args: { id }, values }) {
    const { app, out } = call
    const { facts, owner } = await app.transact((tx) => store.owner(tx, id))
    const own = facts.user_id === id
    if (!own) {
      mustHold(facts, { permission: 'user:update', scoped: false })
      if (!owner) throw noSuch(id)
      if (!owner.governed) throw new Forbidden((t) => t.refusal.forbidden({ code: 'role:assign' }))
    }
    const { presentPassword, password } = await complete(call, values, own)
    const passwordHash = await hash(password)
    const proof = own ? await prove(app, facts, presentPassword) : undefined
    // Whoever changed their own has no session left to ask whether a change whose answer was lost was applied.
    const changed = await app.transact((tx) => store.change(tx, id, passwordHash, proof), { writes: !own })
    judge(changed, id)
    await app.report.happened('user.updated', id)
    if (!own) return out.done((t) => t.user.passwordChanged({ name: owner?.full_name ?? String(id) }))
    removeSession((await app.keeper()).place)
    await out.done((t) => t.user.ownPasswordChanged)
    await out.next([`login --username ${facts.username ?? ''}`])
  },
})

/** The secrets that this change needs. That one's own needs the present one too is known only once the person is. @throws Usage, Cancelled */
async function complete(
  { app, t, globals }: Call,
  given: { readonly presentPassword?: string; readonly password?: string },
  own: boolean,
): Promise<{ presentPassword: string; password: string }> {
  const required: readonly (keyof typeof asked)[] = own ? ['presentPassword', 'password'] : ['password']
  const missing = required.filter((key) => given[key] === undefined)
  if (missing.length > 0 && !mayAsk(app, globals)) {
    // Both come down the same pipe, one a line.
    throw usageError(
      path,
      [],
      missing.map((key) => ({ key, column: asked[key].column, name: `--password-stdin (${asked[key].label(t)})` })),
    )
  }
  const common = { prompt: app.prompt, t, given, choices: {} }
  const { password: fresh } = asked
  return own
    ? { presentPassword: '', password: '', ...(await fill({ ...common, fields: asked, required })) }
    : {
        presentPassword: '',
        password: '',
        ...(await fill({ ...common, fields: { password: fresh }, required: ['password'] })),
      }
}

/** First of two transactions, as a login: a verdict given in the one that uses it could be rolled back, and guessed again (trust.md §2). */
async function prove(app: App, { username }: Facts, presentPassword: string) {
  const accessHash = sha256(newSecret())
  const refreshHash = sha256(newSecret())
  const number = await app.transact(
    (tx) => attempt(tx, username ?? '', digest(presentPassword), accessHash, refreshHash),
    { crypto: true },
  )
  return { attempt: number, accessHash }
}

function judge({ status, wait }: store.Changed, id: number): void {
  const again = { next: [`user update-password ${id}`] }
  switch (status) {
    case 'ok':
      return
    case 'no':
      throw new Refused((t) => t.user.wrongPresent, again)
    case 'wait':
      throw new Refused((t) => t.user.passwordWait({ seconds: wait }), again)
    case 'forbidden':
      throw new Forbidden((t) => t.refusal.forbidden({ code: 'user:update' }))
    case 'not_governed':
      throw new Forbidden((t) => t.refusal.forbidden({ code: 'role:assign' }))
    case 'not_found':
      throw noSuch(id)
    case 'unauthenticated':
      throw new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })
  }
}
