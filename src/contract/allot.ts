/** Divides the total of a contract into the parts of its schedule, to the cent. */
import { type Share, whole } from '../field/share.ts'

/**
 * The cents of each part. Percentages are rounded so that together they make what they say together: the largest remainders get the cents that
 * are left over when all are rounded down. So each is less than a cent away from its exact value, and 100 percent make the total. What is left
 * for the rest may be nothing, or less.
 *
 * @param total in cents
 */
export function allot(total: bigint, shares: readonly Share[]): bigint[] {
  const exact = shares.map((share) => (share !== 'rest' && 'percent' in share ? total * share.percent : 0n))
  const sum = exact.reduce((before, each) => before + each, 0n)
  const down = exact.map((each) => each / whole)
  const left = Number((sum + whole / 2n) / whole - down.reduce((before, each) => before + each, 0n))
  const raised = new Set(
    exact
      .map((each, at) => ({ remainder: each % whole, at }))
      .toSorted((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1))
      .slice(0, left)
      .map(({ at }) => at),
  )
  const cents = shares.map((share, at) =>
    share !== 'rest' && 'cents' in share ? share.cents : (down[at] ?? 0n) + (raised.has(at) ? 1n : 0n),
  )
  const others = cents.reduce((before, each) => before + each, 0n)
  return cents.map((each, at) => (shares[at] === 'rest' ? total - others : each))
}
