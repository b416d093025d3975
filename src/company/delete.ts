import { command } from '../command/command.ts'
import { cardColumns, idField } from './company.ts'
import * as store from './store.ts'

/** What a program is told of it: its id, and how many clients lost it. */
const deletedColumns = cardColumns.filter(({ key }) => key === 'id' || key === 'client_count')

export default command({
  path: ['company', 'delete'],
  access: 'company:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.company, choices: store.choicesFor('delete') },
    },
  },
  versioned: true,
  async confirm({ app }, { id }) {
    const { name, client_count: clients, version } = await app.connect((connection) => store.view(connection, id))
    return { question: (t) => t.company.confirmDelete({ id, name, clients }), version }
  },
  async run({ app, out, globals }, { args: { id }, ifVersion }) {
    const was = await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await out.success((t) => t.company.deleted({ id, clients: was.client_count }))
    if (globals.format !== 'table')
      await out.record({ title: (t) => t.company.title, columns: deletedColumns, row: was })
  },
})
