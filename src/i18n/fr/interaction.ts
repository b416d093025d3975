/** Les notes : ce qui s'est dit avec un client, et quand le recontacter. */
export const interaction = {
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
  kind: { call: 'appel', email: 'e-mail', meeting: 'réunion', visit: 'visite', other: 'autre' },
} satisfies typeof import('../en/interaction.ts').interaction
