import type { Call } from '../app.ts'
import { command } from '../command/command.ts'
import { canPrompt } from '../command/execute.ts'
import { Cancelled } from '../errors.ts'
import { amountField, cardColumns, paymentFields } from '../payment/payment.ts'
import type { NewPayment, Paid, Twin } from '../payment/store.ts'
import * as payments from '../payment/store.ts'
import { idField } from './contract.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'pay'],
  access: 'payment:create',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      judge: payments.judgePayable,
      pick: { question: (t) => t.ask.which.contract, choices: store.forPayment },
    },
    amount: {
      field: amountField,
      placeholder: 'AMOUNT',
      suggestion: (connection, { id }) => payments.remainsOf(connection, id as number),
    },
  },
  fields: paymentFields,
  switches: { refund: { option: 'refund', help: (t) => t.payment.help.refund } },
  async run(
    call,
    { args: { id, amount }, values: { on = call.t.format.today(), method = 'transfer', reference }, flags },
  ) {
    const payment = { amount, isRefund: flags.refund, paidOn: on, method, reference }
    const asks = canPrompt(call.app, call.globals) && !call.globals.yes
    const record = (twice: boolean) =>
      call.app.connect((connection) => payments.pay(connection, id, { ...payment, twice }), { writes: true })
    const first = await record(!asks)
    if (first.twin) await call.out.warning(twinOf(first.twin))
    await answer(call, first.made ? first : await again(call, record), payment)
  },
})

/** The same payment was recorded just now: a person says whether it is another one. @throws Cancelled */
async function again({ app, t }: Call, record: (twice: boolean) => Promise<Paid>): Promise<Paid> {
  if (!(await app.prompt.confirm({ message: t.payment.confirmTwin, initial: false })))
    throw new Cancelled((t) => t.ask.cancelled)
  return record(true)
}

const twinOf =
  ({ id, user_id, user_name, created_at }: Twin) =>
  (t: Call['t']) =>
    t.payment.twin({ id, by: user_id === null ? null : `${user_name} (${user_id})`, at: t.format.date(created_at) })

async function answer({ out }: Call, { client, made }: Paid, { isRefund, amount }: Omit<NewPayment, 'twice'>) {
  if (!made) throw new Error('a payment that may be recorded twice is recorded')
  const { id, contract_id: contract } = made
  await out.success((t) => {
    const of = { id, contract, client, amount: t.format.amount(amount) }
    return isRefund ? t.payment.refunded(of) : t.payment.recorded(of)
  })
  if (made.is_signed === false) await out.warning((t) => t.payment.unsigned({ contract }))
  await out.record({ title: (t) => t.payment.card({ id, contract, client }), columns: cardColumns, row: made })
}
