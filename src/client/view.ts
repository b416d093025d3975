import { historyPart, noteHistorySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import { partsOf, wantedBy, withField } from '../related/parts.ts'
import * as cards from './card-store.ts'
import { cardColumns, idField } from './client.ts'
import * as store from './store.ts'

const kinds = ['contracts', 'events', 'interactions'] as const

export default command({
  path: ['client', 'view'],
  access: 'client:view',
  shows: ['interaction:list', 'interaction:view'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.client, choices: store.choicesFor('view') },
    },
  },
  fields: { with: withField(kinds) },
  switches: { history: noteHistorySwitch },
  async run(call, { args: { id }, values, flags }) {
    const wanted = await wantedBy(call, kinds, values.with, flags.history ? ['interactions'] : [])
    const { client, related, history } = await call.app.connect(async (connection) => {
      const card = await cards.view(connection, id, wanted)
      return {
        ...card,
        history: flags.history ? [historyPart(await audit.history(connection, 'client', card.client.id))] : [],
      }
    })
    const without = ['client_id']
    const parts = partsOf(related, wanted, {
      contracts: { all: `contract list --client ${client.id}`, without },
      events: { all: `event list --client ${client.id}`, without },
      interactions: { all: `client view ${client.id} --history`, without },
    })
    await call.out.record({
      title: (t) => t.client.card({ id: client.id, name: client.full_name }),
      columns: cardColumns,
      row: { ...client },
      parts: [...parts, ...history],
      ...(values.with && { isParts: true }),
    })
  },
})
