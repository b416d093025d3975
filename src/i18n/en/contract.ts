/** Contracts: what their fields are called, and what is said of them. */
export const contract = {
  title: 'Contracts',
  card: ({ id, client }: { id: number; client: string | null }) => `Contract ${id}${client ? ` · ${client}` : ''}`,
  label: {
    id: 'Id',
    client_id: 'Client',
    commercial_id: 'Commercial',
    total_amount: 'Total',
    remaining_amount: 'Remaining',
    is_signed: 'Signed',
    is_fully_paid: 'Fully paid',
    event_count: 'Events',
  },
  help: {
    id: "The contract's id",
    client_id: "The client's id",
    commercial_id: "The client's commercial; may be repeated, never contradicted",
    total_amount: 'Total amount in euros',
    remaining_amount: 'What remains to be paid (default: the total)',
    is_signed: 'Whether it is signed',
    is_fully_paid: 'Whether nothing remains to be paid; true sets the rest to 0',
    onlyMine: 'Only mine: those of my clients, or of the events I support',
    unsigned: 'Only those that are not signed',
    unpaid: 'Only those of which something remains to be paid',
    withEvents: 'Delete its events too',
  },
  signed: 'signed',
  unsigned: 'unsigned',
  paid: 'paid',
  unpaid: 'unpaid',
  none: 'No contract to show.',
  created: ({ id }: { id: number }) => `Contract ${id} created.`,
  updated: ({ id }: { id: number }) => `Contract ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `Contract ${id} is as it was: nothing to change.`,
  deleted: ({ id, events }: { id: number; events: number }) =>
    `Contract ${id} deleted${events === 0 ? '' : `, and ${counted(events)} with it`}.`,
  confirmDelete: ({ id, client, events }: { id: number; client: string | null; events: number }) =>
    `Delete contract ${id}${client ? ` of ${client}` : ''} ${events === 0 ? '' : `, and ${counted(events)} with it,`} for good?`,
  noClient: ({ id }: { id: number }) => `There is no client ${id}, or none that you may see.`,
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
    `A contract's commercial is its client's: client ${client} is in the hands of ${name ? `${name} (${commercial})` : `user ${commercial}`}, not of user ${wanted}.`,
  remainsTooMuch: ({ remaining, total }: { remaining: string; total: string }) =>
    `${remaining} cannot remain to be paid of a total of ${total}.`,
  paidButRemains: ({ remaining }: { remaining: string }) =>
    `--is-fully-paid true says that nothing remains to be paid, --remaining-amount that ${remaining} does.`,
  unpaidButNothing:
    '--is-fully-paid false says that something remains to be paid, --remaining-amount that nothing does.',
  nothingToPay: 'A contract over nothing has nothing left to be paid: it cannot be anything but fully paid.',
  sayWhatRemains: ({ id }: { id: number }) =>
    `Contract ${id} is fully paid. Say how much remains to be paid after all.`,
  staysSigned: ({ id }: { id: number }) => `Contract ${id} has events, so it stays signed.`,
  hasEvents: ({ id, events }: { id: number; events: number }) =>
    `Contract ${id} has ${counted(events)}, so it cannot be deleted without saying so.`,
}

const counted = (events: number) => (events === 1 ? '1 event' : `${events} events`)
