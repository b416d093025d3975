import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import { cardColumns, idField } from './contract.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'view'],
  access: 'contract:view',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('view') },
    },
  },
  switches: { history: historySwitch },
  async run(call, { args: { id }, flags }) {
    const { contract, parts } = await call.app.connect(async (connection) => {
      const contract = await store.view(connection, id)
      const parts = flags.history ? [historyPart(await audit.history(connection, 'contract', contract.id))] : []
      return { contract, parts }
    })
    await call.out.record({
      title: (t) => t.contract.card({ id: contract.id, client: contract.client_name }),
      columns: cardColumns,
      row: contract,
      parts,
    })
  },
})
