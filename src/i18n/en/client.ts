/** Clients: field names, help and messages. */
interface Named {
  readonly id: number
  readonly name: string
}

export const client = {
  title: 'Clients',
  card: ({ id, name }: { id: number; name: string }) => `Client ${id} · ${name}`,
  label: {
    id: 'Id',
    full_name: 'Full name',
    email: 'Email',
    phone: 'Phone',
    company_id: 'Company',
    first_contact_date: 'First contact',
    last_contact_date: 'Last contact',
    next_contact_date: 'Next contact',
    commercial_id: 'Salesperson',
    contract_count: 'Contracts',
  },
  help: {
    id: 'Name, email, phone or id of the client',
    full_name: 'Full name, up to 128 characters',
    email: 'Email address, up to 128 characters; no two clients can share one',
    phone: 'Phone, French or international',
    company_id: 'Name or id of the company the client works for',
    first_contact_date: 'Date of the first contact',
    last_contact_date: 'Date of the last contact',
    commercial_id: 'Name or id of the new salesperson (needs client:assign_commercial)',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Name, email address, phone or company: each word, as the beginning of a word',
    commercial: 'Only clients of this salesperson',
    company: 'Only clients who work for this company',
    withoutCompany: 'Only clients without a company',
    since: 'First contact in this period or later',
    until: 'First contact in this period or earlier',
    silent: 'No contact for this long, such as 30d or 3m',
    due: 'Next contact in this period or earlier, overdue ones included',
    withoutContract: 'Only clients without a contract',
    onlyMine: 'Only your clients, or the clients of events assigned to you',
  },
  none: 'No clients to show.',
  /** Behind a `+`, below a list to choose from. */
  fresh: 'new client…',
  created: ({ id }: { id: number }) => `Client ${id} created.`,
  updated: ({ id, name }: Named) => `Client ${id} (${name}) updated.`,
  unchanged: ({ id, name }: Named) => `Client ${id} (${name}) already has these values. Nothing was changed.`,
  deleted: ({ id, name }: Named) => `Client ${id} (${name}) deleted.`,
  confirmDelete: ({ id, name, notes }: Named & { notes: number }) =>
    `Delete client ${id} (${name})${notes === 0 ? '' : notes === 1 ? ' and its note' : ` and its ${notes} notes`}?`,
  hasContracts: ({ id }: { id: number }) => `Client ${id} has contracts, so it cannot be deleted.`,
  emailTaken: ({ email, holder }: { email: string; holder: { id: number; name: string | null } | undefined }) =>
    `${holder ? `Client ${holder.id}, ${holder.name},` : 'Another client'} already has the email address ${email}.`,
  /** Beside the answer, which is taken all the same. */
  contactsReversed: ({ first }: { first: string }) => `! before the first contact (${first})`,
  noCompany: ({ id }: { id: number }) => `Company ${id} not found, or you don't have access to it.`,
  notCommercial: ({ id, name }: { id: number; name: string | null }) =>
    `Clients can only be handed over to an active salesperson (role commercial). ${name ? `${name} (${id})` : `User ${id}`} is not one.`,
}
