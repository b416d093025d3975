/** Contracts: field names, help and messages. */
interface Contract {
  readonly id: number
  readonly client: string | null
}

export const contract = {
  title: 'Contracts',
  card: ({ id, client }: { id: number; client: string | null }) => `Contract ${id}${client ? ` · ${client}` : ''}`,
  label: {
    id: 'Id',
    client_id: 'Client',
    commercial_id: 'Salesperson',
    total_amount: 'Total',
    remaining_amount: 'Remaining',
    is_signed: 'Signed',
    is_fully_paid: 'Fully paid',
    paid_amount: 'Paid so far',
    next_due: 'Next due',
    signed_at: 'Signed on',
    event_count: 'Events',
  },
  help: {
    id: 'Id of the contract, or the name of its client',
    client_id: 'Name or id of the client',
    commercial_id: "Optional; must be the client's salesperson, by name or id",
    total_amount: 'Total in euros',
    remaining_amount: 'Remaining amount in euros, 0 to the total',
    is_signed: 'Whether the contract is signed',
    is_fully_paid: 'Whether the contract is fully paid; true sets the remaining amount to 0',
    withEvents: 'Delete its events too',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Client or company: each word, as the beginning of a word',
    client: 'Only contracts of this client',
    commercial: 'Only contracts of this salesperson',
    company: 'Only contracts of clients who work for this company',
    signed: 'Only contracts that are signed',
    unsigned: 'Only contracts that are not signed',
    paid: 'Only contracts that are fully paid',
    unpaid: 'Only contracts that are not fully paid',
    overdue: 'Only signed contracts of which something is due since before today',
    withoutEvent: 'Only contracts without an event',
    min: 'Total of this amount or more',
    max: 'Total of this amount or less',
    minDue: 'Remaining amount of this or more',
    maxDue: 'Remaining amount of this or less',
    since: 'Drawn up in this period or later',
    until: 'Drawn up in this period or earlier',
    onlyMine: 'Only contracts of your clients, or of events assigned to you',
  },
  /** Of a contract in a list of choices. */
  remains: ({ amount }: { amount: string }) => `${amount} remaining`,
  /** What remains to be paid of a new contract. */
  theTotal: 'the total',
  signed: 'signed',
  unsigned: 'unsigned',
  paid: 'paid',
  unpaid: 'unpaid',
  none: 'No contracts to show.',
  created: (of: Contract) => `Contract ${named(of)} created.`,
  updated: (of: Contract) => `Contract ${named(of)} updated.`,
  unchanged: (of: Contract) => `Contract ${named(of)} already has these values. Nothing was changed.`,
  deleted: ({ events, ...of }: Contract & { events: number }) =>
    `Contract ${named(of)}${events === 0 ? '' : ` and its ${counted(events)}`} deleted.`,
  confirmDelete: ({ events, ...of }: Contract & { events: number }) =>
    `Delete contract ${named(of)}${events === 0 ? '' : ` and its ${counted(events)}`}?`,
  otherCommercial: ({
    client,
    name,
    commercial,
    wanted,
  }: {
    client: number
    name: string | null
    commercial: number
    wanted: number
  }) =>
    `A contract has the same salesperson as its client: for client ${client} that is ${name ? `${name} (${commercial})` : `user ${commercial}`}, not user ${wanted}.`,
  remainsTooMuch: ({ remaining, total }: { remaining: string; total: string }) =>
    `The remaining amount (${remaining}) cannot be more than the total (${total}).`,
  paidMore: ({ id, paid, total }: { id: number; paid: string; total: string }) =>
    `${paid} was paid for contract ${id} already, so its total cannot be ${total}.`,
  paidButRemains: ({ remaining }: { remaining: string }) =>
    `A fully paid contract has no remaining amount, but --remaining-amount is ${remaining}.`,
  unpaidButNothing: 'A contract that is not fully paid has a remaining amount, but --remaining-amount is 0.',
  nothingToPay: 'A €0 contract is always fully paid.',
  sayWhatRemains: ({ id }: { id: number }) =>
    `Contract ${id} is fully paid. To change that, give the remaining amount.`,
  staysSigned: ({ id }: { id: number }) => `Contract ${id} has events, so it must stay signed.`,
  hasEvents: ({ id, events }: { id: number; events: number }) =>
    `Contract ${id} has ${counted(events)}. Add --with-events to delete ${events === 1 ? 'it' : 'them'} too.`,
}

const named = ({ id, client }: Contract) => (client ? `${id} (${client})` : String(id))
const counted = (events: number) => (events === 1 ? '1 event' : `${events} events`)
