/**
 * What was paid for some contracts of the sample agency, and when the rest is due. What is paid of the other contracts was paid before payments
 * were recorded: the database holds it as an opening.
 */

export interface SamplePayment {
  readonly contract: number
  /** In euros; below 0 it was given back. */
  readonly amount: string
  /** Days since then. */
  readonly days: number
  readonly method: 'transfer' | 'card' | 'cheque' | 'cash' | 'direct_debit'
  readonly reference?: string
  /** Who recorded it. */
  readonly by: number
  /** Why it was cancelled, three days later. */
  readonly cancelled?: string
}

/** In the order in which they were recorded. */
export const payments: readonly SamplePayment[] = [
  { contract: 2, amount: '4475.25', days: 131, method: 'transfer', reference: 'VIR OUICK 2/1', by: 1 },
  { contract: 28, amount: '6000.00', days: 96, method: 'card', reference: 'CB **** 4417', by: 2 },
  { contract: 16, amount: '5000.00', days: 90, method: 'transfer', reference: 'Acompte n° 16-1', by: 1 },
  { contract: 28, amount: '1250.00', days: 80, method: 'cash', by: 2 },
  { contract: 16, amount: '5500.00', days: 59, method: 'transfer', reference: 'Acompte n° 16-2', by: 1 },
  { contract: 33, amount: '10550.00', days: 58, method: 'transfer', reference: 'VIR 33 Acompte + traiteur', by: 1 },
  {
    ...{ contract: 24, amount: '5650.00', days: 50, method: 'cheque', reference: 'Chèque 0004512', by: 2 },
    cancelled: 'Chèque sans provision',
  },
  { contract: 24, amount: '5650.00', days: 44, method: 'transfer', reference: 'VIR remplace chèque 0004512', by: 2 },
  { contract: 33, amount: '-500.00', days: 30, method: 'transfer', reference: 'Traiteur annulé', by: 1 },
  { contract: 35, amount: '2375.00', days: 20, method: 'direct_debit', reference: 'SEPA FR35-1', by: 1 },
]

export interface SampleInstalment {
  readonly contract: number
  readonly label: string
  readonly amount: string
  /** Days from today; negative in the past. */
  readonly day: number
}

/** Of contract 2 the rest is due today, of contract 16 it has been overdue for twelve days. */
export const instalments: readonly SampleInstalment[] = [
  { contract: 2, label: 'Acompte à la signature', amount: '4475.25', day: -130 },
  { contract: 2, label: 'Solde', amount: '4475.25', day: 0 },
  { contract: 16, label: 'Premier acompte', amount: '5000.00', day: -85 },
  { contract: 16, label: 'Second acompte', amount: '5500.00', day: -55 },
  { contract: 16, label: 'Solde', amount: '10500.00', day: -12 },
]
