/** Pictures of numbers, in words for a screen reader. */
export const chart = {
  /** Follows the greatest number of a column. */
  greatest: ' (the maximum)',
  /** Follows each other number. */
  share: ({ percent }: { percent: number }) => ` (${percent === 0 ? 'less than 1' : percent}% of the maximum)`,
}
