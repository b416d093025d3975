/** An event: its fields and its columns, as plain data. */

import { columnsOf, fieldsOf, filtersOf, keptColumns, withColumnsAfter } from '../field/attribute.ts'
import { count } from '../field/count.ts'
import { date } from '../field/date.ts'
import { period } from '../field/period.ts'
import { referenceTo } from '../field/reference.ts'
import { text } from '../field/text.ts'
import { words } from '../field/words.ts'
import type { Catalog } from '../i18n/catalog.ts'

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

/** A single event, as its `view` shows it, also has the email address and phone number of its client, if the caller may see the client. */
export type EventCard = Event & { readonly client_email: string | null; readonly client_phone: string | null }

export const { id: idField } = fieldsOf('event', { id: referenceTo('event') })

export const fields = fieldsOf('event', {
  contractId: { ...referenceTo('contract'), short: 'c', aliases: ['contract'] },
  title: { kind: 'text', short: 't', schema: (t) => text(t, { max: 128 }) },
  fullAddress: { kind: 'text', short: 'a', schema: (t) => text(t, { max: 256 }) },
  startDate: { kind: 'date', short: 's', schema: (t) => date(t, { edge: 'start', ahead: true }) },
  endDate: { kind: 'date', short: 'e', schema: (t) => date(t, { edge: 'end', ahead: true }) },
  participantCount: { kind: 'count', schema: count, default: () => '0' },
  supportContactId: { ...referenceTo('user'), aliases: ['support'], nullable: true },
  notes: { kind: 'lines', short: 'n', schema: (t) => text(t, { max: 10_000, lines: true }), nullable: true },
})

/** The argument of `event assign_support`: unlike the option, it cannot be empty. */
export const { support: supportField } = fieldsOf('event', {
  support: { ...referenceTo('user'), option: 'support-contact-id', column: 'support_contact_id' },
})

/** Refuses a support who is not free, where otherwise there is a warning. */
export const strict = { option: 'strict', help: (t: Catalog) => t.event.help.strict } as const

/** The columns of `event assign_support --suggest`. */
export const candidateColumns = columnsOf('event', {
  id: { kind: 'id' },
  full_name: { kind: 'text' },
  free: { kind: 'yes-no' },
  clashes: { kind: 'count' },
  tight: { kind: 'count', dropPriority: 2 },
  week_events: { kind: 'count' },
  week_hours: { kind: 'count', dropPriority: 1 },
})

/** What narrows the list of events. An event is in a period when the two overlap. */
export const filters = filtersOf('event', {
  search: { kind: 'words', schema: words },
  client: { ...referenceTo('client'), many: true },
  contract: { ...referenceTo('contract'), many: true },
  support: { ...referenceTo('user'), many: true, aliases: ['support-contact-id'], contradicts: ['unassigned'] },
  unassigned: { kind: 'switch' },
  commercial: { ...referenceTo('user'), many: true },
  on: { kind: 'period', schema: (t) => period(t, { bare: 'next' }) },
  since: { kind: 'period', schema: (t) => period(t, { bare: 'last' }), upTo: 'until' },
  until: { kind: 'period', schema: (t) => period(t, { bare: 'next' }) },
  upcoming: { kind: 'switch' },
  minParticipants: { kind: 'count', schema: count },
  onlyMine: { kind: 'switch' },
})

export const sorts = ['id', 'start', 'title', 'participants', 'client'] as const

// At 80 columns a list has id, title, start, place and who runs it: where one has to be, and for whom nobody comes yet.
export const columns = columnsOf('event', {
  id: { kind: 'id' },
  title: { kind: 'text', comfortable: 12 },
  contract_id: { kind: 'id', dropPriority: 6, saidBy: ['contract'] },
  client_id: { kind: 'reference', dropPriority: 3, shownFor: { sort: 'client' }, saidBy: ['client'] },
  start_date: { kind: 'date', upcoming: { end: 'end_date', needs: 'support_contact_id' } },
  end_date: { kind: 'date', dropPriority: 4 },
  full_address: { kind: 'text', comfortable: 10, dropPriority: 2 },
  participant_count: {
    kind: 'count',
    dropPriority: 5,
    shownFor: { sort: 'participants', filters: ['minParticipants'] },
  },
  support_contact_id: {
    kind: 'reference',
    comfortable: 12,
    dropPriority: 1,
    saidBy: ['support', 'unassigned'],
  },
  commercial_id: { kind: 'reference', cardOnly: true },
  notes: { kind: 'lines', cardOnly: true },
  ...keptColumns,
})

/** The columns of a single event: below the client, how the client is reached. */
export const cardColumns = withColumnsAfter(
  columns,
  'client_id',
  columnsOf('event', { client_email: { kind: 'text' }, client_phone: { kind: 'phone' } }),
)
