/** Les notes : ce qui s'est dit avec un client, et quand le recontacter. */
const client = ({ client_id: id, client_name: name }: { client_id: number; client_name: string | null }) =>
  `client ${id}${name === null ? '' : ` (${name})`}`

export const interaction = {
  title: 'Notes',
  card: ({ id }: { id: number }) => `Note ${id}`,
  label: {
    id: 'N°',
    client_id: 'Client',
    event_id: 'Événement',
    at: 'Date',
    kind: 'Type',
    text: 'Note',
    next_on: 'À recontacter',
    no_next: 'Plus de rappel',
    user_id: 'Auteur',
    cancelled_at: 'Annulée',
  },
  help: {
    text: "Ce qui s'est dit, 10 000 caractères au plus",
    kind: "Nature de l'échange",
    on: "Date de l'échange, aujourd'hui au plus tard ; un jour de la semaine seul est le dernier passé",
    next: 'Jour où recontacter le client, ou none',
  },
  kind: { call: 'appel', email: 'e-mail', meeting: 'réunion', visit: 'visite', other: 'autre' },
  unknownKind: ({ received, words }: { received: string; words: string }) =>
    `« ${received} » n'est pas un type de note (${words}).`,
  now: 'maintenant',
  added: (of) =>
    `Note ${of.id} ajoutée ${of.event_id === null ? `au ${client(of)}` : `à l'événement ${of.event_id} « ${of.event_title} », ${client(of)}`}.`,
  contacted: (of) => `Appel avec le ${client(of)} noté.`,
  nextIsOver: ({ date }) => `Le prochain contact, le ${date}, est déjà passé.`,
} satisfies typeof import('../en/interaction.ts').interaction
