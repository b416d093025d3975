/** A contract: its fields and its columns. Plain data. */

import { amount } from '../field/amount.ts'
import type { Column } from '../field/column.ts'
import { field } from '../field/field.ts'
import { id } from '../field/id.ts'
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
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** One contract alone comes with the number of its events, as far as one sees them. */
export type ContractCard = Contract & { readonly event_count: number }

export const idField = field({
  kind: 'reference',
  option: 'id',
  column: 'id',
  label: (t) => t.contract.label.id,
  help: (t) => t.contract.help.id,
  schema: id,
})

export const fields = {
  clientId: field({
    kind: 'reference',
    option: 'client-id',
    column: 'client_id',
    label: (t) => t.contract.label.client_id,
    help: (t) => t.contract.help.client_id,
    schema: id,
  }),
  commercialId: field({
    kind: 'reference',
    option: 'commercial-id',
    column: 'commercial_id',
    label: (t) => t.contract.label.commercial_id,
    help: (t) => t.contract.help.commercial_id,
    schema: id,
  }),
  totalAmount: field({
    kind: 'amount',
    option: 'total-amount',
    column: 'total_amount',
    label: (t) => t.contract.label.total_amount,
    help: (t) => t.contract.help.total_amount,
    schema: amount,
  }),
  remainingAmount: field({
    kind: 'amount',
    option: 'remaining-amount',
    column: 'remaining_amount',
    label: (t) => t.contract.label.remaining_amount,
    help: (t) => t.contract.help.remaining_amount,
    schema: amount,
  }),
  isSigned: field({
    kind: 'yes-no',
    option: 'is-signed',
    column: 'is_signed',
    label: (t) => t.contract.label.is_signed,
    help: (t) => t.contract.help.is_signed,
    schema: yesNo,
  }),
  isFullyPaid: field({
    kind: 'yes-no',
    option: 'is-fully-paid',
    column: 'is_fully_paid',
    label: (t) => t.contract.label.is_fully_paid,
    help: (t) => t.contract.help.is_fully_paid,
    schema: yesNo,
  }),
}

export const columns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.contract.label.id },
  { key: 'client_id', kind: 'reference', label: (t) => t.contract.label.client_id },
  { key: 'commercial_id', kind: 'reference', label: (t) => t.contract.label.commercial_id, dropPriority: 3 },
  { key: 'total_amount', kind: 'amount', label: (t) => t.contract.label.total_amount, dropPriority: 1 },
  { key: 'remaining_amount', kind: 'amount', label: (t) => t.contract.label.remaining_amount },
  {
    key: 'is_signed',
    kind: 'yes-no',
    label: (t) => t.contract.label.is_signed,
    states: { yes: (t) => t.contract.signed, no: (t) => t.contract.unsigned },
  },
  {
    key: 'is_fully_paid',
    kind: 'yes-no',
    label: (t) => t.contract.label.is_fully_paid,
    states: { yes: (t) => t.contract.paid, no: (t) => t.contract.unpaid },
    dropPriority: 2,
  },
  { key: 'created_at', kind: 'date', label: (t) => t.output.createdAt, cardOnly: true },
  { key: 'updated_at', kind: 'date', label: (t) => t.output.updatedAt, cardOnly: true },
  { key: 'version', kind: 'count', label: (t) => t.output.version, cardOnly: true },
]

/** The columns of one contract alone. */
export const cardColumns: readonly Column[] = columns.flatMap((column) =>
  column.key === 'is_fully_paid'
    ? [column, { key: 'event_count', kind: 'count', label: (t) => t.contract.label.event_count }]
    : [column],
)
