import { command } from '../command/command.ts'
import { cardColumns, idField } from './company.ts'
import * as store from './store.ts'

/** What a program gets: the id, and how many clients have lost their company. */
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
    const {
      name,
      client_count: clients,
      version,
    } = await app.connect((connection) => store.view(connection, id, 'company:delete'))
    return { question: (t) => t.company.confirmDelete({ id, name, clients }), version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    const was = await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await out.success((t) => t.company.deleted({ id, clients: was.client_count }))
    await out.data({ columns: deletedColumns, row: was })
  },
})
