/** Documents : ce qui s'imprime d'un événement ou d'un contrat ; et les contrats créés d'après un autre. */
export const papers = {
  asBefore: "comme l'original",
  cloned: ({ id, client, from }) =>
    `Contrat ${id}${client ? ` (${client})` : ''} créé d'après le contrat ${from}. Il n'est pas signé.`,
  copied: {
    client_id: 'client',
    total_amount: 'total',
    is_signed: 'signature',
    payments: 'paiements',
    schedule: 'échéancier',
    events: 'événements',
  },
} satisfies typeof import('../en/papers.ts').papers
