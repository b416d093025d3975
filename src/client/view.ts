import { historyPart, historySwitch } from '../audit/audit.ts'
import * as audit from '../audit/store.ts'
import { command } from '../cli/command.ts'
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
    const { client, parts } = await call.app.transact(async (tx) => ({
      client: await store.view(tx, id),
      parts: flags.history ? [historyPart(call, await audit.history(tx, 'client', id))] : [],
    }))
    await call.out.record({
      title: (t) => t.client.card({ id: client.id, name: client.full_name }),
      columns: cardColumns,
      row: { ...client },
      parts,
    })
  },
})
