import { command } from '../command/command.ts'
import { columns, holderColumns, refField } from './role.ts'
import * as store from './store.ts'

export default command({
  path: ['role', 'view'],
  access: 'role:view',
  positionals: {
    role: { field: refField, placeholder: 'ROLE', pick: { question: (t) => t.ask.which.role, choices: store.choices } },
  },
  async run({ app, out }, { args: { role: ref } }) {
    const { people, ...role } = await app.connect((connection) => store.view(connection, ref))
    await out.record({
      title: (t) => t.role.card({ id: role.id, name: role.name }),
      columns,
      row: role,
      parts: [{ key: 'people', title: (t) => t.role.label.people, columns: holderColumns, rows: people }],
    })
  },
})
