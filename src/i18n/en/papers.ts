/** Papers: what is printed of an event or a contract; and contracts that are made like others. */
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
  /** A paper about an event, for those who work there. */
  sheet: {
    title: 'Event sheet',
    several: ({ count }: { count: number }) => `${count} event sheets`,
    whenAndWhere: 'When and where',
    when: 'When',
    address: 'Address',
    participants: 'Participants',
    people: 'Who to call',
    client: 'Client',
    phone: 'Phone',
    email: 'Email',
    support: 'Support',
    commercial: 'Salesperson',
    money: 'Contract',
    contract: 'Contract',
    total: 'Total',
    remaining: 'Remaining',
    notes: 'Notes',
    foot: ({ id, updated, zone }: { id: number; updated: string; zone: string }) =>
      `Event ${id} · as changed on ${updated} · time zone ${zone}`,
    withoutAmounts: 'Leave out the amounts of the contract',
  },
  /** A paper about a contract, for the client. */
  statement: {
    title: 'Contract statement',
    of: ({ id, client }: Contract) => `Contract ${id}${client ? ` · ${client}` : ''}`,
    parties: 'Parties',
    client: 'Client',
    company: 'Company',
    vat_number: 'VAT number',
    email: 'Email',
    phone: 'Phone',
    commercial: 'Salesperson',
    signed: 'Signed',
    unsigned: 'not signed',
    amounts: 'Amounts',
    total: 'Total',
    paid: 'Paid',
    remaining: 'Remaining',
    schedule: 'Schedule',
    noSchedule: 'No due dates were agreed.',
    open: 'Remaining',
    payments: 'Payments',
    noPayments: 'Nothing has been paid yet.',
    how: 'How',
    paidInAll: 'Paid in total',
    due: 'What is due',
    dueNow: ({ day }: { day: string }) => `Due by ${day}`,
    next: 'Next due',
    nextDue: ({ amount, day }: { amount: string; day: string }) => `${amount} on ${day}`,
    unscheduled: 'Remaining without a due date',
    notSigned: 'The contract is not signed, so nothing is due yet.',
    settled: 'The contract is fully paid. Nothing is due.',
    foot: ({ id, day }: { id: number; day: string }) => `Contract ${id} · as of ${day}`,
  },
  /** Warnings about a paper as PDF. `characters` shows each of them, with its number in Unicode. */
  lacking: ({ characters, more }: { characters: string; more: number }) =>
    `The PDF cannot show ${characters}${more > 0 ? ` and ${more} more ${more === 1 ? 'character' : 'characters'}` : ''}: each is replaced by �. A web page shows everything.`,
  fromTheRight:
    'The PDF writes the words of text that is read from right to left in the wrong order. A web page does not.',
}
