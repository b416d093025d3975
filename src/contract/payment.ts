/** Two options state one fact: `is_fully_paid` means that nothing remains to be paid (docs/PRODUCT.md §3 rule 2). */
import { type Message, Usage } from '../errors.ts'

/**
 * Requires that the two options agree.
 *
 * @param o the values as given; `remainingAmount` is a decimal string with two decimals
 * @throws Usage `--is-fully-paid` and `--remaining-amount` contradict each other
 */
export function requireAgreement(
  o: { readonly remainingAmount?: string; readonly isFullyPaid?: boolean },
  command: 'contract create' | 'contract update',
): void {
  const { remainingAmount: remaining, isFullyPaid } = o
  if (remaining === undefined || isFullyPaid === undefined || isFullyPaid === nothing(remaining)) return
  const message: Message = (t) =>
    isFullyPaid ? t.contract.paidButRemains({ remaining: t.format.amount(remaining) }) : t.contract.unpaidButNothing
  throw new Usage(message, { fields: { remaining_amount: message, is_fully_paid: message }, next: [`help ${command}`] })
}

const nothing = (amount: string) => /^[0.]+$/.test(amount)
