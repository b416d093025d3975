/** Pictures of numbers, in words for a screen reader. */
export const chart = {
  greatest: ' (le maximum)',
  share: ({ percent }: { percent: number }) => ` (${percent === 0 ? 'moins de 1' : percent}\u00a0% du maximum)`,
  revenue: ({ year }) => `Chiffre d'affaires ${year}`,
  events: ({ weeks }) => `Événements sur ${weeks} semaines`,
  bestMonth: ({ total, month, amount }) => `${total}, meilleur mois\u00a0: ${month}, avec ${amount}`,
  fullestWeek: ({ total, day, events }) => `${total}, semaine la plus chargée\u00a0: celle du ${day}, avec ${events}`,
} satisfies typeof import('../en/chart.ts').chart
