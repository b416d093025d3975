/** Le fichier de session : pourquoi il n'est ni lu ni écrit. */
export const session = {
  loginFirst: "Veuillez d'abord vous connecter.",
  missingOrExpired: 'Session absente ou expirée. Veuillez vous reconnecter.',
  folderNotReal: ({ path }) =>
    `La session n'est pas conservée dans ${path} : c'est un lien ou un fichier, pas un dossier. Supprimez-le, ou indiquez dans TEMP_FILE_PATH un fichier situé dans un dossier à vous.`,
  fileNotReal: ({ path }) =>
    `Le fichier de session ${path} est un lien, un dossier ou un périphérique, pas un fichier ordinaire. Supprimez-le, ou indiquez un autre fichier dans TEMP_FILE_PATH.`,
  foreign: ({ path }) =>
    `${path} appartient à quelqu'un d'autre : aucune session n'y est lue ni écrite. Faites-le supprimer, ou indiquez dans TEMP_FILE_PATH un fichier situé dans un dossier à vous.`,
  openFolder: ({ path, command }) =>
    `D'autres personnes ont accès au dossier de la session ${path}. Exécutez : ${command}`,
  openFile: ({ path, command }) => `D'autres personnes ont accès au fichier de session ${path}. Exécutez : ${command}`,
  noFolder: ({ folder }) =>
    `La session ne peut pas être conservée : le dossier ${folder} n'existe pas. Créez-le, ou modifiez TEMP_FILE_PATH.`,
  full: ({ path }) =>
    `La session ne peut pas être écrite dans ${path} : il n'y a plus d'espace. Libérez de l'espace, ou indiquez dans TEMP_FILE_PATH un fichier sur un autre disque.`,
  unwritable: ({ path, reason }) =>
    `La session ne peut pas être écrite dans ${path} (${reason}). Indiquez dans TEMP_FILE_PATH un fichier que vous pouvez écrire.`,
  unreadable: ({ path, reason }) =>
    `Le fichier de session ${path} ne peut pas être lu (${reason}). Supprimez-le, ou indiquez un autre fichier dans TEMP_FILE_PATH.`,
  unremovable: ({ path, reason }) =>
    `Le fichier de session ${path} ne peut pas être supprimé (${reason}). Supprimez-le vous-même.`,
} satisfies typeof import('../en/session.ts').session
