/** `find`: one search through all records. */
export const find = {
  title: 'Résultats de la recherche',
  label: { words: 'Rechercher' },
  help: { words: "Débuts de mots d'un nom ou d'un titre, numéro de téléphone, adresse e-mail ou numéro de fiche" },
  nothing: ({ words }) =>
    `Aucun résultat pour « ${words} ». Essayez moins de mots, ou seulement leur début : chacun doit commencer un mot d'un nom, d'un titre ou d'une adresse.`,
} satisfies typeof import('../en/find.ts').find
