/** A contract: its fields and its columns, as plain data. */

import { amount } from '../field/amount.ts'
import { columnsOf, fieldsOf, keptColumns, withColumnsAfter } from '../field/attribute.ts'
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

/** A single contract, as its `view` shows it, also has the number of its events that the caller may see. */
export type ContractCard = Contract & { readonly event_count: number }

export const { id: idField } = fieldsOf('contract', { id: { kind: 'reference', schema: id } })

export const fields = fieldsOf('contract', {
  clientId: { kind: 'reference', schema: id },
  commercialId: { kind: 'reference', schema: id },
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

export const columns = columnsOf('contract', {
  id: { kind: 'id' },
  client_id: { kind: 'reference' },
  commercial_id: { kind: 'reference', dropPriority: 3 },
  total_amount: { kind: 'amount', dropPriority: 1 },
  remaining_amount: { kind: 'amount' },
  is_signed: { kind: 'yes-no', states: { yes: (t) => t.contract.signed, no: (t) => t.contract.unsigned } },
  is_fully_paid: {
    kind: 'yes-no',
    states: { yes: (t) => t.contract.paid, no: (t) => t.contract.unpaid },
    dropPriority: 2,
  },
  ...keptColumns,
})

/** The columns of a single contract. */
export const cardColumns = withColumnsAfter(
  columns,
  'is_fully_paid',
  columnsOf('contract', { event_count: { kind: 'count' } }),
)
