/** Companies: field names, help and messages. */
export const company = {
  title: 'Companies',
  card: ({ id, name }: { id: number; name: string }) => `Company ${id} · ${name}`,
  label: { id: 'Id', name: 'Name', client_count: 'Clients' },
  help: {
    id: 'Id of the company',
    name: 'Name, up to 128 characters',
  },
  none: 'No companies to show.',
  /** Behind a `+`, below a list to choose from. */
  fresh: 'new company…',
  created: ({ id }: { id: number }) => `Company ${id} created.`,
  updated: ({ id }: { id: number }) => `Company ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `Company ${id} already has these values. Nothing was changed.`,
  deleted: ({ id, clients }: { id: number; clients: number }) =>
    `Company ${id} deleted.${clients === 0 ? '' : ` ${counted(clients)} now ${clients === 1 ? 'has' : 'have'} no company.`}`,
  confirmDelete: ({ id, name, clients }: { id: number; name: string; clients: number }) =>
    `Delete company ${id} (${name})?${clients === 0 ? '' : ` ${counted(clients)} will have no company.`} This cannot be undone.`,
}

const counted = (clients: number) => (clients === 1 ? '1 client' : `${clients} clients`)
