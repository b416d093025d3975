/** Contracts that are made like others; and papers: what is printed of an event or a contract. */
interface Contract {
  readonly id: number
  readonly client: string | null
}

export const papers = {
  asBefore: 'as before',
  cloned: ({ id, client, from }: Contract & { from: number }) =>
    `Contract ${id}${client ? ` (${client})` : ''} created like contract ${from}. It is not signed.`,
  /** The parts of a contract that can be copied, or not. */
  copied: {
    client_id: 'client',
    total_amount: 'total',
    is_signed: 'signature',
    payments: 'payments',
    schedule: 'schedule',
    events: 'events',
  },
}
