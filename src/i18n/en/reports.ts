/** Reports: what is counted, and by what. */
export const reports = {
  workload: 'Workload',
  none: 'No events in this period.',
  label: {
    period: 'Period',
    by: 'By',
    week: 'Week of',
    day: 'Day',
    support_contact_id: 'Support',
    person: 'Support',
    events: 'Events',
    hours: 'Hours',
    clashes: 'Clashes',
    clash: 'Clashes',
  },
  help: {
    period: 'The days to report on (default: this week and the next three; with --by day, this week)',
    by: 'A line for each week, from Monday to Sunday, or for each day',
  },
  unknownSpan: ({ received, words }: { received: string; words: string }) => `"${received}" is not one of: ${words}.`,
}
