/** Sessions: where somebody is logged in. And the session file: why it cannot be read or written. */
export const session = {
  title: 'Sessions ouvertes',
  label: {
    id: 'N°',
    user_id: 'Collaborateur',
    device: 'Appareil',
    created_at: 'Ouverte le',
    last_used_at: 'Utilisée le',
    ends_at: 'Finit le',
    current: 'Actuelle',
  },
  help: {
    session: 'Numéro de la session',
    user: "Les sessions d'un collaborateur, par nom ou numéro (par défaut : les vôtres)",
    everyone: "Les sessions de toute l'équipe (permission user:update)",
  },
  thisOne: 'celle-ci',
  unknownDevice: 'appareil inconnu',
  none: 'Aucune session ouverte à afficher.',
  ended: ({ id, of }) => `Session ${id} fermée${of === '' ? '' : ` (${of})`}.`,
  endedHere: ({ id }) => `Session ${id} fermée. C'était celle-ci : vous êtes déconnecté.`,
  loginFirst: "Veuillez d'abord vous connecter.",
  missingOrExpired: 'Session absente ou expirée. Veuillez vous reconnecter.',
  passwordOf: ({ username }) => `Mot de passe de ${username}`,
  clockSetBack: ({ opened, now }) =>
    `L'horloge de cette machine est fausse : elle indique ${now}, alors que votre session date du ${opened}. Remettez-la à l'heure et réessayez. Pour continuer sans cela, renouvelez la session.`,
  clockBehind: ({ minutes }) =>
    `L'horloge de cette machine retarde de ${minutes} min sur celle de la base de données : votre session n'a pas été renouvelée à temps. Remettez-la à l'heure, puis renouvelez la session.`,
  folderNotReal: ({ path }) =>
    `Impossible de garder la session dans ${path} : c'est un lien ou un fichier, et non un dossier. Supprimez-le, ou indiquez dans TEMP_FILE_PATH un fichier situé dans un dossier à vous.`,
  fileNotReal: ({ path }) =>
    `Le fichier de session ${path} est un lien, un dossier ou un périphérique, et non un fichier ordinaire. Supprimez-le, ou indiquez un autre fichier dans TEMP_FILE_PATH.`,
  foreign: ({ path }) =>
    `${path} appartient à quelqu'un d'autre : votre session ne peut pas y être gardée. Faites-le supprimer, ou indiquez dans TEMP_FILE_PATH un fichier situé dans un dossier à vous.`,
  openFolder: ({ path, command }) => `D'autres personnes ont accès au dossier de session ${path}. Lancez : ${command}`,
  openFile: ({ path, command }) => `D'autres personnes ont accès au fichier de session ${path}. Lancez : ${command}`,
  noFolder: ({ folder }) =>
    `Impossible de garder la session : le dossier ${folder} n'existe pas. Créez-le, ou modifiez TEMP_FILE_PATH.`,
  full: ({ path }) =>
    `Impossible d'écrire la session dans ${path} : le disque est plein. Libérez de l'espace, ou indiquez dans TEMP_FILE_PATH un fichier sur un autre disque.`,
  unwritable: ({ path, reason }) =>
    `Impossible d'écrire la session dans ${path} (${reason}). Indiquez dans TEMP_FILE_PATH un fichier que vous pouvez modifier.`,
  unreadable: ({ path, reason }) =>
    `Impossible de lire le fichier de session ${path} (${reason}). Supprimez-le, ou indiquez un autre fichier dans TEMP_FILE_PATH.`,
  unremovable: ({ path, reason }) =>
    `Impossible de supprimer le fichier de session ${path} (${reason}). Supprimez-le vous-même.`,
} satisfies typeof import('../en/session.ts').session
