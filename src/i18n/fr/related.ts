/** The records below a card. */
export const related = {
  with: 'Avec',
  withHelp: 'En JSON et en CSV, ajouter ce qui dépend de la fiche (plusieurs : avec des virgules)',
  unknown: ({ received, words, near }) =>
    `« ${received} » ne convient pas. Mots possibles : ${words}.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
  upcoming: 'Événements à venir',
} satisfies typeof import('../en/related.ts').related
