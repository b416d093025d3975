/** Pictures of numbers, in words for a screen reader. */
export const chart = {
  greatest: ' (le maximum)',
  share: ({ percent }: { percent: number }) => ` (${percent === 0 ? 'moins de 1' : percent}\u00a0% du maximum)`,
} satisfies typeof import('../en/chart.ts').chart
