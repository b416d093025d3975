import { command } from '../command/command.ts'
import * as contracts from '../contract/store.ts'
import { datesInOrder } from './dates.ts'
import { cardColumns, fields } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'create'],
  access: 'event:create',
  fields,
  required: ['contractId', 'title', 'fullAddress', 'startDate', 'endDate'],
  choices: { contractId: contracts.forNewEvent, supportContactId: store.supports },
  judges: { contractId: store.judgeContract },
  agreements: [datesInOrder],
  async run({ app, out }, { values }) {
    const event = await app.connect((connection) => store.create(connection, values), { writes: true })
    const { id, title } = event
    await out.success((t) => t.event.created({ id, title, client: event.client_name, contract: event.contract_id }))
    await out.record({ title: (t) => t.event.card({ id, title }), columns: cardColumns, row: event })
  },
})
