/** A payment of a contract: its fields and its columns, and those of the instalments that it covers, as plain data. */
import { paidAmount } from '../field/amount.ts'
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import { pastDay } from '../field/date.ts'
import { id } from '../field/id.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { share, shownLabel } from '../field/share.ts'
import { text } from '../field/text.ts'
import { excerpt } from '../text/excerpt.ts'
import { fold } from '../text/fold.ts'

/** How one pays, and the words by which people say so. */
const methods = {
  transfer: ['transfer', 'bank transfer', 'wire', 'sepa', 'virement'],
  card: ['card', 'credit card', 'carte', 'cb', 'carte bancaire'],
  cheque: ['cheque', 'check', 'chq'],
  cash: ['cash', 'especes', 'liquide'],
  direct_debit: ['direct_debit', 'direct debit', 'direct-debit', 'debit', 'prelevement'],
  other: ['other', 'autre'],
} as const

export type Method = keyof typeof methods

/** As the database answers it: JSON keys, RFC 3339 times, days as `2026-06-12`, money as decimal strings. A refund is below 0. */
export type Payment = {
  readonly id: number
  readonly contract_id: number
  readonly amount: string
  readonly paid_on: string
  readonly method: Method
  readonly reference: string | null
  /** The two last ones are written by the contract's own trigger, where what remains was set to an amount. */
  readonly kind: 'payment' | 'refund' | 'opening' | 'adjustment'
  /** Who recorded it; null for somebody who is gone. */
  readonly user_id: number | null
  readonly user_name: string | null
  readonly created_at: string
  readonly cancelled_at: string | null
  readonly cancelled_why: string | null
}

/** A part of the total that is due on a day. What is paid covers the instalments in their order. */
export type Instalment = {
  readonly id: number
  readonly due_on: string
  /** What the day was reckoned from: `signature`, `event-15d`. */
  readonly label: string | null
  readonly amount: string
  /** Of this amount. */
  readonly paid_amount: string
  readonly remaining_amount: string
  readonly state: 'covered' | 'part' | 'due' | 'overdue'
}

/** What was paid for a contract and what is due, beside the schedule and the payments. */
export type Ledger = {
  readonly contract_id: number
  readonly client_id: number
  readonly client_name: string | null
  readonly is_signed: boolean
  readonly total_amount: string
  readonly paid_amount: string
  readonly remaining_amount: string
  readonly next_due: string | null
  readonly schedule: readonly Instalment[]
}

const fields = fieldsOf('payment', {
  id: { kind: 'reference', schema: id },
  amount: { kind: 'amount', schema: paidAmount },
  on: { kind: 'date', column: 'paid_on', placeholder: 'DAY', schema: pastDay, default: (t) => t.output.today },
  method: {
    kind: 'enum',
    words: Object.keys(methods),
    default: () => 'transfer',
    schema: (t) =>
      parser(t, (typed): Method | InvalidValue => {
        const word = fold(typed).replaceAll(/\s+/g, ' ').trim()
        const found = Object.entries(methods).find(([, words]) => words.some((one) => one === word))
        if (found) return found[0] as Method
        const words = Object.keys(methods).join(', ')
        return new InvalidValue(t.payment.unknownMethod({ received: excerpt(typed), words }))
      }),
  },
  reference: { kind: 'text', schema: (t) => text(t, { max: 128 }) },
  part: { kind: 'text', schema: share },
  reason: { kind: 'text', column: 'cancelled_why', schema: (t) => text(t, { max: 256 }) },
})

export const { id: idField, amount: amountField, part: partField, reason: reasonField } = fields

/** The options of a payment. */
export const paymentFields = { on: fields.on, method: fields.method, reference: fields.reference }

/** The columns of a payment. */
export const columns = columnsOf('payment', {
  id: { kind: 'id' },
  contract_id: { kind: 'id' },
  amount: { kind: 'amount' },
  paid_on: { kind: 'date' },
  method: { kind: 'text', shown: ({ method }, t) => t.payment.method[method as Method] },
  reference: { kind: 'text' },
  kind: { kind: 'text', shown: ({ kind }, t) => t.payment.kind[kind as Payment['kind']] },
  user_id: { kind: 'reference' },
  created_at: { kind: 'date' },
  cancelled_at: { kind: 'date' },
  cancelled_why: { kind: 'text' },
})

/** A payment alone, with where its contract stands then. */
export const cardColumns = [
  ...columns,
  ...columnsOf('contract', { remaining_amount: { kind: 'amount' }, next_due: { kind: 'date' } }),
]

/** What was paid and what is due. */
export const ledgerColumns = columnsOf('contract', {
  contract_id: { kind: 'id', label: (t) => t.payment.label.contract_id },
  client_id: { kind: 'reference' },
  total_amount: { kind: 'amount' },
  paid_amount: { kind: 'amount' },
  remaining_amount: { kind: 'amount' },
  next_due: { kind: 'date' },
})

/** The columns of an instalment by itself. */
export const instalmentColumns = columnsOf('payment', {
  id: { kind: 'id' },
  contract_id: { kind: 'id' },
  due_on: { kind: 'date' },
  label: { kind: 'text', shown: ({ label }, t) => shownLabel(label, t) },
  amount: { kind: 'amount' },
})
