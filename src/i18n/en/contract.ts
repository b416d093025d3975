/** Contracts: field names, help and messages. */
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
    event_count: 'Events',
  },
  help: {
    id: 'Id of the contract',
    client_id: 'Id of the client',
    commercial_id: "Optional; must be the id of the client's salesperson",
    total_amount: 'Total in euros',
    remaining_amount: 'Remaining amount in euros, 0 to the total',
    is_signed: 'Whether the contract is signed',
    is_fully_paid: 'Whether the contract is fully paid; true sets the remaining amount to 0',
    onlyMine: 'Only contracts of your clients, or of events assigned to you',
    unsigned: 'Only contracts that are not signed',
    unpaid: 'Only contracts that are not fully paid',
    withEvents: 'Delete its events too',
  },
  /** What remains to be paid of a new contract. */
  theTotal: 'the total',
  signed: 'signed',
  unsigned: 'unsigned',
  paid: 'paid',
  unpaid: 'unpaid',
  none: 'No contracts to show.',
  created: ({ id }: { id: number }) => `Contract ${id} created.`,
  updated: ({ id }: { id: number }) => `Contract ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `Contract ${id} already has these values. Nothing was changed.`,
  deleted: ({ id, events }: { id: number; events: number }) =>
    `Contract ${id}${events === 0 ? '' : ` and its ${counted(events)}`} deleted.`,
  confirmDelete: ({ id, client, events }: { id: number; client: string | null; events: number }) =>
    `Delete contract ${id}${client ? ` (${client})` : ''}${events === 0 ? '' : ` and its ${counted(events)}`}? This cannot be undone.`,
  noClient: ({ id }: { id: number }) => `Client ${id} not found, or you don't have access to it.`,
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

const counted = (events: number) => (events === 1 ? '1 event' : `${events} events`)
