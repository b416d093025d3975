import type { CommandHelp } from '../../command-help.ts'
import type { clients as english } from '../../en/help/clients.ts'

/** Les entreprises, et ceux qui y travaillent. */
export const clients = {
  'company create': {
    summary: 'Créer une entreprise',
    examples: [{ say: 'Cool Startup LLC', run: "company create -n 'Cool Startup LLC'" }],
    next: ['client create'],
  },
  'company list': {
    summary: 'Lister les entreprises',
    examples: [
      { say: 'Les 50 premières', run: 'company list' },
      { say: 'Toutes, pour un tableur', run: 'company list --limit 0 --format csv > entreprises.csv' },
    ],
    next: ['company view 1'],
  },
  'company view': {
    summary: 'Montrer une entreprise',
    examples: [{ say: "L'entreprise 1", run: 'company view 1' }],
    next: ['client list'],
  },
  'company update': {
    summary: 'Renommer une entreprise',
    examples: [{ say: 'Un nouveau nom', run: "company update 1 -n 'Cool Startup SAS'" }],
    next: ['company view 1'],
  },
  'company delete': {
    summary: 'Supprimer une entreprise',
    description: 'Ses clients restent, sans entreprise.',
    examples: [{ say: 'Répondre à la question', run: 'company delete 1' }],
    next: ['company list'],
  },
  'client create': {
    summary: 'Créer un client',
    description: "Vous devenez son commercial. Le premier contact est aujourd'hui, sauf indication contraire.",
    examples: [
      { say: 'Répondre à toutes les questions', run: 'client create' },
      {
        say: "Tout d'un coup",
        run: "client create -n 'Élodie Garnier' -e elodie@garnier-traiteur.fr -p '06 12 34 56 78' -c 1",
      },
    ],
    next: ['contract create', 'client list --only-mine'],
  },
  'client list': {
    summary: 'Lister les clients',
    description: 'Tous ; avec --only-mine les vôtres, ou ceux des événements que vous suivez.',
    examples: [
      { say: 'Les 50 premiers', run: 'client list' },
      { say: 'Les miens', run: 'client list --only-mine' },
      { say: 'Pour un tableur', run: 'client list --limit 0 --format csv > clients.csv' },
    ],
    next: ['client view 8'],
  },
  'client view': {
    summary: 'Montrer un client',
    examples: [
      { say: 'Le client 8', run: 'client view 8' },
      { say: 'Avec tout ce qui a changé', run: 'client view 8 --history' },
    ],
    next: ['contract list', 'client update 8'],
  },
  'client update': {
    summary: 'Modifier un client',
    description:
      "Sans option, un formulaire s'ouvre avec les valeurs actuelles. Un commercial modifie ses propres clients ; la gestion peut en confier un à un autre avec --commercial-id, et ses contrats suivent.",
    examples: [
      { say: 'Dans un formulaire', run: 'client update 8' },
      { say: 'Après un appel', run: "client update 8 -p '+33 6 12 34 56 78' -l 23/11/2026" },
      { say: 'Désormais sans téléphone', run: 'client update 8 --phone ""' },
      { say: 'À un autre commercial', run: 'client update 8 --commercial-id 6' },
    ],
    next: ['client view 8'],
  },
  'client delete': {
    summary: 'Supprimer un client sans contrat',
    examples: [{ say: 'Répondre à la question', run: 'client delete 8' }],
    next: ['contract list'],
  },
} satisfies Record<keyof typeof english, CommandHelp>
