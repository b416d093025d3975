/** Paiements et échéanciers : ce qui a été payé pour un contrat, et ce qui est dû à quelle date. */
const contract = ({ contract: id, client }: { contract: number; client: string | null }) =>
  `contrat ${id}${client === null ? '' : ` (${client})`}`

const units = { day: 'jour', week: 'semaine', month: 'mois', quarter: 'trimestre', year: 'an' } as const

export const payment = {
  title: 'Paiements',
  schedule: 'Échéancier',
  card: ({ id, contract, client }) => `Paiement ${id} · contrat ${contract}${client === null ? '' : ` · ${client}`}`,
  ledger: ({ contract, client }) => `Paiements · contrat ${contract}${client === null ? '' : ` · ${client}`}`,
  label: {
    id: 'N°',
    contract_id: 'Contrat',
    amount: 'Montant',
    paid_on: 'Payé le',
    method: 'Moyen',
    reference: 'Référence',
    kind: 'Nature',
    user_id: 'Enregistré par',
    created_at: 'Enregistré le',
    cancelled_at: 'Annulé le',
    cancelled_why: 'Motif',
    due_on: 'Échéance',
    label: 'Objet',
    paid_amount: 'Payé',
    remaining_amount: 'Reste à payer',
    state: 'État',
    part: 'Part',
  },
  help: {
    id: 'Numéro du paiement',
    amount: "Montant en euros, y compris celui d'un remboursement",
    on: "Jour du paiement, aujourd'hui au plus tard ; un jour de la semaine seul est le dernier passé",
    method: 'Moyen de paiement',
    reference: 'Libellé du relevé ou numéro du chèque, 128 caractères au plus',
    refund: 'Le montant a été remboursé au client',
    reason: "Motif de l'annulation, 256 caractères au plus",
    part: 'Pourcentage, montant ou rest (le solde), avec sa date : 30%@signature, 500@2027-03-01, rest@event-15d',
    clear: "Supprimer l'échéancier",
  },
  anchor: ({ from, shift: { count, unit, sign } }) => {
    const of = from === 'signature' ? 'la signature' : "l'événement"
    if (count === 0) return from === 'signature' ? 'signature' : 'événement'
    return `${count} ${units[unit]}${count === 1 || unit === 'month' ? '' : 's'} ${sign < 0 ? 'avant' : 'après'} ${of}`
  },
  method: {
    transfer: 'virement',
    card: 'carte',
    cheque: 'chèque',
    cash: 'espèces',
    direct_debit: 'prélèvement',
    other: 'autre',
  },
  kind: { payment: 'paiement', refund: 'remboursement', opening: 'solde initial', adjustment: 'ajustement' },
  kindOf: ({ kind, cancelled }) => (cancelled ? `${kind} (annulé)` : kind),
  state: { covered: '✓ payée', part: 'payée en partie', due: 'à payer', overdue: '! en retard' },
  unknownMethod: ({ received, words }) => `« ${received} » n'est pas un moyen de paiement (${words}).`,
  recorded: (of) => `Paiement ${of.id} de ${of.amount} enregistré pour le ${contract(of)}.`,
  refunded: (of) => `Remboursement ${of.id} de ${of.amount} enregistré pour le ${contract(of)}.`,
  unsigned: ({ contract }) => `Le contrat ${contract} n'est pas encore signé.`,
  twin: ({ id, by, at }) =>
    `Le même paiement a été enregistré le ${at}${by === null ? '' : ` par ${by}`} : c'est le paiement ${id}.`,
  confirmTwin: "L'enregistrer une deuxième fois ?",
  confirmCancel: (of) => `Annuler le paiement ${of.id} de ${of.amount} du ${contract(of)} ?`,
  cancelled: (of) => `Paiement ${of.id} de ${of.amount} du ${contract(of)} annulé.`,
  cancelledBefore: ({ id, at }) => `Le paiement ${id} a déjà été annulé le ${at}.`,
  kept: ({ id }) =>
    `Le paiement ${id} découle du reste à payer de son contrat : il ne s'annule pas. Modifiez-le avec --remaining-amount.`,
  refundsStay: ({ id }) =>
    `Le paiement ${id} ne peut pas être annulé : les remboursements dépasseraient ce qui a été payé. Annulez d'abord le remboursement.`,
  moreThanRemains: ({ amount, remaining }) => `${amount}, c'est plus que le reste à payer (${remaining}).`,
  moreThanPaid: ({ amount, paid }) => `${amount}, c'est plus que ce qui a été payé (${paid}).`,
  hasPayments: ({ contract, payments }) =>
    `Le contrat ${contract} a ${payments === 1 ? '1 paiement' : `${payments} paiements`} : il ne peut pas être supprimé.`,
  part: {
    unreadable: ({ received }) =>
      `« ${received} » n'est pas une part d'échéancier. Exemples : 30%@signature, 500@2027-03-01, rest@event-15d.`,
    percent: ({ received }) => `« ${received} » n'est pas un pourcentage de 0,0001 à 100, comme 30% ou 33,33%.`,
    twoRests: 'Une seule part peut être le solde (rest).',
    unsigned: ({ contract, part }) =>
      `Le contrat ${contract} n'est pas signé : aucune échéance ne peut tomber à ${part}.`,
    noEvent: ({ contract, part }) =>
      `Le contrat ${contract} n'a pas d'événement : aucune échéance ne peut tomber à ${part}.`,
    tooFar: ({ part }) => `${part} n'est pas un jour compris entre le 03/01/0001 et le 29/12/9999.`,
    noRest: ({ others, total }) =>
      `Il ne reste rien pour le solde : les autres parts font ${others}, pour un total de ${total}.`,
    nothing: ({ part, total }) => `${part} représente moins d'un centime de ${total}.`,
  },
  wrongSum: ({ scheduled, total, difference, more }) =>
    `Les échéances font ${scheduled}, soit ${difference} de ${more ? 'plus' : 'moins'} que le total (${total}).`,
  scheduled: ({ count, ...of }) =>
    `Échéancier du ${contract(of)} enregistré : ${count === 1 ? '1 échéance' : `${count} échéances`}.`,
  unscheduled: (of) => `Échéancier du ${contract(of)} supprimé.`,
  noSchedule: (of) => `Aucune modification : le contrat ${of.contract} n'a pas d'échéancier.`,
  sameSchedule: ({ contract }) => `Aucune modification : le contrat ${contract} avait déjà cet échéancier.`,
  replaced: ({ instalments }) => `Avant : ${instalments}`,
  instalment: ({ day, amount }) => `le ${day} ${amount}`,
  noLonger: ({ contract, scheduled, total }) =>
    `L'échéancier du contrat ${contract} fait ${scheduled} : ce n'est plus le total (${total}).`,
} satisfies typeof import('../en/payment.ts').payment
