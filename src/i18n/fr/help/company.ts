import type { CommandHelp } from '../../command-help.ts'
import type { company as english } from '../../en/help/company.ts'

/** The companies that clients work for. */
export const company = {
  'company create': {
    summary: 'Créer une entreprise',
    examples: [
      {
        caption: 'Avec de quoi la facturer',
        run: "company create -n 'Lou Bouzin' --billing-address '5 rue Haute, 37250 Mufflins' --vat-number 'FR 40 303 265 045'",
      },
      { caption: 'Cool Startup LLC', run: "company create -n 'Cool Startup LLC'" },
    ],
    notes: [
      "Pour l'Union européenne et le Royaume-Uni, la forme et la clé d'un numéro de TVA sont vérifiées, jamais en ligne. Ailleurs, seul le code du pays l'est.",
    ],
    next: ['client create'],
  },
  'company import': {
    summary: "Importer des entreprises d'un tableau",
    description:
      "Lit un fichier CSV ou un classeur Excel. Une ligne au nom d'une entreprise existante la laisse telle quelle, sauf avec --on-match.",
    examples: [
      { caption: 'Voir ce qui serait importé', run: 'company import entreprises.csv --dry-run' },
      { caption: 'Modifier les entreprises existantes', run: 'company import entreprises.csv --on-match update --yes' },
    ],
    notes: [
      "Toutes les lignes sont enregistrées, ou aucune. Dès qu'une ligne est rejetée, rien n'est enregistré, sauf avec --skip-errors.",
      "Les colonnes sont reconnues à leur nom en français ou en anglais, à nos clés JSON, et aux noms que leur donnent d'autres logiciels. Une cellule vide n'efface jamais rien.",
    ],
    next: ['company list', 'client import'],
  },
  'company list': {
    summary: 'Lister les entreprises',
    examples: [
      { caption: 'Les 50 premières', run: 'company list' },
      {
        caption: 'Toutes, pour un tableur',
        run: 'company list --limit 0 --format csv > entreprises.csv',
      },
    ],
    next: ['company view 1'],
  },
  'company view': {
    summary: 'Afficher une entreprise',
    examples: [
      { caption: "L'entreprise 1", run: 'company view 1' },
      { caption: 'Une entreprise par son nom', run: "company view 'cool startup'" },
    ],
    next: ['client list'],
  },
  'company update': {
    summary: 'Modifier une entreprise',
    description: 'Sans option, un formulaire propose les valeurs actuelles.',
    examples: [
      { caption: 'Un nouveau nom', run: "company update 1 -n 'Cool Startup SAS'" },
      { caption: 'Sans numéro de TVA', run: "company update 1 --vat-number ''" },
    ],
    next: ['company view 1'],
  },
  'company delete': {
    summary: 'Supprimer une entreprise',
    description: "Ses clients sont conservés et n'ont plus d'entreprise.",
    examples: [{ caption: 'Après confirmation', run: 'company delete 1' }],
    next: ['company list'],
  },
  'company merge': {
    summary: 'Fondre une entreprise dans une autre',
    description:
      "De deux entreprises n'en fait qu'une. La première reste : ses valeurs l'emportent, celles qui lui manquent viennent de la seconde. Les clients de la seconde lui reviennent, et la seconde disparaît.",
    examples: [
      { caption: "Fondre l'entreprise 2 dans l'entreprise 1, après confirmation", run: 'company merge 1 2' },
      { caption: 'Dans un script', run: 'company merge 1 2 --yes --json' },
    ],
    notes: [
      "Une fusion est une seule opération : undo fait revenir l'autre entreprise avec son numéro et ses clients.",
    ],
    next: ['company view 1', 'undo'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
