/** Why the embedded database does not open, and what to do. */
export const database = {
  notReal: ({ path }: { path: string }) =>
    `Impossible de garder les données dans ${path} : c'est un lien ou un fichier, et non un dossier. Supprimez-le, ou indiquez dans EPIC_EVENTS_DATA_DIR un dossier à vous.`,
  foreign: ({ path }: { path: string }) =>
    `${path} appartient à quelqu'un d'autre. Indiquez dans EPIC_EVENTS_DATA_DIR un dossier à vous.`,
  open: ({ path, command }: { path: string; command: string }) =>
    `D'autres personnes ont accès à ${path}. Lancez : ${command}`,
  locked: ({ path, seconds }: { path: string; seconds: number }) =>
    `Une autre commande utilise la base de données de ${path} depuis plus de ${seconds} s. Réessayez quand elle sera terminée.`,
  full: ({ path }: { path: string }) => `Le disque de ${path} est plein. Libérez de l'espace et réessayez.`,
  unusable: ({ path, reason }: { path: string; reason: string }) =>
    `Impossible d'utiliser ${path} (${reason}). Indiquez dans EPIC_EVENTS_DATA_DIR un dossier que vous pouvez modifier.`,
  damaged: ({ path }: { path: string }) =>
    `La base de données de ${path} est endommagée et ne s'ouvre pas. Remettez une sauvegarde à sa place, ou déplacez-la pour repartir de zéro.`,
  stopped:
    "La base embarquée s'est arrêtée pendant la commande. Tout ce qui a été confirmé est conservé : vérifiez si votre dernière modification y figure, puis réessayez.",
  otherVersion: ({ path, found, known }: { path: string; found: string; known: string }) =>
    `La base de données de ${path} a été créée avec PostgreSQL ${found}, et ce programme lit PostgreSQL ${known}. Ouvrez-la avec le programme qui l'a créée.`,
  keyDamaged: ({ path }: { path: string }) =>
    `La clé ${path} est endommagée. Supprimez ce fichier : une nouvelle clé sera créée, et chacun devra se reconnecter.`,
} satisfies typeof import('../en/database.ts').database
