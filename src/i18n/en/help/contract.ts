import type { CommandHelp } from '../../help.ts'

/** Contracts, their signatures and payments. */
export const contract = {
  'contract create': {
    summary: 'Create a contract',
    description: "Its commercial is its client's. What remains to be paid is the total unless you say otherwise.",
    examples: [
      { say: 'Be asked for everything', run: 'contract create' },
      {
        say: 'All at once',
        run: 'contract create --client-id 10 --commercial-id 5 --total-amount 1200 --remaining-amount 200 --is-signed true',
      },
    ],
    notes: ['Amounts are in euros: 1200, 1200.50, or "1 200,50" in quotes.'],
    next: ['event create', 'contract list --unsigned'],
  },
  'contract list': {
    summary: 'List the contracts',
    description: 'The options can be combined.',
    examples: [
      { say: 'The first 50', run: 'contract list' },
      { say: 'What my clients still have to pay', run: 'contract list --only-mine --unpaid' },
      { say: 'How many are not signed', run: 'contract list --unsigned --count' },
    ],
    next: ['contract view 1'],
  },
  'contract view': {
    summary: 'Show a contract',
    examples: [
      { say: 'Contract 1', run: 'contract view 1' },
      { say: 'With all that was changed', run: 'contract view 1 --history' },
    ],
    next: ['event list', 'contract update 1'],
  },
  'contract update': {
    summary: 'Change a contract: signature, payments',
    description:
      "Without options it opens a form with today's values. Fully paid means that nothing remains: --is-fully-paid true sets the rest to 0.",
    examples: [
      { say: 'In a form', run: 'contract update 1' },
      { say: 'It is signed', run: 'contract update 1 --is-signed true' },
      { say: 'A payment came', run: 'contract update 1 --remaining-amount 150.50' },
      { say: 'All is paid', run: 'contract update 1 --is-fully-paid true' },
    ],
    notes: ['A signed contract stays signed while it has events.'],
    next: ['contract view 1'],
  },
  'contract delete': {
    summary: 'Delete a contract',
    description: 'Refused while it has events, unless --with-events deletes them too.',
    examples: [
      { say: 'Be asked first', run: 'contract delete 1' },
      { say: 'With its events', run: 'contract delete 1 --with-events' },
    ],
    next: ['event list'],
  },
} satisfies Record<string, CommandHelp>
