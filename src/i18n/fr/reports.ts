/** Reports: what is counted, and by what. */
export const reports = {
  workload: 'Charge de travail',
  none: 'Aucun événement pendant cette période.',
  label: {
    period: 'Période',
    by: 'Par',
    week: 'Semaine du',
    day: 'Jour',
    support_contact_id: 'Support',
    person: 'Support',
    events: 'Événements',
    hours: 'Heures',
    clashes: 'Conflits',
    clash: 'Conflits',
  },
  help: {
    period: 'Les jours à compter (sans période : cette semaine et les trois suivantes ; avec --by day, cette semaine)',
    by: 'Une ligne par semaine, du lundi au dimanche, ou par jour',
  },
  unknownSpan: ({ received, words }: { received: string; words: string }) =>
    `« ${received} » n'est pas l'une des valeurs possibles : ${words}.`,
} satisfies typeof import('../en/reports.ts').reports
