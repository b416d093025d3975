/** Paiements et échéanciers : ce qui a été payé pour un contrat, et ce qui est dû à quelle date. */
export const payment = {
  title: 'Paiements',
  card: ({ id }) => `Paiement ${id}`,
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
} satisfies typeof import('../en/payment.ts').payment
