/** Contracts: the labels of their fields, and the messages about them. */
export const contract = {
  title: 'Contrats',
  card: ({ id, client }: { id: number; client: string | null }) => `Contrat ${id}${client ? ` · ${client}` : ''}`,
  label: {
    id: 'N°',
    client_id: 'Client',
    commercial_id: 'Commercial',
    total_amount: 'Total',
    remaining_amount: 'Reste à payer',
    is_signed: 'Signé',
    is_fully_paid: 'Soldé',
    paid_amount: 'Déjà payé',
    next_due: 'Prochaine échéance',
    signed_at: 'Signé le',
    event_count: 'Événements',
  },
  help: {
    id: 'Numéro du contrat, ou nom de son client',
    client_id: 'Nom ou numéro du client',
    commercial_id: 'Facultatif : doit être le commercial du client',
    total_amount: 'Montant total en euros',
    remaining_amount: 'Reste à payer en euros, le total au plus',
    is_signed: 'Contrat signé ou non',
    is_fully_paid: 'Contrat soldé ou non ; true met le reste à payer à 0',
    withEvents: 'Supprimer aussi ses événements',
  },
  /** Help of the filters of the list. */
  filter: {
    search: 'Client ou entreprise : chaque mot, comme début de mot',
    client: 'Seulement les contrats de ce client',
    commercial: 'Seulement les contrats de ce commercial',
    company: 'Seulement les contrats des clients de cette entreprise',
    signed: 'Seulement les contrats signés',
    unsigned: 'Seulement les contrats non signés',
    paid: 'Seulement les contrats soldés',
    unpaid: 'Seulement les contrats non soldés',
    overdue: 'Seulement les contrats signés dont une échéance est passée sans être payée',
    withoutEvent: 'Seulement les contrats sans événement',
    min: 'Montant total au moins égal à ce montant',
    max: 'Montant total au plus égal à ce montant',
    minDue: 'Reste à payer au moins égal à ce montant',
    maxDue: 'Reste à payer au plus égal à ce montant',
    since: 'Établis pendant cette période ou après',
    until: 'Établis pendant cette période ou avant',
    onlyMine: "Seulement ceux de mes clients, ou des événements dont je m'occupe",
  },
  remains: ({ amount }) => `reste ${amount}`,
  theTotal: 'le total',
  signed: 'signé',
  unsigned: 'non signé',
  paid: 'soldé',
  unpaid: 'non soldé',
  none: 'Aucun contrat à afficher.',
  created: (of) => `Contrat ${named(of)} créé.`,
  updated: (of) => `Contrat ${named(of)} modifié.`,
  unchanged: (of) => `Aucune modification : le contrat ${named(of)} avait déjà ces valeurs.`,
  deleted: ({ events, ...of }) =>
    `Contrat ${named(of)} supprimé${events === 0 ? '' : events === 1 ? ' avec son événement' : ` avec ses ${events} événements`}.`,
  confirmDelete: ({ events, ...of }) =>
    `Supprimer le contrat ${named(of)}${events === 0 ? '' : events === 1 ? ' et son événement' : ` et ses ${events} événements`} ?`,
  otherCommercial: ({
    client,
    name,
    commercial,
    wanted,
  }: {
    client: number
    name: string | null
    commercial: number
    wanted: number
  }) =>
    `Le commercial d'un contrat est toujours celui du client : le client ${client} est confié à ${name ? `${name} (${commercial})` : `un autre collaborateur (${commercial})`}, pas au collaborateur ${wanted}.`,
  remainsTooMuch: ({ remaining, total }: { remaining: string; total: string }) =>
    `Le reste à payer (${remaining}) dépasse le montant total (${total}).`,
  paidMore: ({ id, paid, total }) =>
    `${paid} ont déjà été payés pour le contrat ${id} : son montant total ne peut pas être ${total}.`,
  paidButRemains: ({ remaining }: { remaining: string }) =>
    `Un contrat soldé (--is-fully-paid true) n'a plus de reste à payer, or --remaining-amount vaut ${remaining}.`,
  unpaidButNothing: 'Un contrat non soldé (--is-fully-paid false) a un reste à payer, or --remaining-amount vaut 0.',
  nothingToPay: 'Un contrat de 0 € est toujours soldé.',
  sayWhatRemains: ({ id }: { id: number }) => `Le contrat ${id} est soldé : indiquez le reste à payer.`,
  staysSigned: ({ id }: { id: number }) =>
    `Le contrat ${id} a des événements : sa signature ne peut plus être retirée.`,
  hasEvents: ({ id, events }: { id: number; events: number }) =>
    `Le contrat ${id} a ${counted(events)} : ajoutez --with-events pour tout supprimer.`,
} satisfies typeof import('../en/contract.ts').contract

const named = ({ id, client }: { id: number; client: string | null }) => (client ? `${id} (${client})` : String(id))
const counted = (events: number) => (events === 1 ? '1 événement' : `${events} événements`)
