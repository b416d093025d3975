/** L'agence d'exemple et ses étapes. */
export const demo = {
  title: "L'agence d'exemple",
  label: {
    id: 'N°',
    database: 'Dossier',
    password: 'Mot de passe commun',
    username: "Nom d'utilisateur",
    full_name: 'Nom',
    role: 'Rôle',
    title: 'Étape',
    command: 'Commande',
  },
  people: 'Quelques membres',
  steps: 'Étapes',
  filling: "Remplissage de la base embarquée avec l'agence d'exemple…",
  filled: ({ people, clients, contracts, events }) =>
    `L'agence est en place : ${people} personnes, ${clients} clients, ${contracts} contrats, ${events} événements autour d'aujourd'hui.`,
  again: "Cette base contient déjà l'agence d'exemple : revoici les étapes, l'événement 7 de nouveau sans support.",
  replaced:
    "La session que cette machine gardait cède la place à celle de l'agence d'exemple : reconnectez-vous avec login en revenant à votre propre base.",
  step: {
    who: "Manon dirige l'équipe. Qui est connecté, et avec quels droits ?",
    client: 'Tout commence par un client : Kevin, de Cool Startup.',
    contract: 'Jeanne veut une fête. Son contrat est établi et signé ; il reste 200 euros à payer.',
    event: 'Le contrat de Camille est signé : on peut planifier son événement.',
    unassigned: "Quels événements n'ont encore personne au support ?",
    assign: "L'événement 7 est de ceux-là. Lucie s'en charge.",
    today: "Que reste-t-il à faire aujourd'hui ?",
  },
  realWork: ({ path }) => `Tout ceci est inventé. Avant de travailler pour de bon, supprimez le dossier ${path}.`,
  tryNext: 'À essayer ensuite :',
  onServer: ({ name }) =>
    `demo ne remplit qu'une base embarquée ; la configuration désigne le serveur PostgreSQL ${name}, qui reste intact.`,
  onServerAdvice:
    "La commande fonctionne là où ni DATABASE_URL, ni DATABASE_ADMIN_URL, ni POSTGRES_PASSWORD n'est défini.",
  otherData: ({ name }) => `${name} contient d'autres données que l'agence d'exemple ; rien n'a été modifié.`,
  otherDataAdvice:
    "Pour voir l'agence d'exemple à côté, indiquez dans EPIC_EVENTS_DATA_DIR un dossier qui n'existe pas encore.",
  stopped: ({ step, code }) => `L'étape ${step} a échoué (code de sortie ${code}) : la démonstration s'arrête là.`,
  stoppedAdvice: ({ path }) =>
    `Pour repartir d'une agence d'exemple neuve, supprimez le dossier ${path} et relancez demo.`,
} satisfies typeof import('../en/demo.ts').demo
