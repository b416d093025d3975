/** Pages for a browser, beside their content. */
export const page = {
  incomplete: 'Cette page est incomplète\u00a0: la commande qui l’a faite n’est pas allée jusqu’au bout.',
  records: ({ count, of }) => `${of(count)} ${count < 2 ? 'ligne' : 'lignes'}`,
  first: ({ shown, total }) =>
    total === undefined
      ? `Seulement les ${shown} premières lignes\u00a0: il y en a d'autres.`
      : `${shown} sur ${total}`,
  made: ({ date }) => `Faite le ${date}`,
} satisfies typeof import('../en/page.ts').page
