/** How records look below the card of another one, and among what `find` has found. */

import { columnsOf } from '../field/attribute.ts'
import type { Column } from '../field/column.ts'
import { shownLabel } from '../field/share.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** The kinds of records that can be listed below another one. */
export type Kind = 'clients' | 'contracts' | 'events' | 'interactions' | 'payments' | 'schedule'

const createdAt = (t: Catalog) => t.output.createdAt

export const columns = {
  clients: columnsOf('client', {
    id: { kind: 'id' },
    full_name: { kind: 'text' },
    email: { kind: 'text', dropPriority: 2 },
    phone: { kind: 'phone', dropPriority: 1 },
    company_id: { kind: 'reference', dropPriority: 3 },
    last_contact_date: { kind: 'date', dropPriority: 5 },
    commercial_id: { kind: 'reference', dropPriority: 4 },
  }),
  contracts: columnsOf('contract', {
    id: { kind: 'id' },
    client_id: { kind: 'reference' },
    created_at: { kind: 'date', label: createdAt, dropPriority: 3 },
    total_amount: { kind: 'amount', dropPriority: 1 },
    remaining_amount: { kind: 'amount' },
    is_signed: { kind: 'yes-no', states: { yes: (t) => t.contract.signed, no: (t) => t.contract.unsigned } },
    is_fully_paid: {
      kind: 'yes-no',
      states: { yes: (t) => t.contract.paid, no: (t) => t.contract.unpaid },
      dropPriority: 2,
    },
  }),
  events: columnsOf('event', {
    id: { kind: 'id' },
    title: { kind: 'text' },
    client_id: { kind: 'reference', dropPriority: 1 },
    start_date: { kind: 'date', upcoming: true },
    end_date: { kind: 'date', dropPriority: 4 },
    full_address: { kind: 'text', dropPriority: 5 },
    support_contact_id: { kind: 'reference', dropPriority: 2 },
  }),
  // Not `notes`: that is a column of events.
  interactions: columnsOf('interaction', {
    id: { kind: 'id', dropPriority: 3 },
    client_id: { kind: 'id', dropPriority: 4 },
    event_id: { kind: 'id', dropPriority: 2 },
    at: { kind: 'date' },
    kind: {
      kind: 'text',
      dropPriority: 1,
      shown: ({ kind }, t) => t.interaction.kind[kind as keyof typeof t.interaction.kind],
    },
    text: { kind: 'lines', comfortable: 24, wraps: 6 },
    next_on: { kind: 'date', dropPriority: 3 },
    no_next: { kind: 'yes-no', audience: 'program' },
    user_id: { kind: 'reference', dropPriority: 2 },
  }),
  payments: columnsOf('payment', {
    id: { kind: 'id' },
    paid_on: { kind: 'date' },
    amount: { kind: 'amount' },
    kind: {
      kind: 'text',
      shown: ({ kind, cancelled_at: cancelled }, t) =>
        t.payment.kindOf({ kind: t.payment.kind[kind as keyof typeof t.payment.kind], cancelled: cancelled !== null }),
    },
    method: {
      kind: 'text',
      dropPriority: 1,
      shown: ({ method }, t) => t.payment.method[method as keyof typeof t.payment.method],
    },
    reference: { kind: 'text', dropPriority: 2 },
    user_id: { kind: 'reference', dropPriority: 3 },
    created_at: { kind: 'date', dropPriority: 6 },
    cancelled_at: { kind: 'date', dropPriority: 5 },
    cancelled_why: { kind: 'text', dropPriority: 4 },
  }),
  schedule: columnsOf('payment', {
    id: { kind: 'id', dropPriority: 4 },
    due_on: { kind: 'date' },
    label: { kind: 'text', dropPriority: 2, shown: ({ label }, t) => shownLabel(label, t) },
    amount: { kind: 'amount' },
    paid_amount: { kind: 'amount', dropPriority: 1 },
    remaining_amount: { kind: 'amount' },
    state: { kind: 'text', shown: ({ state }, t) => t.payment.state[state as keyof typeof t.payment.state] },
  }),
} as const satisfies Record<Kind, readonly Column[]>

/** A row of one of them, as the database answers it. */
export type Related = Readonly<Record<string, unknown>>
