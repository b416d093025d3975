import { command } from '../command/command.ts'
import { columns, refField } from './role.ts'
import * as store from './store.ts'

/** What a program is told of it. */
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
    // Nobody is asked what would be refused whatever they answer.
    store.mustBeDeletable(role, role.people)
    const { name, permission_count: count, version } = role
    return { question: (t) => t.role.confirmDelete({ name, count }), version }
  },
  async run({ app, out, globals }, { args: { role: ref }, ifVersion }) {
    const { id, name } = await app.connect((connection) => store.remove(connection, ref, ifVersion), {
      writes: true,
    })
    await out.success((t) => t.role.deleted({ name }))
    if (globals.format !== 'table')
      await out.record({ title: (t) => t.role.title, columns: deletedColumns, row: { id } })
  },
})
