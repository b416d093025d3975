/** Email addresses. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { InvalidValue, parser } from './parser.ts'
import { characters } from './text.ts'

// The dot-string of RFC 5321 §4.1.2 with the letters of any script (RFC 6531). Quoted local parts and address literals are not accepted.
const local = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u

/**
 * An email address, lower-cased.
 *
 * @param o.max limit in characters
 */
export function email(t: Catalog, o: { readonly max: number }): v.GenericSchema<string, string> {
  return parser(t, (typed) => {
    const address = typed.trim()
    if (address === '') return new InvalidValue(t.value.empty)
    const received = excerpt(address)
    if (!isAddress(address)) return new InvalidValue(t.value.email({ received }))
    const lowered = address.toLowerCase()
    const length = characters(lowered)
    if (length <= o.max) return lowered
    return new InvalidValue(
      t.value.text.tooLong({ received, length: t.format.count(length), max: t.format.count(o.max) }),
    )
  })
}

function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@')
  const before = address.slice(0, at)
  const labels = address.slice(at + 1).split('.')
  return (
    at > 0 &&
    // RFC 5321 §4.5.3.1.1: 64 octets.
    Buffer.byteLength(before) <= 64 &&
    local.test(before) &&
    labels.length >= 2 &&
    labels.every((each) => Buffer.byteLength(each) <= 63 && label.test(each)) &&
    // A last label of digits is an IP address (RFC 3696 §2).
    !/^\d+$/.test(labels.at(-1) ?? '')
  )
}
