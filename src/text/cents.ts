/** Amounts as whole cents: they are added and divided without a float on the way. */

/** A decimal string with two decimals → cents: `-1200.50` → `-120050n`. */
export const centsOf = (decimal: string): bigint => BigInt(decimal.replace('.', ''))

/** Cents → a decimal string with two decimals. */
export function decimalOf(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
