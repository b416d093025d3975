/** Events: what their fields are called, and what is said of them. */
export const event = {
  title: 'Events',
  card: ({ id, title }: { id: number; title: string }) => `Event ${id} · ${title}`,
  label: {
    id: 'Id',
    contract_id: 'Contract',
    client_id: 'Client',
    client_email: 'Client email',
    client_phone: 'Client phone',
    commercial_id: 'Commercial',
    title: 'Title',
    full_address: 'Address',
    start_date: 'Start',
    end_date: 'End',
    participant_count: 'Participants',
    support_contact_id: 'Support',
    notes: 'Notes',
  },
  help: {
    id: "The event's id",
    contract_id: 'The signed contract it belongs to',
    title: 'Title, at most 128 characters',
    full_address: 'Where it takes place, at most 256 characters',
    start_date: 'When it starts: dd/mm/yyyy HH:MM; without a time, 00:00',
    end_date: 'When it ends, after its start; without a time, 23:59',
    participant_count: 'How many people are expected (default: 0)',
    support_contact_id: 'The support colleague who runs it (management); empty for nobody',
    notes: 'Notes, at most 10,000 characters; empty for none',
    onlyMine: 'Only mine: those of my clients, or those I support',
    unassigned: 'Only those without support',
  },
  noSupport: 'no support',
  none: 'No event to show.',
  created: ({ id }: { id: number }) => `Event ${id} created.`,
  updated: ({ id }: { id: number }) => `Event ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `Event ${id} is as it was: nothing to change.`,
  deleted: ({ id }: { id: number }) => `Event ${id} deleted.`,
  confirmDelete: ({ id, title }: { id: number; title: string }) => `Delete event ${id}, ${title}, for good?`,
  assigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `Event ${id} is in the hands of ${name ? `${name} (${support})` : `user ${support}`}.`,
  alreadyAssigned: ({ id, name, support }: { id: number; name: string | null; support: number }) =>
    `Event ${id} is in the hands of ${name ? `${name} (${support})` : `user ${support}`} already: nothing to change.`,
  noContract: ({ id }: { id: number }) => `There is no contract ${id}, or none that you may see.`,
  unsigned: ({ contract }: { contract: number }) => `Contract ${contract} is not signed, so it cannot have an event.`,
  endsTooSoon: ({ start, end }: { start: string; end: string }) =>
    `An event ends after it starts: ${end} is not after ${start}.`,
  notSupport: ({ name, support }: { name: string | null; support: number }) =>
    name
      ? `${name} (${support}) is not an active colleague with the role support.`
      : `User ${support} is not an active colleague with the role support.`,
}
