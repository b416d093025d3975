/** Pictures of numbers, in words for a screen reader. */
export const chart = {
  /** Follows the greatest number of a column. */
  greatest: ' (the maximum)',
  /** Follows each other number. */
  share: ({ percent }: { percent: number }) => ` (${percent === 0 ? 'less than 1' : percent}% of the maximum)`,
  /** Labels of the lines of `today`. */
  revenue: ({ year }: { year: number }) => `Revenue ${year}`,
  events: ({ weeks }: { weeks: number }) => `Events in ${weeks} weeks`,
  /** In place of a line. */
  bestMonth: ({ total, month, amount }: { total: string; month: string; amount: string }) =>
    `${total}, best month ${month} with ${amount}`,
  fullestWeek: ({ total, day, events }: { total: string; day: string; events: string }) =>
    `${total}, fullest week from ${day} with ${events}`,
}
