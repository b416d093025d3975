/** Pourquoi la base de données intégrée ne s'ouvre pas, et que faire. */
export const database = {
  notReal: ({ path }: { path: string }) =>
    `Les données ne sont pas conservées dans ${path} : c'est un lien ou un fichier, pas un dossier. Supprimez-le, ou faites pointer EPIC_EVENTS_DATA_DIR vers un dossier à vous.`,
  foreign: ({ path }: { path: string }) =>
    `${path} appartient à quelqu'un d'autre. Faites pointer EPIC_EVENTS_DATA_DIR vers un dossier à vous.`,
  open: ({ path, command }: { path: string; command: string }) =>
    `D'autres personnes ont accès à ${path}. Lancez : ${command}`,
  locked: ({ path, seconds }: { path: string; seconds: number }) =>
    `Une autre commande utilise la base de ${path} depuis plus de ${seconds} s. Réessayez quand elle sera terminée.`,
  full: ({ path }: { path: string }) =>
    `Il n'y a plus de place sur le disque de ${path}. Libérez de l'espace et réessayez.`,
  unusable: ({ path, reason }: { path: string; reason: string }) =>
    `${path} est inutilisable (${reason}). Faites pointer EPIC_EVENTS_DATA_DIR vers un dossier où vous pouvez écrire.`,
  damaged: ({ path }: { path: string }) =>
    `La base de données de ${path} ne s'ouvre pas : elle est endommagée. Remettez une sauvegarde à sa place, ou déplacez-la pour repartir de zéro.`,
  stopped:
    "La base de données intégrée s'est arrêtée en plein travail. Ce qui a été confirmé est conservé ; vérifiez si la dernière modification y est, puis réessayez.",
  otherVersion: ({ path, found, known }: { path: string; found: string; known: string }) =>
    `La base de données de ${path} a été créée par PostgreSQL ${found} ; ce programme lit PostgreSQL ${known}. Utilisez le programme qui l'a créée.`,
  keyDamaged: ({ path }: { path: string }) =>
    `La clé ${path} est endommagée. Supprimez ce fichier et une nouvelle sera créée ; chacun devra se reconnecter.`,
} satisfies typeof import('../en/database.ts').database
