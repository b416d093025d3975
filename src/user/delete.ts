import { command } from '../command/command.ts'
import { Refused } from '../errors.ts'
import * as assignments from './assignments-store.ts'
import * as store from './store.ts'
import { columns, idField } from './user.ts'

/** What a program gets: the id of the record that is gone. */
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
    const { user, left } = await app.connect(async (connection) => {
      const user = await store.view(connection, id, 'user:delete')
      return { user, left: await assignments.of(connection, user.id, 0) }
    })
    // Do not ask for confirmation if the delete would be refused anyway.
    if (left.clients + left.contracts + left.events > 0) throw assignments.stillOwns(user, left)
    return { question: (t) => t.user.confirmDelete({ id: user.id, name: user.full_name }), version: user.version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    const was = await app
      .connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
      .catch(async (error: unknown) => {
        // The database counts all events. Which of them can still be handed over is looked up for the sentence alone.
        if (!(error instanceof Refused && error.detail.constraint === 'users_owns_records')) throw error
        throw await app.connect(async (connection) => {
          const owner = await store.view(connection, id)
          return assignments.stillOwns(owner, await assignments.of(connection, owner.id, 0))
        })
      })
    await app.report.captureEvent('user.deleted', was.id)
    await out.success((t) => t.user.deleted({ id: was.id, name: was.full_name }))
    await out.data({ columns: deletedColumns, row: { id: was.id } })
  },
})
