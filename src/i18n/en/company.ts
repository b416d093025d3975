/** Companies: what their fields are called, and what is said of them. */
export const company = {
  title: 'Companies',
  card: ({ id, name }: { id: number; name: string }) => `Company ${id} · ${name}`,
  label: { id: 'Id', name: 'Name', client_count: 'Clients' },
  help: {
    id: "The company's id",
    name: 'Name, at most 128 characters',
  },
  none: 'No company to show.',
  created: ({ id }: { id: number }) => `Company ${id} created.`,
  updated: ({ id }: { id: number }) => `Company ${id} updated.`,
  unchanged: ({ id }: { id: number }) => `Company ${id} is as it was: nothing to change.`,
  deleted: ({ id, clients }: { id: number; clients: number }) =>
    `Company ${id} deleted.${clients === 0 ? '' : ` ${counted(clients)} now ${clients === 1 ? 'has' : 'have'} no company.`}`,
  confirmDelete: ({ id, name, clients }: { id: number; name: string; clients: number }) =>
    `Delete company ${id}, ${name}, for good?${clients === 0 ? '' : ` ${counted(clients)} will have no company.`}`,
}

const counted = (clients: number) => (clients === 1 ? '1 client' : `${clients} clients`)
