/** Two options state one fact: `is_fully_paid` means that nothing remains to be paid (docs/PRODUCT.md §3 rule 2). */
import { type Message, Usage } from '../errors.ts'

/** The values as given; `remainingAmount` is a decimal string with two decimals. */
interface Payment {
  readonly remainingAmount?: string
  readonly isFullyPaid?: boolean
}

type Command = 'contract create' | 'contract update'

/** Requires that the two options agree. @throws Usage `--is-fully-paid` and `--remaining-amount` contradict each other */
export function requireAgreement(o: Payment, command: Command): void {
  const error = paymentDisagreement(o, command)
  if (error) throw error
}

/** What it throws. */
export function paymentDisagreement(o: Payment, command: Command): Usage | undefined {
  const { remainingAmount: remaining, isFullyPaid } = o
  if (remaining === undefined || isFullyPaid === undefined || isFullyPaid === isNothing(remaining)) return undefined
  const message: Message = (t) =>
    isFullyPaid ? t.contract.paidButRemains({ remaining: t.format.amount(remaining) }) : t.contract.unpaidButNothing
  return new Usage(message, {
    fields: { remaining_amount: message, is_fully_paid: message },
    next: [`help ${command}`],
  })
}

/** Whether an amount is zero. */
export const isNothing = (amount: string) => /^[0.]+$/.test(amount)
