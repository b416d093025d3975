import type { CurrentUser } from '../access/can.ts'
import type { App, Call } from '../app.ts'
import { command } from '../command/command.ts'
import { canPrompt } from '../command/execute.ts'
import { askFields } from '../command/form.ts'
import { usageError } from '../command/validate.ts'
import { requirePermission } from '../db/judgement.ts'
import { forbidden, NotFound, Refused, Unauthenticated } from '../errors.ts'
import { removeSession } from '../session/file.ts'
import { hash, tryForms } from '../session/password.ts'
import { newSecret, sha256 } from '../session/secret.ts'
import { attempt } from '../session/store.ts'
import * as store from './password-store.ts'
import { choicesFor, missing, noSuch } from './store.ts'
import { currentPassword, fields, idField } from './user.ts'

const path = ['user', 'update-password'] as const
const asked = { currentPassword, password: fields.password }

export default command({
  path,
  access: 'signed-in',
  dateless: 'always',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.user, choices: choicesFor(['update'], { self: true }) },
    },
  },
  fields: asked,
  async run(call, { args: { id: by }, values }) {
    const { app, out } = call
    const { currentUser, owner } = await app.connect(async (connection) => {
      const { currentUser, owner } = await store.owner(connection, by)
      if (owner?.id !== currentUser.user_id)
        requirePermission(currentUser, { permission: 'user:update', scoped: false })
      if (!owner) throw await noSuch(connection, by)
      return { currentUser, owner }
    })
    const { id, full_name: name } = owner
    const own = currentUser.user_id === id
    if (!own && !owner.governed) throw forbidden({ permission: 'role:assign' })
    const { currentPassword, password } = await complete(call, values, own)
    const passwordHash = await hash(password)
    // Changing one's own password ends the session, so `applied()` could not be asked afterwards: no operation id.
    const change = (proof?: store.Proof) =>
      app.connect((connection) => store.change(connection, id, passwordHash, proof), { writes: !own, crypto: own })
    const changed = own
      ? await tryForms(currentPassword, async (digest) => change(await prove(app, currentUser, digest)))
      : await change()
    throwUnlessChanged(changed, id)
    await app.report.captureEvent('user.updated', id)
    if (!own) return out.success((t) => t.user.passwordChanged({ name }))
    removeSession((await app.sessionContext()).location)
    await out.success((t) => t.user.ownPasswordChanged)
    await out.hint([`login --username ${currentUser.username ?? ''}`])
  },
})

/** Asks for the secrets that are missing. The current password is needed too if the caller changes their own. @throws Usage, Cancelled */
async function complete(
  { app, t, globals }: Call,
  given: { readonly currentPassword?: string; readonly password?: string },
  own: boolean,
): Promise<{ currentPassword: string; password: string }> {
  const required: readonly (keyof typeof asked)[] = own ? ['currentPassword', 'password'] : ['password']
  const missing = required.filter((key) => given[key] === undefined)
  if (missing.length > 0 && !canPrompt(app, globals)) {
    // Both are read from standard input, one a line.
    throw usageError(
      path,
      [],
      missing.map((key) => ({ key, column: asked[key].column, name: `--password-stdin (${asked[key].label(t)})` })),
    )
  }
  const common = { prompt: app.prompt, t, given, choices: {} }
  const { password: fresh } = asked
  return own
    ? { currentPassword: '', password: '', ...(await askFields({ ...common, fields: asked, required })) }
    : {
        currentPassword: '',
        password: '',
        ...(await askFields({ ...common, fields: { password: fresh }, required: ['password'] })),
      }
}

/**
 * Commits the attempt with the current password in a transaction of its own, as a login does. In the transaction that uses the result, the
 * count of wrong attempts could be rolled back and the password guessed again (docs/TRUST.md §2).
 */
async function prove(app: App, { username }: CurrentUser, digest: string): Promise<store.Proof> {
  const accessHash = sha256(newSecret())
  const refreshHash = sha256(newSecret())
  const number = await app.connect(
    (connection) => attempt(connection, username ?? '', digest, accessHash, refreshHash),
    { crypto: true },
  )
  return { attempt: number, accessHash, digest }
}

function throwUnlessChanged({ status, wait }: store.Changed, id: number): void {
  const again = { next: [`user update-password ${id}`] }
  switch (status) {
    case 'ok':
      return
    case 'no':
      throw new Refused((t) => t.user.wrongPresent, again)
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
