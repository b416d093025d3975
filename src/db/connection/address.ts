/** Internet addresses, told from names. `node:net` has the same, but takes 2.5 ms to load, which a command without a server need not wait for. */

/** Whether a text is an IPv4 address, four decimal numbers (as `net.isIPv4`). */
export function isIPv4(text: string): boolean {
  const numbers = text.split('.')
  return numbers.length === 4 && numbers.every((number) => /^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/.test(number))
}

/**
 * Whether a text is an IPv6 address in any of its spellings (RFC 4291 §2.2), with or without a zone behind `%` (as `net.isIPv6`). The URL
 * parser of Bun refuses some of them.
 */
export function isIPv6(text: string): boolean {
  const [address = '', zone] = text.split(/%(.*)/s)
  if (zone !== undefined && !/^[\da-zA-Z.:-]+$/.test(zone)) return false
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')))
  const groups = halves.flat()
  const last = groups.at(-1) ?? ''
  const endsAsIPv4 = halves.at(-1)?.length !== 0 && isIPv4(last)
  const length = groups.length + (endsAsIPv4 ? 1 : 0)
  const hex = endsAsIPv4 ? groups.slice(0, -1) : groups
  return (
    hex.every((group) => /^[\da-f]{1,4}$/i.test(group)) &&
    (halves.length === 1 ? length === 8 : halves.length === 2 && length < 8)
  )
}

/** Whether a text is an address rather than a name. */
export const isAddress = (text: string): boolean => isIPv4(text) || isIPv6(text)
