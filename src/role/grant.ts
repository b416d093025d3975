import type { Code } from '../access/catalogue.ts'
import { command } from '../command/command.ts'
import * as store from './permission-store.ts'
import { codeField, columns, refField } from './role.ts'
import * as roles from './store.ts'

export default command({
  path: ['role', 'grant'],
  access: 'role:assign',
  positionals: {
    role: { field: refField, placeholder: 'ROLE', pick: { question: (t) => t.ask.which.role, choices: roles.choices } },
    codes: {
      field: codeField,
      placeholder: 'PERMISSION',
      many: true,
      pick: { question: (t) => t.ask.which.permission, choices: store.lacking, presorted: true },
    },
  },
  async run({ app, out }, { args: { role: ref, codes } }) {
    const { name, changed, role } = await app.connect(
      async (connection) => {
        const granted = await store.grant(connection, ref, codes)
        return { ...granted, role: await store.after(connection, granted.id) }
      },
      { writes: true },
    )
    const alreadyHeld = codes.filter((code) => !changed.includes(code))
    if (changed.length > 0) await out.success((t) => t.role.granted({ name, codes: changed.join(', ') }))
    if (alreadyHeld.length > 0) await out.note((t) => t.role.alreadyHeld({ name, codes: alreadyHeld.join(', ') }))
    const partial = role ? partialViews(changed, role.permissions) : []
    if (partial.length > 0) await out.note((t) => t.role.partialView({ codes: partial.join(', ') }))
    if (role) await out.record({ title: (t) => t.role.card(role), columns, row: role })
  },
})

/**
 * The codes that show only some records of a kind, to a role that does not see all of them. PostgreSQL reads the others before it filters
 * them, so somebody with psql can find out about them (docs/SECURITY.md).
 */
function partialViews(granted: readonly Code[], held: readonly Code[]): Code[] {
  return granted.filter((code) => {
    const [resource, action, scope] = code.split(':')
    const whole = [`${resource}:list`, `${resource}:view`] as readonly string[]
    return scope !== undefined && (action === 'list' || action === 'view') && !held.some((one) => whole.includes(one))
  })
}
