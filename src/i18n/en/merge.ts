/** Likely duplicates, values that nobody means, and two records that are made one. */
interface Side {
  readonly id: number
  readonly name: string
}

interface Sides {
  readonly keep: Side
  readonly dropped: Side
}

const counted = {
  contracts: ['contract', 'contracts'],
  events: ['event', 'events'],
  interactions: ['note', 'notes'],
  clients: ['client', 'clients'],
} as const

const labels = { contracts: 'Contracts', events: 'Events', interactions: 'Notes', clients: 'Clients' } as const

interface Did {
  readonly noun: string
  readonly other: number
  readonly into: string
  readonly split: boolean
}

export const merge = {
  title: 'Likely duplicates',
  label: {
    merged_id: 'Merged',
    moved_contracts: 'Contracts moved',
    moved_interactions: 'Notes moved',
    moved_clients: 'Clients moved',
    keep_id: 'Client',
    dropped_id: 'Same as',
    reason: 'Because of',
    command: 'To merge them',
  },
  help: {
    keep: 'Client that stays: name, email, phone or id',
    dropped: 'Client that is merged into it and goes',
    keepCompany: 'Company that stays: name or id',
    droppedCompany: 'Company that is merged into it and goes',
    limit: 'Most pairs to list; 0 lists all',
  },
  which: {
    keep: 'Which client stays?',
    dropped: 'Which client is merged into it?',
    keepCompany: 'Which company stays?',
    droppedCompany: 'Which company is merged into it?',
  },
  /** `2 contracts` */
  counted: ({ kind, count, shown }: { kind: keyof typeof counted; count: number; shown: string }) =>
    `${shown} ${counted[kind][count === 1 ? 0 : 1]}`,
  same: ({ noun, id }: { noun: string; id: number }) => `That is ${noun} ${id} twice. A merge needs two.`,
  nothingMoves: ({ keep, dropped }: Sides) =>
    `Nothing moves from ${dropped.id} (${dropped.name}) to ${keep.id} (${keep.name}).`,
  moves: ({ what, keep, dropped }: Sides & { what: string }) =>
    `From ${dropped.id} (${dropped.name}) to ${keep.id} (${keep.name}) move: ${what}.`,
  fills: ({ keep }: Sides) => `What ${keep.id} (${keep.name}) gets:`,
  loses: ({ dropped }: Sides) => `What ${dropped.id} (${dropped.name}) has, and what there will be:`,
  confirm: ({ noun, keep, dropped }: Sides & { noun: string }) =>
    `Merge ${noun} ${dropped.id} (${dropped.name}) into ${noun} ${keep.id} (${keep.name})?`,
  done: ({ noun, what, keep, dropped }: Sides & { noun: string; what: string }) =>
    `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${dropped.id} (${dropped.name}) merged into ${noun} ${keep.id} (${keep.name})${what === '' ? '' : `. Moved: ${what}`}.`,
  /** The salespeople of the two clients differ. */
  handsOver: ({ contracts, from, to }: { contracts: number; from: string; to: string }) =>
    `${contracts === 1 ? 'The contract goes' : `The ${contracts} contracts go`} from ${from} to ${to}.`,
  /** Of a record that is gone. */
  away: ({ noun, id, into, name }: { noun: string; id: number; into: number; name: string }) =>
    `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${id} was merged into ${noun} ${into} (${name}).`,
  reason: { name: 'name and company', phone: 'phone', both: 'name and phone' },
  none: 'No clients look like duplicates.',
  more: ({ shown }: { shown: string }) => `These are the first ${shown} pairs; there are more.`,
  /** Beside a new client, which is saved all the same. */
  likely: ({ id, name, reason }: { id: number; name: string; reason: 'name' | 'phone' | 'both' }) =>
    `This looks like client ${id} (${name}): same ${{ name: 'name and company', phone: 'phone number', both: 'name and phone number' }[reason]}.`,
  moreLikely: 'There are more clients like this one: client duplicates',
  imported: ({ count, shown }: { count: number; shown: string }) =>
    count === 1
      ? '1 row looks like a client that was already there.'
      : `${shown} rows look like clients that were already there.`,
  /** `line 7: client 12, Jean Martin` */
  importedLine: ({ line, name, id }: { line: string; name: string; id: number }) =>
    `line ${line}, ${name}: client ${id}`,
  /** Values that nobody means. They are saved all the same. */
  unlikely: {
    firstAhead: ({ first }: { first: string }) => `The first contact is in the future (${first}).`,
    reversed: ({ first, last }: { first: string; last: string }) =>
      `The last contact (${last}) is before the first contact (${first}).`,
    phone: ({ phone }: { phone: string }) => `No country has a phone number like ${phone}.`,
    past: ({ start }: { start: string }) => `This event begins in the past (${start}).`,
    twin: ({ id, title }: { id: number; title: string }) =>
      `Event ${id} (${title}) of the same contract begins at the same time.`,
  },
  /** Of an operation. `into`: `client 8, Kevin Casey` */
  did: ({ noun, other, into, split }: Did) =>
    split ? `took ${noun} ${other} out of ${into} again` : `merged ${noun} ${other} into ${into}`,
  /** Of what is undone, or done again. */
  line: ({ noun, other, into, split }: Did) =>
    split ? `Comes back: ${noun} ${other}, out of ${into}` : `Is merged: ${noun} ${other} into ${into}`,
  /** In the history of the record that stays. */
  history: ({ noun, other, split }: Omit<Did, 'into'>) =>
    `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${other} ${split ? 'taken out again' : 'merged into it'}`,
  moved: ({ kind, ids }: { kind: keyof typeof counted; ids: string }) => `${labels[kind]}: ${ids}`,
}
