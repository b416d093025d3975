/** The words around the answers: counts, what was left out, and words in place of signs. */
export const output = {
  createdAt: 'Création',
  updatedAt: 'Modification',
  version: 'Version',
  /** One field of an update: the old value, then the new one. */
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `  ${label} : ${from} → ${to}`,
  idOf: ({ label }: { label: string }) => `${label} (n°)`,
  section: 'Rubrique',
  labelled: ({ label }: { label: string }) => `${label} :`,
  titled: ({ title, applied }: { title: string; applied: string }) => `${title} : ${applied}`,
  ascending: 'ordre croissant',
  descending: 'ordre décroissant',
  yes: 'oui',
  no: 'non',
  none: 'vide',
  now: 'en cours',
  nowAlone: 'en cours, sans support',
  today: "aujourd'hui",
  tomorrow: 'demain',
  inDays: ({ days }: { days: number }) => (days < 2 ? `dans ${days} jour` : `dans ${days} jours`),
  /** A record that a command touches, on a line of its own. */
  namedRecord: ({ noun, id, name, date }) => `  ${noun} ${id} · ${name}${date === undefined ? '' : ` · ${date}`}`,
  moreRecords: ({ count }) => (count < 2 ? `  … et ${count} autre` : `  … et ${count} autres`),
  /** Below the weeks of a calendar. */
  weeksLegend: "(n) événements ce jour-là · * aujourd'hui",
  emptyFor: ({ empty, applied }: { empty: string; applied: string }) => `${empty.slice(0, -1)} (${applied}).`,
  shownMore: ({ shown, total, after }: { shown: string; total: string | undefined; after: string }) =>
    `${shown} ${shown === '1' ? 'ligne affichée' : 'lignes affichées'}${total === undefined ? '' : ` sur ${total}`} · suite : --after ${after} · tout afficher : --limit 0`,
  inAll: ({ total }: { total: string }) => `${total} au total`,
  hidden: ({ columns }: { columns: string }) =>
    `Colonnes masquées : ${columns}. Élargissez la fenêtre ou choisissez avec --columns.`,
  hiddenPart: ({ columns }: { columns: string }) =>
    `Colonnes masquées : ${columns}. Élargissez la fenêtre ou ajoutez --json.`,
  pagerFailed: ({ code }: { code: number }) =>
    `Le pager s'est terminé avec le code ${code}. L'option --no-pager affiche la liste directement.`,
  fileFormat: ({ format }: { format: string }) => `Format des fichiers (par défaut : ${format})`,
  written: ({ file }: { file: string }) => `Réponse enregistrée dans ${file}.`,
  notPlain: ({ file, what }: { file: string; what: 'link' | 'folder' | 'device' }) =>
    `${file} est ${{ link: 'un lien', folder: 'un dossier', device: 'un périphérique' }[what]} : seul un fichier ordinaire peut être remplacé. Choisissez un autre nom.`,
  cannotMake: ({ file, reason }: { file: string; reason: string }) =>
    reason === 'ENOENT'
      ? `Le dossier prévu pour ${file} n'existe pas.`
      : `Impossible d'écrire le fichier ${file} (${reason}).`,
  fileFailed: ({ file, reason }: { file: string; reason: string }) =>
    `Impossible d'écrire dans ${file} (${reason}). Rien n'a été remplacé.`,
  sheetFull: ({ most }: { most: string }) =>
    `Une feuille contient ${most} lignes au plus, et il y en a davantage. Choisissez --format csv.`,
  shortened: ({ cells, most }: { cells: number; most: string }) =>
    `${cells < 2 ? `${cells} texte est coupé` : `${cells} textes sont coupés`} après ${most} caractères, le maximum d'une cellule. --format csv les garde entiers.`,
  zipTooLarge: 'Une archive contient 4 Go au plus, et il y en a davantage. Choisissez --format csv, ou un dossier.',
  connecting: 'Ouverture de la base de données',
  preparing: 'Préparation de la base de données',
  asking: 'En attente de la base de données',
  writing: 'Écriture des lignes',
  countOf: ({ count, total }: { count: string; total: string }) => `${count} sur ${total}`,
  rate: ({ what, count, rate }: { what: string; count: string; rate: string }) => `${what} · ${count} · ${rate}/s`,
  database: ({ kind, name }: { kind: 'server' | 'embedded'; name: string }) =>
    kind === 'server' ? `base de données : PostgreSQL, ${name}` : `base de données : base embarquée, dans ${name}`,
  connected: ({ ms }: { ms: string }) => `connexion établie en ${ms} ms`,
  answered: ({ ms, rows }: { ms: string; rows: number }) =>
    `requête : ${ms} ms, ${rows} ${rows < 2 ? 'ligne' : 'lignes'}`,
  doneWord: 'Fait :',
  errorWord: 'Erreur :',
  warningWord: 'Attention :',
  nextWord: 'Ensuite :',
} satisfies typeof import('../en/output.ts').output
