import type { CommandHelp } from '../../command-help.ts'

/** One search through all records. */
export const find = {
  find: {
    summary: 'Find clients, companies, contracts, events and colleagues',
    description:
      'Every word must be found, as the beginning of a word; case and accents do not matter. Clients are also found by their phone number and email address, contracts by their client, events by their address. A number also finds the records with that id. Shows the ten best matches of each kind that your role may list.',
    examples: [
      { caption: 'Find everything about Casey', run: 'find casey' },
      { caption: 'Find out whose number it is', run: "find '06 78 12 34 56'" },
      { caption: 'Use the result in a script', run: 'find casey --json' },
    ],
    notes: [
      'JSON has one array for each kind: client, company, contract, event, user. With --format csv or tsv, all are in one table, and its first column is section. With --quiet, each line has the kind and an id, such as client 8.',
    ],
    next: ['client view 8', 'today'],
  },
} satisfies Record<string, CommandHelp>
