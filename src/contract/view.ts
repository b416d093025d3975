import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import { partsOf, wantedBy, withField } from '../related/parts.ts'
import * as cards from './card-store.ts'
import { cardColumns, idField } from './contract.ts'
import * as store from './store.ts'

const kinds = ['events', 'schedule', 'payments'] as const

export default command({
  path: ['contract', 'view'],
  access: 'contract:view',
  shows: ['payment:list', 'payment:view'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.contract, choices: store.choicesFor('view') },
    },
  },
  fields: { with: withField(kinds) },
  switches: { history: historySwitch },
  async run(call, { args: { id }, values, flags }) {
    const wanted = await wantedBy(call, kinds, values.with)
    const { contract, related, history } = await call.app.connect(async (connection) => {
      const card = await cards.view(connection, id, wanted, call.t.format.today())
      const found = card.contract.id
      return {
        ...card,
        history: flags.history ? [historyPart(await audit.history(connection, 'contract', found))] : [],
      }
    })
    const parts = partsOf(related, wanted, {
      events: { all: `event list --contract ${contract.id}`, without: ['client_id'] },
      schedule: { all: `contract payments ${contract.id}` },
      payments: { all: `contract payments ${contract.id}` },
    })
    await call.out.record({
      title: (t) => t.contract.card({ id: contract.id, client: contract.client_name }),
      columns: cardColumns,
      row: contract,
      parts: [...parts, ...history],
      ...(values.with && { isParts: true }),
    })
  },
})
