/** Clients: field names, help and messages. */
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
    commercial_id: 'Salesperson',
    contract_count: 'Contracts',
  },
  help: {
    id: 'Id of the client',
    full_name: 'Full name, up to 128 characters',
    email: 'Email address, up to 128 characters; no two clients can share one',
    phone: 'Phone, French or international',
    company_id: 'Id of the company the client works for',
    first_contact_date: 'Date of the first contact',
    last_contact_date: 'Date of the last contact',
    commercial_id: 'Id of the new salesperson (needs client:assign_commercial)',
    onlyMine: 'Only your clients, or the clients of events assigned to you',
  },
  none: 'No clients to show.',
  /** Behind a `+`, below a list to choose from. */
  fresh: 'new client…',
  created: ({ id }: { id: number }) => `Client ${id} created.`,
  updated: ({ id }: { id: number }) => `Client ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `Client ${id} already has these values. Nothing was changed.`,
  deleted: ({ id }: { id: number }) => `Client ${id} deleted.`,
  confirmDelete: ({ id, name }: { id: number; name: string }) =>
    `Delete client ${id} (${name})? This cannot be undone.`,
  hasContracts: ({ id }: { id: number }) => `Client ${id} has contracts, so it cannot be deleted.`,
  emailTaken: ({ email, holder }: { email: string; holder: { id: number; name: string | null } | undefined }) =>
    `${holder ? `Client ${holder.id}, ${holder.name},` : 'Another client'} already has the email address ${email}.`,
  noCompany: ({ id }: { id: number }) => `Company ${id} not found, or you don't have access to it.`,
  notCommercial: ({ id, name }: { id: number; name: string | null }) =>
    `Clients can only be handed over to an active salesperson (role commercial). ${name ? `${name} (${id})` : `User ${id}`} is not one.`,
}
