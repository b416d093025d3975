import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import { cardColumns, idField } from './client.ts'
import * as store from './store.ts'

export default command({
  path: ['client', 'view'],
  access: 'client:view',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.client, choices: store.choicesFor('view') },
    },
  },
  switches: { history: historySwitch },
  async run(call, { args: { id }, flags }) {
    const { client, parts } = await call.app.connect(async (connection) => {
      const client = await store.view(connection, id)
      const parts = flags.history ? [historyPart(await audit.history(connection, 'client', client.id))] : []
      return { client, parts }
    })
    await call.out.record({
      title: (t) => t.client.card({ id: client.id, name: client.full_name }),
      columns: cardColumns,
      row: { ...client },
      parts,
    })
  },
})
