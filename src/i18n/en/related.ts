/** The records below a card. */
export const related = {
  with: 'With',
  withHelp: 'In JSON and CSV, add what belongs to the record (several: with commas)',
  unknown: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `"${received}" is not one of: ${words}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  upcoming: 'Upcoming events',
}
