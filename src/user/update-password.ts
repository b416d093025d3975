import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import { canPrompt } from '../command/execute.ts'
import { askFields } from '../command/form.ts'
import { usageError } from '../command/usage-error.ts'
import type { Connection } from '../db/connection.ts'
import { requirePermission } from '../db/judgement.ts'
import { forbidden } from '../errors.ts'
import { removeSession } from '../session/file.ts'
import { hash } from '../session/password.ts'
import { changeOwnPassword, throwUnlessChanged } from './own-password.ts'
import * as store from './password-store.ts'
import { choicesFor, noSuch } from './store.ts'
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
      pick: { question: (t) => t.ask.which.user, choices: choicesFor(['update'], { self: true }), presorted: true },
    },
  },
  fields: asked,
  async run(call, { args: { id: by }, values }) {
    const { app, out } = call
    const { self, owner } = await app.connect(async (connection) => {
      const { self, currentUser, owner } = await store.owner(connection, by)
      if (currentUser) requirePermission(currentUser, { permission: 'user:update', scoped: false })
      if (!self && !owner) throw await noSuch(connection, by)
      return { self, owner }
    })
    if (owner && !owner.governed) throw forbidden({ permission: 'role:assign' })
    const { currentPassword, password } = await complete(call, values, self !== undefined)
    if (owner) {
      const passwordHash = await hash(password)
      const change = (connection: Connection) => store.change(connection, owner.id, passwordHash)
      throwUnlessChanged(await app.connect(change, { writes: true }), owner.id)
      await app.report.captureEvent('user.updated', owner.id)
      return out.success((t) => t.user.passwordChanged({ name: owner.full_name }))
    }
    if (!self) return
    await changeOwnPassword(app, { ...self, current: currentPassword, password })
    await app.report.captureEvent('user.updated', self.id)
    removeSession((await app.sessionContext()).location)
    await out.success((t) => t.user.ownPasswordChanged)
    await out.hint([`login --username ${self.username}`])
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
