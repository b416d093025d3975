import type { CommandHelp } from '../../command-help.ts'
import type { exports as english } from '../../en/help/exports.ts'

/** Everything that one may read, as files. */
export const exports = {
  export: {
    summary: 'Enregistrer dans des fichiers tout ce que vous pouvez lire',
    description:
      "Crée un nouveau dossier, ou une archive, avec un fichier par sorte de fiche que votre rôle peut lister : entreprises, clients, contrats, événements, notes, collaborateurs, rôles et journal. Tous les fichiers montrent le même instant. manifest.json dit lequel, avec le nombre de fiches et l'empreinte SHA-256 de chaque fichier. Vous seul pouvez lire ces fichiers. Rien n'est remplacé, et un export interrompu ne laisse rien.",
    examples: [
      { caption: 'Tout en CSV, dans un dossier qui porte la date du jour', run: 'export' },
      { caption: 'En classeurs, dans une archive', run: 'export agency.zip --format xlsx' },
      { caption: 'Pour comparer plus tard les fichiers au manifeste', run: 'export monthly --json' },
    ],
    notes: [
      'Avec --format json ou --json, chaque fichier est un tableau, et la commande répond par le manifeste et le chemin.',
    ],
    next: ['client list', 'audit list'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
