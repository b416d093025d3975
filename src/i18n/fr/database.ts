/** Why the embedded database does not open, and what to do. */
export const database = {
  notReal: ({ path }: { path: string }) =>
    `Impossible de garder les données dans ${path} : ce n'est pas un dossier. Indiquez dans EPIC_EVENTS_DATA_DIR un dossier à vous.`,
  leadsNowhere: ({ path, target }: { path: string; target: string }) =>
    `Le dossier de données ${path} est un lien vers ${target}, qui n'existe pas. S'il se trouve sur un autre disque, montez ce disque et réessayez.`,
  foreignLink: ({ path }: { path: string }) =>
    `Le chemin du dossier de données passe par ${path}, un lien qui appartient à quelqu'un d'autre. Indiquez dans EPIC_EVENTS_DATA_DIR un dossier à vous.`,
  openLink: ({ path, folder }: { path: string; folder: string }) =>
    `Le dossier de données ${path} est un lien que d'autres personnes pourraient remplacer, car elles peuvent écrire dans ${folder}. Placez-le dans un dossier où vous seul pouvez écrire.`,
  foreign: ({ path }: { path: string }) =>
    `${path} appartient à quelqu'un d'autre. Indiquez dans EPIC_EVENTS_DATA_DIR un dossier à vous.`,
  open: ({ path, command }: { path: string; command: string }) =>
    `D'autres personnes ont accès à ${path}. Lancez : ${command}`,
  locked: ({ path, seconds }: { path: string; seconds: number }) =>
    `Une autre commande utilise la base de données de ${path} depuis plus de ${seconds} s. Réessayez quand elle sera terminée.`,
  silent: ({ path, seconds, pid }: { path: string; seconds: string; pid: number }) =>
    `La base de données de ${path} ne répond pas depuis ${seconds} s : le processus ${pid}, qui s'en occupe, n'a pas terminé son travail.`,
  endResident: ({ command }: { command: string }) =>
    `Réessayez plus tard. S'il n'en finit pas, lancez ${command} : rien de ce qui a été confirmé n'est perdu.`,
  full: ({ path }: { path: string }) => `Le disque de ${path} est plein. Libérez de l'espace et réessayez.`,
  quota: ({ path }: { path: string }) =>
    `Votre quota de disque est épuisé : plus rien ne peut être écrit dans ${path}. Libérez de l'espace et réessayez.`,
  readOnly: ({ path }: { path: string }) =>
    `Le disque de ${path} est en lecture seule, et la base de données ne s'ouvre que si elle peut écrire. Vos données n'ont pas été touchées. Remontez le disque en écriture, puis réessayez.`,
  noAccess: ({ path, code, command }: { path: string; code: string; command: string }) =>
    `Vous n'avez pas le droit de lire et d'écrire ${path} (${code}). Vos données n'ont pas été touchées. Pour voir à qui il appartient : ${command}`,
  diskFailure: ({ path }: { path: string }) =>
    `Le disque a signalé une erreur sur ${path} (EIO). Avant toute chose, copiez le dossier de données entier sur un autre disque.`,
  noLocks: ({ path }: { path: string }) =>
    `Le système de fichiers de ${path} ne sait pas verrouiller un fichier (c'est le cas de certains partages réseau) : deux commandes pourraient écrire en même temps. Déplacez le dossier de données sur un disque local et indiquez-le dans EPIC_EVENTS_DATA_DIR.`,
  notSupported: ({ path, code }: { path: string; code: string }) =>
    `Le système de fichiers de ${path} ne permet pas ce dont la base de données a besoin (${code}). Déplacez le dossier de données sur un disque local et indiquez-le dans EPIC_EVENTS_DATA_DIR.`,
  unusable: ({ path, reason }: { path: string; reason: string }) =>
    `Impossible d'utiliser ${path} (${reason}). Si vos données n'y sont pas encore, indiquez dans EPIC_EVENTS_DATA_DIR un dossier que vous pouvez modifier.`,
  damaged: ({ path }: { path: string }) =>
    `La base de données de ${path} est endommagée et ne s'ouvre pas. Gardez une copie de ce dossier tel quel. Restaurez ensuite une sauvegarde, ou déplacez le dossier pour repartir de zéro.`,
  notStarted: ({ path }: { path: string }) =>
    `La base de données de ${path} ne s'ouvre pas : PostgreSQL n'a pas démarré, alors que ses fichiers sont accessibles. Réessayez. Si rien n'y fait, gardez une copie du dossier avant d'y changer quoi que ce soit ; --verbose montre ce qu'a dit PostgreSQL.`,
  stopped:
    "La base embarquée s'est arrêtée pendant la commande. Tout ce qui a été confirmé est conservé : vérifiez si votre dernière modification y figure, puis réessayez.",
  otherVersion: ({ path, found, known }: { path: string; found: string; known: string }) =>
    `La base de données de ${path} a été créée avec PostgreSQL ${found}, et ce programme lit PostgreSQL ${known}. Ouvrez-la avec le programme qui l'a créée.`,
  keyDamaged: ({ path }: { path: string }) =>
    `La clé ${path} est endommagée. Supprimez ce fichier : une nouvelle clé sera créée, et chacun devra se reconnecter.`,
} satisfies typeof import('../en/database.ts').database
