import type { CommandHelp } from '../../command-help.ts'

/** Contracts, and the events they pay for. */
export const deals = {
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
  'event create': {
    summary: 'Create an event under a signed contract',
    description: 'A commercial creates events for their own clients. Management may name the support at once.',
    examples: [
      { say: 'Be asked for everything', run: 'event create' },
      {
        say: 'All at once',
        run: "event create --contract-id 1 -t 'Mariage de Camille et Hugo' -a '53 Rue du Château, 41120 Candé-sur-Beuvron' -s '04/06/2027 13:00' -e '05/06/2027 02:00' --participant-count 75",
      },
    ],
    notes: ['A start without a time is 00:00, an end without one 23:59.'],
    next: ['event assign_support', 'event list --unassigned'],
  },
  'event list': {
    summary: 'List the events',
    description: 'All of them; with --only-mine those of your clients, or those you support.',
    examples: [
      { say: 'The first 50', run: 'event list' },
      { say: 'Those without support', run: 'event list --unassigned' },
      { say: 'Mine, for another program', run: 'event list --only-mine --json' },
    ],
    next: ['event view 7'],
  },
  'event view': {
    summary: 'Show an event',
    examples: [
      { say: 'Event 7', run: 'event view 7' },
      { say: 'With all that was changed', run: 'event view 7 --history' },
    ],
    next: ['event update 7'],
  },
  'event update': {
    summary: 'Change an event',
    description:
      "Without options it opens a form with today's values. Support changes the events assigned to them: title, place, dates, participants and notes.",
    examples: [
      { say: 'In a form', run: 'event update 7' },
      { say: 'More guests', run: 'event update 7 --participant-count 120' },
      { say: 'Only if nobody changed it meanwhile', run: "event update 7 -n 'DJ at 9 PM' --if-version 1" },
    ],
    next: ['event view 7'],
  },
  'event delete': {
    summary: 'Delete an event',
    examples: [
      { say: 'Be asked first', run: 'event delete 7' },
      { say: 'In a script', run: 'event delete 7 --yes' },
    ],
    next: ['event list'],
  },
  'event assign_support': {
    summary: 'Assign a support colleague to an event',
    description: 'The person must be active and have the role support. Written assign-support too.',
    examples: [{ say: 'Event 7 to user 23', run: 'event assign_support 7 23' }],
    next: ['event list --unassigned', 'user list --support'],
  },
} satisfies Record<string, CommandHelp>
