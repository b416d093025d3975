import { fields as clientFields } from '../client/client.ts'
import * as clients from '../client/store.ts'
import { command } from '../command/command.ts'
import { newChoice } from '../command/spec.ts'
import { agreements } from './agreements.ts'
import { cardColumns, fields } from './contract.ts'
import { requireAgreement } from './payment.ts'
import * as store from './store.ts'

/** `+ new client…` in the list of clients. */
const newClient = newChoice({
  access: 'client:create',
  label: (t) => t.client.fresh,
  fields: { fullName: clientFields.fullName, email: clientFields.email },
  create: clients.createChoice,
  created: (id) => (t) => t.client.created({ id }),
})

export default command({
  path: ['contract', 'create'],
  access: 'contract:create',
  fields,
  required: ['clientId', 'totalAmount'],
  // The commercial is the client's, so it is not asked for.
  choices: { clientId: clients.forNewContract, commercialId: async () => [] },
  judges: { clientId: store.judgeClient },
  creates: { clientId: newClient },
  agreements,
  async run({ app, out }, { values }) {
    requireAgreement(values, 'contract create')
    const contract = await app.connect((connection) => store.create(connection, values), { writes: true })
    if (contract.is_signed) await app.report.captureEvent('contract.signed', contract.id)
    const { id, client_name: client } = contract
    await out.success((t) => t.contract.created({ id, client }))
    await out.record({ title: (t) => t.contract.card({ id, client }), columns: cardColumns, row: contract })
  },
})
