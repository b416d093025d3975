import { command } from '../command/command.ts'
import { countOfClient } from '../interaction/store.ts'
import { cardColumns, idField } from './client.ts'
import * as store from './store.ts'

/** What a program gets: the id of the record that is gone. */
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
    const { client, notes } = await app.connect(async (connection) => {
      const client = await store.view(connection, id, 'client:delete')
      // Do not ask for confirmation if the delete would be refused anyway.
      if (client.contract_count > 0) throw await store.hasContracts(connection, client.id)
      return { client, notes: await countOfClient(connection, client.id) }
    })
    const { id: found, full_name: name, version } = client
    return { question: (t) => t.client.confirmDelete({ id: found, name, notes }), version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    const was = await app.connect((connection) => store.remove(connection, id, ifVersion), { writes: true })
    await out.success((t) => t.client.deleted({ id: was.id, name: was.full_name }))
    await out.data({ columns: deletedColumns, row: { id: was.id } })
  },
})
