import { command } from '../command/command.ts'
import { columns, refField } from './role.ts'
import * as store from './store.ts'

/** What a program gets: the id of the record that is gone. */
const deletedColumns = columns.filter(({ key }) => key === 'id')

export default command({
  path: ['role', 'delete'],
  access: 'role:delete',
  positionals: {
    role: {
      field: refField,
      placeholder: 'ROLE',
      pick: { question: (t) => t.ask.which.role, choices: store.ownChoices },
    },
  },
  versioned: true,
  async confirm({ app }, { role: ref }) {
    const role = await app.connect((connection) => store.view(connection, ref))
    // Do not ask for confirmation if the delete would be refused anyway.
    store.mustBeDeletable(role, role.people)
    const { name, permission_count: count, version } = role
    return { question: (t) => t.role.confirmDelete({ name, count }), version }
  },
  async run({ app, out }, { args: { role: ref }, ifVersion }) {
    const { id, name } = await app.connect((connection) => store.remove(connection, ref, ifVersion), {
      writes: true,
    })
    await out.success((t) => t.role.deleted({ name }))
    await out.data({ columns: deletedColumns, row: { id } })
  },
})
