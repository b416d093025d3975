/** Email addresses. */
import type * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import { withoutMarks } from '../text/typed.ts'
import { InvalidValue, parser } from './parser.ts'
import { characters } from './text.ts'

// The dot-string of RFC 5321 §4.1.2 with the letters of any script (RFC 6531). Quoted local parts and address literals are not accepted.
const local = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u
// What a domain is written with. The three last ones are full stops of East Asian keyboards.
const domainSpelling = /^[\p{L}\p{M}\p{N}.\u3002\uff0e\uff61-]+$/u

/**
 * An email address in its one normal form, because it identifies: two spellings of one address are the same text. It is lower-case and NFC
 * (RFC 6532 §3.1), and its domain is written as people read it: `xn--exmple-cua.com` becomes `exämple.com`, with the mapping of UTS 46.
 *
 * @param o.max limit in characters
 */
export function email(t: Catalog, o: { readonly max: number }): v.GenericSchema<string, string> {
  return parser(t, (typed) => {
    const written = withoutMarks(typed).trim()
    if (written === '') return new InvalidValue(t.value.empty)
    const received = excerpt(written)
    const address = normalForm(written)
    if (address === undefined) return new InvalidValue(t.value.email({ received }))
    const length = characters(address)
    if (length <= o.max) return address
    return new InvalidValue(
      t.value.text.tooLong({ received, length: t.format.count(length), max: t.format.count(o.max) }),
    )
  })
}

function normalForm(written: string): string | undefined {
  // A full-width @ comes from East Asian keyboards, as the full stops do.
  const at = written.replace('\uff20', '@').lastIndexOf('@')
  const before = written.slice(0, at).toLowerCase().normalize('NFC')
  // RFC 5321 §4.5.3.1.1: 64 octets.
  if (at < 1 || Buffer.byteLength(before) > 64 || !local.test(before)) return undefined
  const domain = domainOf(written.slice(at + 1))
  return domain === undefined ? undefined : `${before}@${domain}`
}

/** node:url, loaded on first use: that takes half a millisecond, and most commands read no address. */
const urls = (): typeof import('node:url') => require('node:url')

function domainOf(written: string): string | undefined {
  if (!domainSpelling.test(written)) return undefined
  const { domainToASCII, domainToUnicode } = urls()
  const ascii = domainToASCII(written)
  const domain = domainToUnicode(ascii).toLowerCase()
  const labels = domain.split('.')
  const isDomain =
    // RFC 1035 §2.3.4: 63 octets a label, 253 in all, as the domain is sent.
    ascii.length <= 253 &&
    ascii.split('.').every((each) => each.length <= 63) &&
    labels.length >= 2 &&
    labels.every((each) => label.test(each)) &&
    // A last label of digits is an IP address (RFC 3696 §2).
    !/^\d+$/.test(labels.at(-1) ?? '')
  return isDomain ? domain : undefined
}
