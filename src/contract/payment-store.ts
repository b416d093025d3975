/** The condition of a statement that writes what remains to be paid. */
import { type SQL, sql } from 'drizzle-orm'
import { type Message, Refused } from '../errors.ts'

/**
 * `--is-fully-paid false` against a contract of which nothing remains to be paid. No column holds that word, so no rule of the database can
 * judge it: it is a condition of the statement that writes (docs/PRODUCT.md §3 rule 2).
 */
export const paymentAgrees = (isFullyPaid: boolean | undefined, remaining: SQL) =>
  isFullyPaid === false ? sql`${remaining} <> 0` : sql`true`

/** The refusal where it does not hold. @param id of a contract that exists already */
export function contradictsPayment(total: string, id?: number): Refused {
  const correctable = id !== undefined && Number(total) > 0
  const message: Message = (t) => (correctable ? t.contract.sayWhatRemains({ id }) : t.contract.nothingToPay)
  const command = id === undefined ? 'help contract create' : `contract update ${id}`
  return new Refused(message, {
    fields: { is_fully_paid: message },
    next: [correctable ? `${command} --remaining-amount ${total}` : command],
  })
}
