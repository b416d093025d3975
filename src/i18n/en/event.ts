/** Events: field names, help and messages. */
interface Titled {
  readonly id: number
  readonly title: string
}
interface Assigned extends Titled {
  readonly name: string | null
  readonly support: number
}

/** An event whose id and title the reader may not learn has none. */
interface Partly {
  readonly id: number | null
  readonly title: string | null
}
interface Who {
  readonly name: string | null
  readonly support: number
}
interface Clashing extends Who {
  readonly event: Titled | null
  readonly start: string
  readonly end: string
}

const titled = ({ id, title }: Titled) => `${id} “${title}”`
const person = ({ name, support }: Who) => (name ? `${name} (${support})` : `User ${support}`)
const other = (event: Titled | null) => (event ? `event ${titled(event)}` : 'another event')

export const event = {
  title: 'Events',
  card: ({ id, title }: { id: number; title: string }) => `Event ${id} · ${title}`,
  label: {
    id: 'Id',
    contract_id: 'Contract',
    client_id: 'Client',
    client_email: 'Client email',
    client_phone: 'Client phone',
    commercial_id: 'Salesperson',
    title: 'Title',
    full_address: 'Address',
    start_date: 'Start',
    end_date: 'End',
    participant_count: 'Participants',
    support_contact_id: 'Support',
    notes: 'Notes',
    on: 'Day',
    full_name: 'Support',
    free: 'Free',
    clashes: 'Clashes',
    tight: 'Too close',
    week_events: 'Events that week',
    week_hours: 'Hours that week',
  },
  help: {
    id: 'Title or id of the event',
    contract_id: 'Id of the contract, or the name of its client; it must be signed',
    title: 'Title, up to 128 characters',
    full_address: 'Address, up to 256 characters',
    start_date: 'Start; without a time, 00:00 (an update keeps the time)',
    end_date: 'End, after the start; without a time, 23:59 (an update keeps the time)',
    participant_count: 'Number of participants',
    support_contact_id: 'Name or id of the support colleague (needs event:assign_support)',
    support: 'Name or id of the support colleague',
    notes: 'Notes, up to 10,000 characters',
    period: 'Days to show (default: the present month)',
    on: 'Day of the new event; its hours stay',
    withSupport: 'Assign it to the same support colleague (needs event:assign_support)',
    withNotes: 'With --format ics: also the notes and the phone number of the client',
    strict: 'Refuse a support colleague who has another event at that time',
    suggest: 'Offer the three colleagues who are the freest then; in a script, list them',
    replace_notes: 'Replace notes that have text, without asking',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Title, address or client: each word, as the beginning of a word',
    client: 'Only events of this client',
    contract: 'Only events of this contract',
    support: 'Only events assigned to this support colleague',
    unassigned: 'Only events without a support colleague',
    commercial: "Only events of this salesperson's clients",
    on: 'Only events that take place in this period',
    since: 'Only events that end in this period or later',
    until: 'Only events that start in this period or earlier',
    upcoming: 'Only events that are not over yet',
    minParticipants: 'This many participants or more',
    onlyMine: 'Only events of your clients, or assigned to you',
  },
  period: 'Period',
  /** In the description of a calendar entry. */
  calendar: {
    participants: ({ count }: { count: number }) => (count === 1 ? '1 participant' : `${count} participants`),
    client: ({ client, phone }: { client: string; phone: string }) => `${client}: ${phone}`,
  },
  noSupport: 'unassigned',
  none: 'No events to show.',
  created: ({ contract, client, ...of }: Titled & { contract: number; client: string | null }) =>
    `Event ${titled(of)} created, for contract ${contract}${client ? ` (${client})` : ''}.`,
  updated: (of: Titled) => `Event ${titled(of)} updated.`,
  unchanged: (of: Titled) => `Event ${titled(of)} already has these values. Nothing was changed.`,
  notesKept: ({ notes, ...of }: Titled & { notes: string }) =>
    `Event ${titled(of)} already has notes: “${notes}”. To add to them, use event note; to replace them, add --replace-notes. Nothing was saved.`,
  replaceNotes: ({ notes, ...of }: Titled & { notes: string }) =>
    `Event ${titled(of)} already has notes: “${notes}”. Replace them? (event note adds to them)`,
  endMoved: 'The end moved along with the start.',
  asBefore: 'as before',
  copied: {
    contract_id: 'contract',
    title: 'title',
    full_address: 'address',
    start_date: 'hours',
    participant_count: 'participants',
    notes: 'notes',
    support_contact_id: 'support',
  },
  /** `not` may be empty. */
  copiedLine: ({ copied, not }: { copied: string; not: string }) =>
    `Copied: ${copied}.${not === '' ? '' : ` Not copied: ${not}.`}`,
  cloned: ({ from, contract, client, ...of }: Titled & { from: number; contract: number; client: string | null }) =>
    `Event ${titled(of)} created like event ${from}, for contract ${contract}${client ? ` (${client})` : ''}.`,
  /** The hour of a start that clocks skip on the new day. */
  skippedHour: ({ before, now }: { before: string | undefined; now: string }) =>
    `The clocks skip ${before} on that day: the event starts at ${now}.`,
  deleted: (of: Titled) => `Event ${titled(of)} deleted.`,
  confirmDelete: (of: Titled) => `Delete event ${titled(of)}?`,
  assigned: ({ name, support, ...of }: Assigned) =>
    `Event ${titled(of)} is assigned to ${name ? `${name} (${support})` : `user ${support}`}.`,
  alreadyAssigned: ({ name, support, ...of }: Assigned) =>
    `Event ${titled(of)} is already assigned to ${name ? `${name} (${support})` : `user ${support}`}. Nothing was changed.`,
  unsigned: ({ contract }: { contract: number }) => `Contract ${contract} is not signed, so it cannot have an event.`,
  endsTooSoon: ({ start, end }: { start: string; end: string }) =>
    `An event must end after it starts: ${end} is not after ${start}.`,
  notSupport: ({ name, support }: { name: string | null; support: number }) =>
    `${name ? `${name} (${support})` : `User ${support}`} is not an active support colleague (role support).`,
  /** In a list of colleagues, what they do at the time of an event. */
  free: 'free',
  tight: 'free, less than 2 hours from another event',
  busy: ({ event: of, more }: { event: Partly | null; more: number }) =>
    `busy: ${of?.id ? `#${of.id} ${of.title}` : 'another event'}${more > 0 ? ` and ${more} more` : ''}`,
  thatWeek: ({ count }: { count: number }) => `${count} ${count === 1 ? 'event' : 'events'} that week`,
  clash: ({ event: of, start, end, ...who }: Clashing) =>
    `${person(who)} has ${other(of)} at the same time: ${start} – ${end}.`,
  tightClash: ({ event: of, start, end, ...who }: Clashing) =>
    `${person(who)} has less than 2 hours between this event and ${other(of)}, at another address: ${start} – ${end}.`,
  moreClashes: (who: Who) => `${person(who)} has more events at that time.`,
  notFree: ({ clashes, ...who }: Who & { clashes: number }) =>
    `${person(who)} is not free: ${clashes === 1 ? '1 other event' : `${clashes} other events`} at the same time.`,
  hiddenClashes: ({ count }: { count: number }) => (count === 1 ? 'another event' : `${count} other events`),
  suggestions: ({ id, title }: Titled) => `The freest for event ${titled({ id, title })}`,
  nobodyToSuggest: 'No active support colleague.',
}
