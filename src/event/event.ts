/** An event: its fields and its columns. Plain data. */

import type { Column } from '../field/column.ts'
import { count } from '../field/count.ts'
import { date } from '../field/date.ts'
import { field } from '../field/field.ts'
import { id } from '../field/id.ts'
import { text } from '../field/text.ts'

/** As the database answers it: JSON keys, RFC 3339 times. */
export type Event = {
  readonly id: number
  readonly contract_id: number
  readonly client_id: number | null
  readonly client_name: string | null
  /** The client's commercial. */
  readonly commercial_id: number | null
  readonly commercial_name: string | null
  readonly title: string
  readonly full_address: string
  readonly support_contact_id: number | null
  readonly support_contact_name: string | null
  readonly start_date: string
  readonly end_date: string
  readonly participant_count: number
  readonly notes: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly version: number
}

/** One event alone comes with how its client is reached, where one may see the client. */
export type EventCard = Event & { readonly client_email: string | null; readonly client_phone: string | null }

export const idField = field({
  kind: 'reference',
  option: 'id',
  column: 'id',
  label: (t) => t.event.label.id,
  help: (t) => t.event.help.id,
  schema: id,
})

export const fields = {
  contractId: field({
    kind: 'reference',
    option: 'contract-id',
    short: 'c',
    column: 'contract_id',
    label: (t) => t.event.label.contract_id,
    help: (t) => t.event.help.contract_id,
    schema: id,
  }),
  title: field({
    kind: 'text',
    option: 'title',
    short: 't',
    column: 'title',
    label: (t) => t.event.label.title,
    help: (t) => t.event.help.title,
    schema: (t) => text(t, { max: 128 }),
  }),
  fullAddress: field({
    kind: 'text',
    option: 'full-address',
    short: 'a',
    column: 'full_address',
    label: (t) => t.event.label.full_address,
    help: (t) => t.event.help.full_address,
    schema: (t) => text(t, { max: 256 }),
  }),
  startDate: field({
    kind: 'date',
    option: 'start-date',
    short: 's',
    column: 'start_date',
    label: (t) => t.event.label.start_date,
    help: (t) => t.event.help.start_date,
    schema: (t) => date(t, { edge: 'start' }),
  }),
  endDate: field({
    kind: 'date',
    option: 'end-date',
    short: 'e',
    column: 'end_date',
    label: (t) => t.event.label.end_date,
    help: (t) => t.event.help.end_date,
    schema: (t) => date(t, { edge: 'end' }),
  }),
  participantCount: field({
    kind: 'count',
    option: 'participant-count',
    column: 'participant_count',
    label: (t) => t.event.label.participant_count,
    help: (t) => t.event.help.participant_count,
    schema: count,
  }),
  supportContactId: field({
    kind: 'reference',
    option: 'support-contact-id',
    column: 'support_contact_id',
    label: (t) => t.event.label.support_contact_id,
    help: (t) => t.event.help.support_contact_id,
    schema: id,
    nullable: true,
  }),
  notes: field({
    kind: 'lines',
    option: 'notes',
    short: 'n',
    column: 'notes',
    label: (t) => t.event.label.notes,
    help: (t) => t.event.help.notes,
    schema: (t) => text(t, { max: 10_000, lines: true }),
    nullable: true,
  }),
}

/** Whoever takes an event over: an argument of its own, so it cannot be empty. */
export const supportField = field({
  kind: 'reference',
  option: 'support-contact-id',
  column: 'support_contact_id',
  label: (t) => t.event.label.support_contact_id,
  help: (t) => t.event.help.support,
  schema: id,
})

export const columns: readonly Column[] = [
  { key: 'id', kind: 'id', label: (t) => t.event.label.id },
  { key: 'title', kind: 'text', label: (t) => t.event.label.title },
  { key: 'contract_id', kind: 'id', label: (t) => t.event.label.contract_id, dropPriority: 4 },
  { key: 'client_id', kind: 'reference', label: (t) => t.event.label.client_id, dropPriority: 1 },
  { key: 'start_date', kind: 'date', label: (t) => t.event.label.start_date, upcoming: true },
  { key: 'end_date', kind: 'date', label: (t) => t.event.label.end_date, dropPriority: 3 },
  { key: 'full_address', kind: 'text', label: (t) => t.event.label.full_address, dropPriority: 6 },
  { key: 'participant_count', kind: 'count', label: (t) => t.event.label.participant_count, dropPriority: 5 },
  { key: 'support_contact_id', kind: 'reference', label: (t) => t.event.label.support_contact_id, dropPriority: 2 },
  { key: 'commercial_id', kind: 'reference', label: (t) => t.event.label.commercial_id, cardOnly: true },
  { key: 'notes', kind: 'lines', label: (t) => t.event.label.notes, cardOnly: true },
  { key: 'created_at', kind: 'date', label: (t) => t.output.createdAt, cardOnly: true },
  { key: 'updated_at', kind: 'date', label: (t) => t.output.updatedAt, cardOnly: true },
  { key: 'version', kind: 'count', label: (t) => t.output.version, cardOnly: true },
]

const contact: readonly Column[] = [
  { key: 'client_email', kind: 'text', label: (t) => t.event.label.client_email },
  { key: 'client_phone', kind: 'phone', label: (t) => t.event.label.client_phone },
]

/** The columns of one event alone: its client's address and number stand below the client. */
export const cardColumns: readonly Column[] = columns.flatMap((column) =>
  column.key === 'client_id' ? [column, ...contact] : [column],
)
