/** Payments and schedules: what was paid for a contract, and what is due when. */
interface Paid {
  readonly id: number
  readonly contract: number
  readonly client: string | null
  readonly amount: string
}

interface Reckoned {
  readonly from: 'signature' | 'event'
  readonly shift: {
    readonly count: number
    readonly unit: 'day' | 'week' | 'month' | 'quarter' | 'year'
    readonly sign: 1 | -1
  }
}

export const payment = {
  title: 'Payments',
  schedule: 'Payment schedule',
  card: ({ id, contract, client }: Omit<Paid, 'amount'>) =>
    `Payment ${id} · contract ${contract}${client === null ? '' : ` · ${client}`}`,
  ledger: ({ contract, client }: Pick<Paid, 'contract' | 'client'>) =>
    `Payments · contract ${contract}${client === null ? '' : ` · ${client}`}`,
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
    paid_amount: 'Paid',
    remaining_amount: 'Remaining',
    state: 'State',
    part: 'Part',
  },
  help: {
    id: 'Id of the payment',
    amount: 'Amount in euros, also of a refund',
    on: 'Day of the payment, today at the latest; a weekday alone is the last one',
    method: 'How it was paid',
    reference: 'What the bank statement or the cheque says, up to 128 characters',
    refund: 'The amount was paid back to the client',
    reason: 'Why the payment is cancelled, up to 256 characters',
    part: 'A percentage or an amount, or rest, with the day on which it is due: 30%@signature, 500@2027-03-01, rest@event-15d',
    clear: 'Remove the schedule',
  },
  /** What the day of an instalment was reckoned from. */
  anchor: ({ from, shift: { count, unit, sign } }: Reckoned) =>
    count === 0 ? from : `${count} ${unit}${count === 1 ? '' : 's'} ${sign < 0 ? 'before' : 'after'} the ${from}`,
  method: {
    transfer: 'transfer',
    card: 'card',
    cheque: 'cheque',
    cash: 'cash',
    direct_debit: 'direct debit',
    other: 'other',
  },
  kind: { payment: 'payment', refund: 'refund', opening: 'opening', adjustment: 'adjustment' },
  kindOf: ({ kind, cancelled }: { kind: string; cancelled: boolean }) => (cancelled ? `${kind} (cancelled)` : kind),
  state: { covered: '✓ paid', part: 'partly paid', due: 'due', overdue: '! overdue' },
  unknownMethod: ({ received, words }: { received: string; words: string }) =>
    `"${received}" is not a way to pay. Use one of: ${words}.`,
  recorded: (of: Paid) => `Payment ${of.id} of ${of.amount} recorded for ${contract(of)}.`,
  refunded: (of: Paid) => `Refund ${of.id} of ${of.amount} recorded for ${contract(of)}.`,
  unsigned: ({ contract }: { contract: number }) => `Contract ${contract} is not signed yet.`,
  /** The same payment was recorded within the last minute. `by`: null for somebody who is gone. */
  twin: ({ id, by, at }: { id: number; by: string | null; at: string }) =>
    `The same payment was recorded on ${at}${by === null ? '' : ` by ${by}`}: payment ${id}.`,
  confirmTwin: 'Record it once more?',
  confirmCancel: (of: Paid) => `Cancel payment ${of.id} of ${of.amount} for ${contract(of)}?`,
  cancelled: (of: Paid) => `Payment ${of.id} of ${of.amount} for ${contract(of)} cancelled.`,
  cancelledBefore: ({ id, at }: { id: number; at: string }) => `Payment ${id} was cancelled on ${at} already.`,
  kept: ({ id }: { id: number }) =>
    `Payment ${id} follows from the remaining amount of its contract, so it cannot be cancelled. Change that with --remaining-amount.`,
  refundsStay: ({ id }: { id: number }) =>
    `Payment ${id} cannot be cancelled: more would have been refunded than was paid. Cancel the refund first.`,
  moreThanRemains: ({ amount, remaining }: { amount: string; remaining: string }) =>
    `${amount} is more than what remains (${remaining}).`,
  moreThanPaid: ({ amount, paid }: { amount: string; paid: string }) =>
    `${amount} is more than what was paid (${paid}).`,
  hasPayments: ({ contract, payments }: { contract: number; payments: number }) =>
    `Contract ${contract} has ${payments === 1 ? '1 payment' : `${payments} payments`}, so it cannot be deleted.`,
  part: {
    unreadable: ({ received }: { received: string }) =>
      `"${received}" is not a part of a schedule. Write it like 30%@signature, 500@2027-03-01 or rest@event-15d.`,
    percent: ({ received }: { received: string }) =>
      `"${received}" is not a percentage from 0.0001 to 100, like 30% or 33.33%.`,
    twoRests: 'Only one part can be the rest.',
    unsigned: ({ contract, part }: { contract: number; part: string }) =>
      `Contract ${contract} is not signed, so nothing can be due at ${part}.`,
    noEvent: ({ contract, part }: { contract: number; part: string }) =>
      `Contract ${contract} has no event, so nothing can be due at ${part}.`,
    tooFar: ({ part }: { part: string }) => `${part} is not a day between 03/01/0001 and 29/12/9999.`,
    noRest: ({ others, total }: { others: string; total: string }) =>
      `Nothing is left for the rest: the other parts make ${others}, and the total is ${total}.`,
    nothing: ({ part, total }: { part: string; total: string }) => `${part} is less than a cent of ${total}.`,
  },
  wrongSum: ({
    scheduled,
    total,
    difference,
    more,
  }: {
    scheduled: string
    total: string
    difference: string
    more: boolean
  }) =>
    `The instalments add up to ${scheduled}, which is ${difference} ${more ? 'more' : 'less'} than the total (${total}).`,
  scheduled: ({ count, ...of }: Pick<Paid, 'contract' | 'client'> & { count: number }) =>
    `Schedule of ${contract(of)} saved: ${count === 1 ? '1 instalment' : `${count} instalments`}.`,
  unscheduled: (of: Pick<Paid, 'contract' | 'client'>) => `Schedule of ${contract(of)} removed.`,
  noSchedule: (of: Pick<Paid, 'contract' | 'client'>) =>
    `Contract ${of.contract} has no schedule. Nothing was changed.`,
  sameSchedule: ({ contract }: { contract: number }) =>
    `Contract ${contract} already has this schedule. Nothing was changed.`,
  replaced: ({ instalments }: { instalments: string }) => `Before: ${instalments}`,
  /** One of them, on a line with the others. */
  instalment: ({ day, amount }: { day: string; amount: string }) => `${day} ${amount}`,
  noLonger: ({ contract, scheduled, total }: { contract: number; scheduled: string; total: string }) =>
    `The schedule of contract ${contract} adds up to ${scheduled}, no longer to the total (${total}).`,
}

const contract = ({ contract: id, client }: { contract: number; client: string | null }) =>
  `contract ${id}${client === null ? '' : ` (${client})`}`
