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
    if (role) await out.record({ title: (t) => t.role.card(role), columns, row: role })
  },
})
