import type { CommandHelp } from '../../command-help.ts'

/** Reports. */
export const report = {
  'report workload': {
    summary: 'Show how many events and hours each support colleague has',
    description:
      'One line for each colleague and week, and one for the events that nobody supports yet. An event counts in each week that it touches, with its hours in that week.',
    examples: [
      { caption: 'See this week and the next three', run: 'report workload' },
      { caption: 'See the weeks of June 2027', run: "report workload 'june 2027'" },
      { caption: 'See next week, day by day', run: "report workload 'next week' --by day" },
      { caption: 'Use the result in a spreadsheet', run: 'report workload 2027-06 --format csv' },
    ],
    notes: [
      'Only events that you may see are counted.',
      'A line has the weeks or days beside one another, up to seven: “2 · 21.5 h” is two events in 21.5 hours, and a “!” stands before it where two of them overlap. CSV and JSON have a row for each colleague and week.',
      'A bar compares the hours of the lines. --no-chart leaves the bars out.',
    ],
    next: ['event list --unassigned', 'event assign_support 7 --suggest'],
  },
  'report retention': {
    summary: 'Show the clients who have been silent for years',
    description:
      'Lists the clients without any contact, contract, event or payment for three years, or as many as you say, the longest first, with what is kept about them. Clients whose data were erased are left out.',
    examples: [
      { caption: 'Clients silent for three years', run: 'report retention' },
      { caption: 'Clients silent for five years, for a spreadsheet', run: 'report retention --years 5 --format csv' },
    ],
    notes: ['Only clients that you may see are listed.'],
    next: ['client export 8', "client erase 8 --reason 'No contact for three years'"],
  },
} satisfies Record<string, CommandHelp>
