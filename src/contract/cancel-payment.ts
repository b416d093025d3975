import { command } from '../command/command.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { cardColumns, idField, type Payment, reasonField } from '../payment/payment.ts'
import * as payments from '../payment/store.ts'

export default command({
  path: ['contract', 'cancel-payment'],
  access: 'payment:cancel',
  positionals: {
    payment: {
      field: idField,
      placeholder: 'PAYMENT_ID',
      pick: { question: (t) => t.ask.which.payment, choices: payments.cancellable, presorted: true },
    },
  },
  fields: { reason: reasonField },
  required: ['reason'],
  async confirm({ app }, { payment: id }) {
    const payment = await app.connect((connection) => payments.toCancel(connection, id))
    // Do not ask for confirmation if it would be refused anyway.
    requireCancellable(payment)
    const { contract_id: contract, client_name: client, amount } = payment
    return {
      question: (t) => t.payment.confirmCancel({ id, contract, client, amount: t.format.amount(amount) }),
    }
  },
  async run({ app, out }, { args: { payment: id }, values: { reason } }) {
    const { payment, client } = await app.connect((connection) => payments.cancel(connection, id, reason), {
      writes: true,
    })
    const { contract_id: contract, amount } = payment
    await out.success((t) => t.payment.cancelled({ id, contract, client, amount: t.format.amount(amount) }))
    await out.record({ title: (t) => t.payment.card({ id, contract, client }), columns: cardColumns, row: payment })
  },
})

/** @throws Refused */
function requireCancellable({ id, kind, contract_id: contract, cancelled_at: at }: Payment): void {
  const known = { people: new Map(), records: [{ id: contract, name: null }] }
  if (kind === 'opening' || kind === 'adjustment') throw expectedRefusal('payment_kind_kept', { payment: id }, known)
  if (at !== null) throw expectedRefusal('payment_cancelled_once', { payment: id, at }, known)
}
