/** The sentences for the rules of money: what remains of a contract, its payments and its schedule. */
import { centsOf, decimalOf } from '../text/cents.ts'
import { type Rule, refused, refusedField, rule } from './rule.ts'

export const moneyRules: Readonly<Record<string, Rule>> = {
  contract_remaining_range: rule<{ contract: number | null; remaining: string; total: string }>(
    ['contract', 'remaining', 'total'],
    ({ contract, remaining, total }) => {
      // The total was lowered below what was paid: what remains went along.
      if (contract !== null && centsOf(remaining) < 0n) {
        const paid = decimalOf(centsOf(total) - centsOf(remaining))
        return refusedField(
          'total_amount',
          (t) => t.contract.paidMore({ id: contract, paid: t.format.amount(paid), total: t.format.amount(total) }),
          `contract update ${contract} --total-amount ${paid}`,
          `contract payments ${contract}`,
        )
      }
      return refusedField(
        'remaining_amount',
        (t) => t.contract.remainsTooMuch({ remaining: t.format.amount(remaining), total: t.format.amount(total) }),
        contract === null
          ? 'help contract create'
          : `contract update ${contract} --total-amount ${total} --remaining-amount ${total}`,
      )
    },
  ),

  payment_within_remaining: rule<{ contract: number; amount: string; remaining: string }>(
    ['contract', 'amount', 'remaining'],
    ({ contract, amount, remaining }) =>
      refusedField(
        'amount',
        (t) => t.payment.moreThanRemains({ amount: t.format.amount(amount), remaining: t.format.amount(remaining) }),
        ...(centsOf(remaining) > 0n ? [`contract pay ${contract} ${remaining}`] : []),
        `contract payments ${contract}`,
      ),
  ),

  payment_refund_within_paid: rule<{ contract: number; amount: string; paid: string }>(
    ['contract', 'amount', 'paid'],
    ({ contract, amount, paid }) =>
      refusedField(
        'amount',
        (t) => t.payment.moreThanPaid({ amount: t.format.amount(amount), paid: t.format.amount(paid) }),
        `contract payments ${contract}`,
      ),
  ),

  payment_kind_kept: rule<{ payment: number | null }>(
    ['payment'],
    ({ payment: id }, { records: [contract] }) =>
      refused(
        (t) => (id === null ? t.constraint.payment_kind_kept : t.payment.kept({ id })),
        contract ? `contract update ${contract.id}` : 'help contract update',
      ),
    ({ payment }) => (payment === null ? {} : { records: { by: 'contractOfPayment', key: payment } }),
  ),

  payment_cancelled_once: rule<{ payment: number; at: string }>(
    ['payment', 'at'],
    ({ payment: id, at }, { records: [contract] }) =>
      refused(
        (t) => t.payment.cancelledBefore({ id, at: t.format.date(at) }),
        ...(contract ? [`contract payments ${contract.id}`] : []),
      ),
    ({ payment }) => ({ records: { by: 'contractOfPayment', key: payment } }),
  ),

  contract_has_payments: rule<{ contract: number; payments: number }>(
    ['contract', 'payments'],
    ({ contract, payments }) =>
      refused((t) => t.payment.hasPayments({ contract, payments }), `contract payments ${contract}`),
  ),

  instalment_total: rule<{ contract: number; scheduled: string; total: string }>(
    ['contract', 'scheduled', 'total'],
    ({ scheduled, total }) => {
      const difference = centsOf(scheduled) - centsOf(total)
      return refused((t) => {
        const [sum, whole, between] = [scheduled, total, decimalOf(difference < 0n ? -difference : difference)].map(
          (amount) => t.format.amount(amount),
        ) as [string, string, string]
        return t.payment.wrongSum({ scheduled: sum, total: whole, difference: between, more: difference > 0n })
      }, 'help contract schedule')
    },
  ),
}
