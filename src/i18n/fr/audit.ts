/** Le journal : qui a changé quoi, et quand. */
export const audit = {
  title: 'Journal',
  history: 'Historique',
  latest: 'Derniers changements',
  label: {
    id: 'N°',
    at: 'Quand',
    user_id: 'Qui',
    table_name: 'Table',
    row_id: 'Fiche',
    action: 'Action',
    changes: 'Changements',
    old_values: 'Anciennes valeurs',
    new_values: 'Nouvelles valeurs',
    since: 'Depuis',
  },
  help: {
    user: "Seulement ce qu'a fait cet utilisateur (numéro)",
    table: 'Seulement les changements de ces fiches',
    id: 'Seulement les changements de la fiche de ce numéro',
    since: 'Seulement à partir de cette date',
    history: 'Montrer aussi les derniers changements de la fiche ; demande audit:list',
  },
  action: { insert: 'création', update: 'modification', delete: 'suppression' },
  nothing: '—',
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `${label} : ${from} → ${to}`,
  value: ({ label, value }: { label: string; value: string }) => `${label} : ${value}`,
  passwordChanged: 'mot de passe changé',
  none: 'Rien à afficher : aucun changement ne correspond.',
  unknownTable: ({ received, words, near }: { received: string; words: string; near: string | undefined }) =>
    `« ${received} » n'est pas l'un de ${words}.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}`,
} satisfies typeof import('../en/audit.ts').audit
