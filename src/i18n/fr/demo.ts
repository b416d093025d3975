/** The sample agency and its steps. */
export const demo = {
  title: "L'agence d'exemple",
  label: {
    id: 'N°',
    database: 'Dossier',
    password: 'Mot de passe commun',
    username: "Nom d'utilisateur",
    full_name: 'Nom complet',
    role: 'Rôle',
    title: 'Étape',
    command: 'Commande',
  },
  people: 'Quelques collaborateurs',
  steps: 'Étapes',
  filling: "Création de l'agence d'exemple dans la base embarquée…",
  filled: ({ people, clients, contracts, events }) =>
    `L'agence est prête : ${people} collaborateurs, ${clients} clients, ${contracts} contrats et ${events} événements à des dates proches d'aujourd'hui.`,
  again:
    "Cette base de données contient déjà l'agence d'exemple. Voici de nouveau les étapes ; l'événement 7 est remis sans support.",
  replaced:
    "La session de cette machine est remplacée par celle de l'agence d'exemple : en revenant à votre propre base de données, reconnectez-vous avec login.",
  step: {
    who: "Manon dirige l'équipe. Qui est connecté, et avec quelles permissions ?",
    find: 'Tout commence par un client : Kevin Casey, de Cool Startup. Un mot de son nom suffit pour le trouver.',
    client: "C'est le client 8 : voici sa fiche.",
    contract: 'Jeanne veut une fête. Son contrat est créé et signé ; il reste 200 euros à payer.',
    event: "Le contrat de Camille est signé : l'événement peut être créé.",
    unassigned: 'Quels événements des trois prochains mois sont encore sans support ?',
    assign: "L'événement 7 en fait partie : il est confié à Lucie. Un nom fait aussi bien l'affaire qu'un numéro.",
    today: "Que reste-t-il à faire aujourd'hui ?",
  },
  realWork: ({ path }) =>
    `Toutes ces données sont inventées. Avant de travailler pour de bon, supprimez le dossier ${path}.`,
  tryNext: 'À essayer ensuite :',
  onServer: ({ name }) =>
    `demo ne remplit qu'une base embarquée. Vos réglages désignent le serveur PostgreSQL ${name}, qui n'a pas été modifié.`,
  onServerAdvice: "Pour l'essayer, retirez DATABASE_URL, DATABASE_ADMIN_URL et POSTGRES_PASSWORD de vos réglages.",
  otherData: ({ name }) => `${name} contient d'autres données que l'agence d'exemple. Rien n'a été modifié.`,
  otherDataAdvice:
    "Pour essayer l'agence d'exemple à côté, indiquez dans EPIC_EVENTS_DATA_DIR un dossier qui n'existe pas encore.",
  stopped: ({ step, code }) => `L'étape ${step} a échoué (code de sortie ${code}) : la démonstration s'arrête là.`,
  stoppedAdvice: ({ path }) =>
    `Pour repartir d'une agence d'exemple neuve, supprimez le dossier ${path} et relancez demo.`,
} satisfies typeof import('../en/demo.ts').demo
