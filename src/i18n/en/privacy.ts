/** The data of a client: given to them, erased, and who has been silent for long. */
const kinds: Readonly<Record<string, (count: number) => string>> = {
  client: () => 'name, email and phone',
  event: (count) => (count === 1 ? '1 event' : `${count} events`),
  interaction: (count) => (count === 1 ? '1 note' : `${count} notes`),
  payment: (count) => (count === 1 ? '1 payment' : `${count} payments`),
  instalment: (count) => (count === 1 ? '1 instalment' : `${count} instalments`),
  audit: (count) => (count === 1 ? '1 entry of the audit log' : `${count} entries of the audit log`),
}

export const privacy = {
  title: 'Erased clients',
  label: {
    client_id: 'Client',
    at: 'Erased on',
    user_id: 'Erased by',
    reason: 'Reason',
    replay: 'List of erasures',
    since: 'Erased before',
    replaced: 'Replaced',
    erased: 'Erased anew',
    unchanged: 'Still erased',
    missing: 'Not there',
    due: 'With money due or an event to come',
    path: 'Path',
    instant: 'As of',
    counts: 'Records',
    left_out: 'Left out',
    years: 'Years',
    last_activity: 'Last activity',
    contract_count: 'Contracts',
    event_count: 'Events',
    note_count: 'Notes',
    erase: 'To erase the data',
  },
  help: {
    reason: 'Why: it is kept, so it must not name the client',
    list: 'List the clients whose data were erased',
    replay:
      'Erase again what this file lists (the JSON of --list): after an older backup was restored. - for standard input',
    years: 'How many years without any contact, contract, event or payment',
  },
  /** What is replaced: `name, email and phone`, `3 events`. */
  kind: ({ table, count }: { table: string; count: number }) => kinds[table]?.(count) ?? `${count} ${table}`,
  willReplace: ({ what }: { what: string }) => `To be replaced: ${what}.`,
  stays: 'Amounts, dates and ids stay.',
  confirmErase: ({ id, name }: { id: number; name: string | null }) =>
    `Erase the data of client ${id}${name === null ? '' : `, ${name}`}? This cannot be undone.`,
  erased: ({ id, what }: { id: number; what: string }) =>
    `The data of client ${id} were erased. Replaced: ${what}. This cannot be undone.`,
  already: ({ id, at }: { id: number; at: string }) =>
    `The data of client ${id} were erased on ${at}, and there is nothing new to erase.`,
  backups: 'Backups, exports and printed papers still hold them. After restoring a backup, use client erase --replay.',
  moneyDue: ({ id, contracts, remaining }: { id: number; contracts: number; remaining: string }) =>
    `The data of client ${id} cannot be erased: ${remaining} ${contracts === 1 ? 'is due on a signed contract' : `are due on ${contracts} signed contracts`}.`,
  eventComing: ({ id, events }: { id: number; events: number }) =>
    `The data of client ${id} cannot be erased: ${events === 1 ? 'an event is' : `${events} events are`} not over.`,
  merged: ({ id, into }: { id: number; into: number }) =>
    `Client ${id} was merged into client ${into}, whose data include what was kept of it.`,
  reasonMissing: 'Say why: --reason',
  clientMissing: 'Say which client, or use --list or --replay.',
  notBoth: ({ options }: { options: string }) => `Use only one of these: ${options}.`,
  none: 'The data of no client were erased.',
  notAList: ({ path }: { path: string }) =>
    `${path} is no list of erasures: it must hold the JSON of client erase --list.`,
  cannotRead: ({ path, reason }: { path: string; reason: string }) => `${path} cannot be read (${reason}).`,
  stdinTerminal: 'Standard input is a terminal. Name a file, or send one: client erase --replay - < erasures.json',
  confirmReplay: ({ count }: { count: number }) =>
    `Erase the data of ${count === 1 ? 'the client in this list' : `the ${count} clients in this list`} again? This cannot be undone.`,
  wouldReplay: ({ erased, unchanged, missing }: { erased: number; unchanged: number; missing: number }) =>
    `To be erased anew: ${erased} · still erased: ${unchanged} · not there: ${missing}`,
  replayed: ({ erased, unchanged, missing }: { erased: number; unchanged: number; missing: number }) =>
    `Erased anew: ${erased} · still erased: ${unchanged} · not there: ${missing}`,
  replayedDue: ({ ids }: { ids: readonly number[] }) =>
    `Money is due or an event is to come for ${ids.length === 1 ? 'client' : 'clients'} ${ids.join(', ')}. Their data were erased all the same.`,
  exported: ({ id, path, records }: { id: number; path: string; records: number }) =>
    `The data of client ${id} (${records === 1 ? '1 record' : `${records} records`}) were written to ${path}.`,
  leftOut: ({ what }: { what: readonly string[] }) =>
    `Left out, because your role may not list them: ${what.join(', ')}.`,
  /** The page that a client gets. */
  page: {
    title: ({ name }: { name: string }) => `Data kept about ${name}`,
    asOf: ({ at }: { at: string }) => `As of ${at}`,
    client: 'Contact',
    company: 'Company',
    contracts: 'Contracts',
    instalments: 'Instalments',
    payments: 'Payments',
    events: 'Events',
    notes: 'Notes',
    audit: 'Changes',
    none: 'Nothing.',
  },
  unknownYears: ({ received, most }: { received: string; most: number }) =>
    `"${received}" is no number of years from 1 to ${most}.`,
  retention: ({ years }: { years: number }) =>
    years === 1 ? 'Clients silent for a year' : `Clients silent for ${years} years`,
  noneSilent: ({ years }: { years: number }) =>
    years === 1 ? 'No client has been silent for a year.' : `No client has been silent for ${years} years.`,
}
