/** Events: field names, help and messages. */
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
  },
  help: {
    id: 'Id of the event',
    contract_id: 'Id of the contract, which must be signed',
    title: 'Title, up to 128 characters',
    full_address: 'Address, up to 256 characters',
    start_date: 'Start; without a time, 00:00 (an update keeps the time)',
    end_date: 'End, after the start; without a time, 23:59 (an update keeps the time)',
    participant_count: 'Number of participants',
    support_contact_id: 'Id of the support colleague (needs event:assign_support)',
    support: 'Id of the support colleague',
    notes: 'Notes, up to 10,000 characters',
    onlyMine: 'Only events of your clients, or assigned to you',
    unassigned: 'Only events without a support colleague',
  },
  noSupport: 'unassigned',
  none: 'No events to show.',
  created: ({ id }: { id: number }) => `Event ${id} created.`,
  updated: ({ id }: { id: number }) => `Event ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `Event ${id} already has these values. Nothing was changed.`,
  endMoved: 'The end moved along with the start.',
  deleted: ({ id }: { id: number }) => `Event ${id} deleted.`,
  confirmDelete: ({ id, title }: { id: number; title: string }) =>
    `Delete event ${id} (${title})? This cannot be undone.`,
  assigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `Event ${id} is assigned to ${name ? `${name} (${support})` : `user ${support}`}.`,
  alreadyAssigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `Event ${id} is already assigned to ${name ? `${name} (${support})` : `user ${support}`}. Nothing was changed.`,
  noContract: ({ id }: { id: number }) => `Contract ${id} not found, or you don't have access to it.`,
  unsigned: ({ contract }: { contract: number }) => `Contract ${contract} is not signed, so it cannot have an event.`,
  endsTooSoon: ({ start, end }: { start: string; end: string }) =>
    `An event must end after it starts: ${end} is not after ${start}.`,
  notSupport: ({ name, support }: { name: string | null; support: number }) =>
    `${name ? `${name} (${support})` : `User ${support}`} is not an active support colleague (role support).`,
}
