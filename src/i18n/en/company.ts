/** Companies: field names, help and messages. */
interface Named {
  readonly id: number
  readonly name: string
}

export const company = {
  title: 'Companies',
  card: ({ id, name }: { id: number; name: string }) => `Company ${id} · ${name}`,
  label: {
    id: 'Id',
    name: 'Name',
    billing_address: 'Billing address',
    vat_number: 'VAT number',
    client_count: 'Clients',
  },
  help: {
    id: 'Name or id of the company',
    name: 'Name, up to 128 characters',
    billing_address: 'Address for invoices, up to 256 characters',
    vat_number: 'VAT number with its country code, such as FR40303265045; its form and check digits are checked',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Name: each word, as the beginning of a word',
  },
  none: 'No companies to show.',
  /** Behind a `+`, below a list to choose from. */
  fresh: 'new company…',
  created: ({ id }: { id: number }) => `Company ${id} created.`,
  updated: ({ id, name }: Named) => `Company ${id} (${name}) updated.`,
  unchanged: ({ id, name }: Named) => `Company ${id} (${name}) already has these values. Nothing was changed.`,
  deleted: ({ id, name, clients }: Named & { clients: number }) =>
    `Company ${id} (${name}) deleted.${clients === 0 ? '' : ` ${counted(clients)} now ${clients === 1 ? 'has' : 'have'} no company.`}`,
  confirmDelete: ({ id, name, clients }: Named & { clients: number }) =>
    `Delete company ${id} (${name})?${clients === 0 ? '' : ` ${counted(clients)} will have no company.`}`,
}

const counted = (clients: number) => (clients === 1 ? '1 client' : `${clients} clients`)
