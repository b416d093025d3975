/** Payments and schedules: what was paid for a contract, and what is due when. */
export const payment = {
  title: 'Payments',
  card: ({ id }: { id: number }) => `Payment ${id}`,
  label: {
    id: 'Id',
    contract_id: 'Contract',
    amount: 'Amount',
    paid_on: 'Paid on',
    method: 'Method',
    reference: 'Reference',
    kind: 'Kind',
    user_id: 'Recorded by',
    created_at: 'Recorded on',
    cancelled_at: 'Cancelled on',
    cancelled_why: 'Reason',
    due_on: 'Due on',
    label: 'For',
  },
  method: {
    transfer: 'transfer',
    card: 'card',
    cheque: 'cheque',
    cash: 'cash',
    direct_debit: 'direct debit',
    other: 'other',
  },
  kind: { payment: 'payment', refund: 'refund', opening: 'opening', adjustment: 'adjustment' },
}
