import { command } from '../command/command.ts'
import * as store from './permission-store.ts'
import { codeField, columns, refField } from './role.ts'
import * as roles from './store.ts'

export default command({
  path: ['role', 'revoke'],
  access: 'role:assign',
  positionals: {
    role: { field: refField, placeholder: 'ROLE', pick: { question: (t) => t.ask.which.role, choices: roles.choices } },
    codes: {
      field: codeField,
      placeholder: 'PERMISSION',
      many: true,
      pick: { question: (t) => t.ask.which.permission, choices: store.held, presorted: true },
    },
  },
  async run({ app, out }, { args: { role: ref, codes } }) {
    const { name, changed, role } = await app.connect(
      async (connection) => {
        const revoked = await store.revoke(connection, ref, codes)
        return { ...revoked, role: await store.after(connection, revoked.id) }
      },
      { writes: true },
    )
    const notHeld = codes.filter((code) => !changed.includes(code))
    if (changed.length > 0) await out.success((t) => t.role.revoked({ name, codes: changed.join(', ') }))
    if (notHeld.length > 0) await out.note((t) => t.role.notHeld({ name, codes: notHeld.join(', ') }))
    if (role) await out.record({ title: (t) => t.role.card(role), columns, row: role })
  },
})
