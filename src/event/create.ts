import { command } from '../command/command.ts'
import * as contracts from '../contract/store.ts'
import { datesInOrder } from './dates.ts'
import { cardColumns, fields, strict } from './event.ts'
import * as store from './store.ts'
import { warnOfClashes, warnOfUnlikely } from './warn.ts'

export default command({
  path: ['event', 'create'],
  access: 'event:create',
  fields,
  required: ['contractId', 'title', 'fullAddress', 'startDate', 'endDate'],
  switches: { strict },
  choices: { contractId: contracts.forNewEvent, supportContactId: store.supports },
  late: ['supportContactId'],
  judges: { contractId: store.judgeContract },
  agreements: [datesInOrder],
  async run(call, { values, flags }) {
    const { app, out } = call
    const event = await app.connect((connection) => store.create(connection, values, flags.strict), { writes: true })
    const { id, title } = event
    await out.success((t) => t.event.created({ id, title, client: event.client_name, contract: event.contract_id }))
    await warnOfUnlikely(call, event)
    await warnOfClashes(call, event)
    await out.record({ title: (t) => t.event.card({ id, title }), columns: cardColumns, row: event })
  },
})
