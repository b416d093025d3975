/** The audit log: who changed what, and when. */
export const audit = {
  title: 'Journal',
  history: 'Historique',
  latest: 'Dernières modifications',
  label: {
    id: 'N°',
    at: 'Date',
    user_id: 'Auteur',
    table_name: 'Table',
    row_id: 'Fiche',
    action: 'Action',
    changes: 'Modifications',
    old_values: 'Anciennes valeurs',
    new_values: 'Nouvelles valeurs',
    since: 'Depuis',
  },
  help: {
    user: 'Numéro du collaborateur, auteur des modifications',
    table: 'Type des fiches modifiées',
    id: 'Numéro de la fiche modifiée',
    since: 'À partir de cette date',
    history: 'Avec les dernières modifications (permission audit:list)',
  },
  action: { insert: 'création', update: 'modification', delete: 'suppression' },
  nothing: '—',
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `${label} : ${from} → ${to}`,
  value: ({ label, value }: { label: string; value: string }) => `${label} : ${value}`,
  passwordChanged: 'mot de passe modifié',
  none: 'Aucune modification à afficher.',
  unknownTable: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `« ${received} » n'est pas une table du journal (${words}).${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
} satisfies typeof import('../en/audit.ts').audit
