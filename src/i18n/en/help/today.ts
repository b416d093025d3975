import type { CommandHelp } from '../../help.ts'

/** What needs doing today. */
export const today = {
  today: {
    summary: 'Show what needs doing',
    description:
      'Depends on the role: events without support and unsigned contracts for management, unpaid contracts and silent clients for commercials, the coming events for support.',
    examples: [
      { say: 'What is there to do?', run: 'today' },
      { say: 'For another program', run: 'today --json' },
    ],
    notes: [
      'With --format csv or tsv the rows of all sections are one table, whose first column is section. With --quiet each row is a section and an id, as in: due_contracts 12',
    ],
    next: ['event list --only-mine', 'contract list --only-mine --unpaid'],
  },
} satisfies Record<string, CommandHelp>
