import { command } from '../command/command.ts'
import { columns, idField } from './event.ts'
import * as store from './store.ts'

/** What a program is told of it. */
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
    const { title, version } = await app.connect((connection) => store.view(connection, id))
    return { question: (t) => t.event.confirmDelete({ id, title }), version }
  },
  async run({ app, out, globals }, { args: { id }, ifVersion }) {
    await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await out.success((t) => t.event.deleted({ id }))
    if (globals.format !== 'table')
      await out.record({ title: (t) => t.event.title, columns: deletedColumns, row: { id } })
  },
})
