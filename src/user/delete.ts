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
    const { user, left } = await app.connect(async (connection) => ({
      user: await store.view(connection, id, 'user:delete'),
      left: await assignments.of(connection, id, 0),
    }))
    // Do not ask for confirmation if the delete would be refused anyway.
    if (left.clients + left.contracts + left.events > 0) throw assignments.stillOwns(user, left)
    return { question: (t) => t.user.confirmDelete({ id, name: user.full_name }), version: user.version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    try {
      await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    } catch (error) {
      // The database counts all events. Which of them can still be handed over is looked up for the sentence alone.
      if (!(error instanceof Refused && error.detail.constraint === 'users_owns_records')) throw error
      throw await app.connect(async (connection) =>
        assignments.stillOwns(await store.view(connection, id), await assignments.of(connection, id, 0)),
      )
    }
    await app.report.captureEvent('user.deleted', id)
    await out.success((t) => t.user.deleted({ id }))
    await out.data({ columns: deletedColumns, row: { id } })
  },
})
