import { command } from '../command/command.ts'
import { columns, idField } from './event.ts'
import * as store from './store.ts'

/** What a program gets: the id of the record that is gone. */
const deletedColumns = columns.filter(({ key }) => key === 'id')

export default command({
  path: ['event', 'delete'],
  access: 'event:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('delete'), presorted: true },
    },
  },
  versioned: true,
  async confirm({ app }, { id }) {
    const { title, version } = await app.connect((connection) => store.view(connection, id, 'event:delete'))
    return { question: (t) => t.event.confirmDelete({ id, title }), version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await out.success((t) => t.event.deleted({ id }))
    await out.data({ columns: deletedColumns, row: { id } })
  },
})
