import { command } from '../command/command.ts'
import { cardColumns, idField } from './client.ts'
import * as store from './store.ts'

/** What a program is told of it. */
const deletedColumns = cardColumns.filter(({ key }) => key === 'id')

export default command({
  path: ['client', 'delete'],
  access: 'client:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.client, choices: store.choicesFor('delete') },
    },
  },
  versioned: true,
  async confirm({ app }, { id }) {
    const {
      full_name: name,
      contract_count: contracts,
      version,
    } = await app.connect((connection) => store.view(connection, id))
    // Nobody is asked what would be refused whatever they answer.
    if (contracts > 0) throw store.hasContracts(id)
    return { question: (t) => t.client.confirmDelete({ id, name }), version }
  },
  async run({ app, out, globals }, { args: { id }, ifVersion }) {
    await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await out.success((t) => t.client.deleted({ id }))
    if (globals.format !== 'table')
      await out.record({ title: (t) => t.client.title, columns: deletedColumns, row: { id } })
  },
})
