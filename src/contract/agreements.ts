/** What the answers about a contract must agree in. The rules of the database, and what two options say together, told while somebody answers. */
import { agreement } from '../command/agreement.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { centsOf, decimalOf } from '../text/cents.ts'
import type { Contract, ContractCard, fields } from './contract.ts'
import { isNothing, paymentDisagreement } from './payment.ts'
import { contradictsPayment } from './payment-store.ts'

type Fields = typeof fields

export const agreements = [
  agreement<Fields, ContractCard>({
    between: ['totalAmount', 'remainingAmount'],
    broken({ values, current }) {
      const total = values.totalAmount ?? current?.total_amount
      const remaining = values.remainingAmount ?? current?.remaining_amount
      if (total === undefined || remaining === undefined) return undefined
      if (centsOf(remaining) >= 0n && centsOf(remaining) <= centsOf(total)) return undefined
      return expectedRefusal('contract_remaining_range', { contract: current?.id ?? null, remaining, total })
    },
  }),
  agreement<Fields, ContractCard>({
    between: ['totalAmount', 'remainingAmount', 'isFullyPaid'],
    broken({ values, current }) {
      const command = current ? 'contract update' : 'contract create'
      const { totalAmount: total = current?.total_amount, isFullyPaid } = values
      const remaining = values.remainingAmount ?? current?.remaining_amount ?? total
      const contradicts =
        isFullyPaid === false && total !== undefined && remaining !== undefined && isNothing(remaining)
      return paymentDisagreement(values, command) ?? (contradicts ? contradictsPayment(total, current?.id) : undefined)
    },
  }),
  agreement<Fields, ContractCard>({
    between: ['isSigned'],
    broken: ({ values, current }) =>
      current && current.event_count > 0 && values.isSigned === false
        ? expectedRefusal('event_contract_signed', { contract: current.id, signed: true })
        : undefined,
  }),
]

/**
 * The contract with what follows from the answers: what remains moves along with the total, and where nothing remains it is fully paid.
 *
 * @param total @param remaining the answers, as far as there are any
 */
export function followed(
  current: Partial<Contract>,
  total: string | undefined,
  remaining: string | undefined,
): Partial<Contract> {
  const { total_amount: before = '0.00', remaining_amount: remained = '0.00' } = current
  const moved = total === undefined ? remained : decimalOf(centsOf(remained) + centsOf(total) - centsOf(before))
  const now = remaining ?? moved
  return { ...current, remaining_amount: moved, is_fully_paid: isNothing(now) }
}
