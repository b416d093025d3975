/** `export` : tout ce que chacun peut lire, dans des fichiers. */
export const exports = {
  label: {
    place: 'Destination',
    path: 'Chemin',
    version: 'Version',
    schema: 'Schéma',
    instant: 'À la date du',
    username: 'Exporté par',
    format: 'Format',
    counts: 'Fiches',
    sha256: 'SHA-256',
    left_out: 'Non exporté',
  },
  help: {
    place:
      'Un nouveau dossier, ou une nouvelle archive dont le nom finit par .zip (par défaut : epic-events-export- et la date, ici)',
  },
  done: ({ path, records, files }: { path: string; records: string; files: number }) =>
    `Export enregistré dans ${path} : ${records} ${['0', '1'].includes(records) ? 'fiche' : 'fiches'}, ${files} ${files < 2 ? 'fichier' : 'fichiers'}.`,
  leftOut: ({ what }: { what: readonly string[] }) =>
    `Non exporté, car votre rôle ne peut pas les lister : ${what.join(', ')}.`,
  taken: ({ path }: { path: string }) => `${path} existe déjà, et un export ne remplace rien. Choisissez un autre nom.`,
} satisfies typeof import('../en/exports.ts').exports
