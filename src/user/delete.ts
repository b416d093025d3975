import { command } from '../command/command.ts'
import * as duties from './assignments-store.ts'
import * as store from './store.ts'
import { columns, idField } from './user.ts'

/** What a program is told of it. */
const deletedColumns = columns.filter(({ key }) => key === 'id')

export default command({
  path: ['user', 'delete'],
  access: 'user:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.user, choices: store.choicesFor(['delete']) },
    },
  },
  versioned: true,
  async confirm({ app }, { id }) {
    const { user, left } = await app.connect(async (connection) => ({
      user: await store.view(connection, id),
      left: await duties.of(connection, id, 0),
    }))
    // Nobody is asked what would be refused whatever they answer.
    if (left.clients + left.contracts + left.events > 0) throw duties.stillOwns(id, left)
    return { question: (t) => t.user.confirmDelete({ id, name: user.full_name }), version: user.version }
  },
  async run({ app, out, globals }, { args: { id }, ifVersion }) {
    await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await app.report.captureEvent('user.deleted', id)
    await out.success((t) => t.user.deleted({ id }))
    if (globals.format !== 'table')
      await out.record({ title: (t) => t.user.title, columns: deletedColumns, row: { id } })
  },
})
