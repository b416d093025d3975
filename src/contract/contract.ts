/** A contract: its fields and its columns, as plain data. */

import { amount } from '../field/amount.ts'
import { columnsOf, fieldsOf, filtersOf, keptColumns, withColumnsAfter } from '../field/attribute.ts'
import { period } from '../field/period.ts'
import { referenceTo } from '../field/reference.ts'
import { words } from '../field/words.ts'
import { yesNo } from '../field/yes-no.ts'

/** As the database answers it: JSON keys, RFC 3339 times, money as decimal strings. */
export type Contract = {
  readonly id: number
  readonly client_id: number
  readonly client_name: string | null
  readonly commercial_id: number
  readonly commercial_name: string
  readonly total_amount: string
  readonly remaining_amount: string
  readonly is_signed: boolean
  readonly is_fully_paid: boolean
  /** When it was signed. */
  readonly signed_at: string | null
  /** The first day on which something is due that is not covered by what is paid: `2026-06-12`. */
  readonly next_due: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** A single contract, as its `view` shows it, also has what was paid so far, and the number of its events that the caller may see. */
export type ContractCard = Contract & { readonly paid_amount: string; readonly event_count: number }

export const { id: idField } = fieldsOf('contract', { id: referenceTo('contract') })

export const fields = fieldsOf('contract', {
  clientId: { ...referenceTo('client'), aliases: ['client'] },
  commercialId: { ...referenceTo('user'), aliases: ['commercial'] },
  totalAmount: { kind: 'amount', schema: amount },
  remainingAmount: {
    kind: 'amount',
    schema: amount,
    default: (t, values) =>
      typeof values?.['totalAmount'] === 'string' ? t.format.amount(values['totalAmount']) : t.contract.theTotal,
  },
  isSigned: { kind: 'yes-no', schema: yesNo, default: () => 'false' },
  isFullyPaid: { kind: 'yes-no', schema: yesNo },
})

/** What narrows the list of contracts. Amounts are the total, those with `due` what remains. */
export const filters = filtersOf('contract', {
  search: { kind: 'words', schema: words },
  client: { ...referenceTo('client'), many: true },
  commercial: { ...referenceTo('user'), many: true },
  company: { ...referenceTo('company'), many: true },
  signed: { kind: 'switch', contradicts: ['unsigned'] },
  unsigned: { kind: 'switch' },
  paid: { kind: 'switch', contradicts: ['unpaid'] },
  unpaid: { kind: 'switch' },
  overdue: { kind: 'switch', contradicts: ['unsigned', 'paid'] },
  withoutEvent: { kind: 'switch' },
  min: { kind: 'amount', schema: amount, upTo: 'max' },
  max: { kind: 'amount', schema: amount },
  minDue: { kind: 'amount', schema: amount, upTo: 'maxDue' },
  maxDue: { kind: 'amount', schema: amount },
  since: { kind: 'period', schema: (t) => period(t, { bare: 'last' }), upTo: 'until' },
  until: { kind: 'period', schema: (t) => period(t, { bare: 'next' }) },
  onlyMine: { kind: 'switch' },
})

export const sorts = ['id', 'client', 'total', 'due', 'next_due', 'created'] as const

export const columns = columnsOf('contract', {
  id: { kind: 'id' },
  client_id: { kind: 'reference', saidBy: ['client'] },
  commercial_id: { kind: 'reference', dropPriority: 3, saidBy: ['commercial'] },
  total_amount: { kind: 'amount', dropPriority: 1, shownFor: { sort: 'total', filters: ['min', 'max'] } },
  remaining_amount: { kind: 'amount' },
  is_signed: {
    kind: 'yes-no',
    states: { yes: (t) => t.contract.signed, no: (t) => t.contract.unsigned },
    saidBy: ['signed', 'unsigned'],
  },
  is_fully_paid: {
    kind: 'yes-no',
    states: { yes: (t) => t.contract.paid, no: (t) => t.contract.unpaid },
    dropPriority: 2,
    saidBy: ['paid', 'unpaid'],
  },
  next_due: { kind: 'date', cardOnly: true, shownFor: { sort: 'next_due', filters: ['overdue'] } },
  signed_at: { kind: 'date', cardOnly: true },
  ...keptColumns,
  created_at: { ...keptColumns.created_at, shownFor: { sort: 'created', filters: ['since', 'until'] } },
})

/** The columns of a single contract. */
export const cardColumns = withColumnsAfter(
  withColumnsAfter(columns, 'total_amount', columnsOf('contract', { paid_amount: { kind: 'amount' } })),
  'signed_at',
  columnsOf('contract', { event_count: { kind: 'count' } }),
)
