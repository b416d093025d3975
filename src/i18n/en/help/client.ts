import type { CommandHelp } from '../../help.ts'

/** Clients. */
export const client = {
  'client create': {
    summary: 'Create a client',
    description: 'You become its commercial. First contact is today unless you say otherwise.',
    examples: [
      { say: 'Be asked for everything', run: 'client create' },
      {
        say: 'All at once',
        run: "client create -n 'Élodie Garnier' -e elodie@garnier-traiteur.fr -p '06 12 34 56 78' -c 1",
      },
    ],
    next: ['contract create', 'client list --only-mine'],
  },
  'client list': {
    summary: 'List the clients',
    description: 'All of them; with --only-mine yours, or those of the events you support.',
    examples: [
      { say: 'The first 50', run: 'client list' },
      { say: 'Mine', run: 'client list --only-mine' },
      { say: 'For a spreadsheet', run: 'client list --limit 0 --format csv > clients.csv' },
    ],
    next: ['client view 8'],
  },
  'client view': {
    summary: 'Show a client',
    examples: [
      { say: 'Client 8', run: 'client view 8' },
      { say: 'With all that was changed', run: 'client view 8 --history' },
    ],
    next: ['contract list', 'client update 8'],
  },
  'client update': {
    summary: 'Change a client',
    description:
      "Without options it opens a form with today's values. A commercial changes their own clients; management may hand one over with --commercial-id, and its contracts go along.",
    examples: [
      { say: 'In a form', run: 'client update 8' },
      { say: 'After a call', run: "client update 8 -p '+33 6 12 34 56 78' -l 23/11/2026" },
      { say: 'Without a phone from now on', run: 'client update 8 --phone ""' },
      { say: 'To another commercial', run: 'client update 8 --commercial-id 6' },
    ],
    next: ['client view 8'],
  },
  'client delete': {
    summary: 'Delete a client without contracts',
    examples: [{ say: 'Be asked first', run: 'client delete 8' }],
    next: ['contract list'],
  },
} satisfies Record<string, CommandHelp>
