import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import { partsOf, wantedBy, withField } from '../related/parts.ts'
import * as cards from './card-store.ts'
import * as store from './store.ts'
import { columns, idField } from './user.ts'

const kinds = ['clients', 'events'] as const

export default command({
  path: ['user', 'view'],
  access: 'user:view',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.user, choices: store.choicesFor(['view']) },
    },
  },
  fields: { with: withField(kinds) },
  switches: { history: historySwitch },
  async run(call, { args: { id }, values, flags }) {
    const wanted = await wantedBy(call, kinds, values.with)
    const { user, related, history } = await call.app.connect(async (connection) => {
      const card = await cards.view(connection, id, wanted)
      const found = card.user.id
      return { ...card, history: flags.history ? [historyPart(await audit.history(connection, 'user', found))] : [] }
    })
    const parts = partsOf(related, wanted, {
      clients: { all: `client list --commercial ${user.id}`, without: ['commercial_id'] },
      events: {
        all: `event list --support ${user.id} --upcoming`,
        title: (t) => t.related.upcoming,
        without: ['support_contact_id'],
      },
    })
    await call.out.record({
      title: (t) => t.user.card({ id: user.id, name: user.full_name }),
      columns,
      row: user,
      parts: [...parts, ...history],
      ...(values.with && { isParts: true }),
    })
  },
})
