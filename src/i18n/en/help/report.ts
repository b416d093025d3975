import type { CommandHelp } from '../../command-help.ts'

/** Reports. */
export const report = {
  'report revenue': {
    summary: 'Show revenue, this year against last',
    description:
      'The total of each signed contract counts on the day when its first event begins. With --basis signature it counts on the day of the signature, and with --basis payment each payment counts on its own day. Beside each amount stands that of the same days a year before.',
    examples: [
      { caption: 'See the months of this year', run: 'report revenue' },
      { caption: 'See the quarters of 2026', run: 'report revenue 2026 --by quarter' },
      { caption: 'See what was paid in June', run: 'report revenue 2026-06 --basis payment' },
      {
        caption: 'Use the revenue of each salesperson in a spreadsheet',
        run: 'report revenue --by commercial --format csv',
      },
    ],
    notes: [
      'Only what you may see is counted; the title says “your clients” where that is not everything.',
      'Signed contracts without an event are in no month. A line below the table says how many there are.',
      'Refunds and corrections of what remains count as payments on their day, so a month can be negative. Cancelled payments count nowhere.',
    ],
    next: ['report pipeline', 'report ageing'],
  },
  'report pipeline': {
    summary: 'Show how many contracts are in which stage, and how much money',
    description:
      'Each contract is in exactly one stage: to sign; signed, without an event; event coming; done, unpaid when its events are over and something remains to be paid; closed when nothing remains.',
    examples: [
      { caption: 'See all stages', run: 'report pipeline' },
      { caption: 'Use the stages in a script', run: 'report pipeline --json' },
    ],
    notes: ['Only contracts and events that you may see are counted.'],
    next: ['contract list --unsigned', 'contract list --signed --without-event', 'report ageing'],
  },
  'report ageing': {
    summary: 'Show who owes how much, and since when it has been due',
    description:
      'What remains to be paid of signed contracts, by how many days ago it was due: payments cover the instalments of a schedule in the order of their days. What has no schedule is not due. The columns add up to what is outstanding.',
    examples: [
      { caption: 'See what each client owes', run: 'report ageing' },
      { caption: 'See what was outstanding at the end of last year', run: 'report ageing --as-of 2025-12-31' },
      { caption: 'See it by salesperson', run: 'report ageing --by commercial' },
      { caption: 'Use what is owed in a spreadsheet', run: 'report ageing --format excel' },
    ],
    notes: [
      'For another day than today, signatures and payments after that day do not count. Totals, schedules and cancellations are those of today.',
      'Only contracts and payments that you may see are counted.',
    ],
    next: ['contract list --unpaid --sort due --desc', 'report revenue --basis payment'],
  },
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
    next: ['client export 8', 'client erase --list'],
  },
} satisfies Record<string, CommandHelp>
