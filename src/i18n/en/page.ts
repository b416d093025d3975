/** Pages for a browser, beside their content. */
export const page = {
  /** In a style sheet, between double quotes: neither a quote nor a backslash may stand in it. */
  incomplete: 'This page is incomplete: the command that made it did not reach its end.',
  records: ({ count, of }: { count: number; of: (n: number) => string }) =>
    `${of(count)} ${count === 1 ? 'line' : 'lines'}`,
  first: ({ shown, total }: { shown: string; total: string | undefined }) =>
    total === undefined ? `The first ${shown} only: there are more.` : `${shown} of ${total}`,
  made: ({ date }: { date: string }) => `Made on ${date}`,
}
