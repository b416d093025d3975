import type { CommandHelp } from '../../command-help.ts'

/** What needs doing today. */
export const today = {
  today: {
    summary: 'Show what needs doing today',
    description:
      'The result depends on your role. Managers see unassigned events, contracts to sign and unpaid contracts. Salespeople see their contracts to sign, their unpaid contracts, clients they have not contacted for 30 days and upcoming events. Support colleagues see their upcoming events. What is running now comes first, then colleagues who have two events at the same time.',
    examples: [
      { caption: 'See what needs doing today', run: 'today' },
      { caption: 'Use the result in a script', run: 'today --json' },
    ],
    notes: [
      'Managers also see this year’s revenue, as a line of its months (a contract counts in the month of its first event), and the events of eight weeks from this one on. --no-chart shows the sums alone.',
      'With --format csv or tsv, all sections are in one table, and its first column is section. With --quiet, each line has a section and an id, such as due_contracts 12.',
    ],
    next: ['event list --only-mine', 'contract list --only-mine --unpaid'],
  },
} satisfies Record<string, CommandHelp>
