/** The parts of a payment schedule, as people write them: how much, and when it is due. */
import * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'
import { centsOf } from '../text/cents.ts'
import { excerpt } from '../text/excerpt.ts'
import { plainNumber } from '../text/typed.ts'
import { paidAmount } from './amount.ts'
import { day } from './date.ts'
import { plainDate } from './date-text.ts'
import { amountOf, type Unit } from './day-words.ts'
import { InvalidValue, parser } from './parser.ts'

/** How much a part is. A percentage is a whole number of ten-thousandths of a percent: 30% is 300 000. */
export type Share = { readonly percent: bigint } | { readonly cents: bigint } | 'rest'

/** A day, or one that is reckoned from what happens to the contract. */
export type When = { readonly day: string } | Anchor

/** What a day is reckoned from. */
export interface Anchor {
  readonly from: 'signature' | 'event'
  readonly shift: { readonly count: number; readonly unit: Unit; readonly sign: 1 | -1 }
}

export interface SharePart {
  readonly share: Share
  readonly when: When
  /** Without spaces, and in small letters: `30%@event-15d`. */
  readonly typed: string
}

/** All of it, in ten-thousandths of a percent. */
export const whole = 1_000_000n

/** A part: `30%@signature`, `500@2027-03-01`, `rest@event-15d`. A day is read by the grammar of `day`. */
export function share(t: Catalog): v.GenericSchema<string, SharePart> {
  return parser(t, (typed) => {
    const [, much = '', due = ''] = /^([^@]+)@([^@]+)$/.exec(typed.trim()) ?? []
    if (much === '') return new InvalidValue(t.payment.part.unreadable({ received: excerpt(typed.trim()) }))
    const found = shareOf(much.trim(), t)
    if (found instanceof InvalidValue) return found
    const when = whenOf(due, t)
    if (when instanceof InvalidValue) return when
    return { share: found, when, typed: typed.toLowerCase().replaceAll(/\s+/g, '') }
  })
}

function shareOf(much: string, t: Catalog): Share | InvalidValue {
  if (/^(?:rest|remainder|balance|reste|solde)$/i.test(much)) return 'rest'
  if (!much.includes('%')) return valueIn(paidAmount(t), much, (decimal) => ({ cents: centsOf(decimal) }))
  const [, digits = '', decimals = ''] = /^(\d{1,3})(?:[.,](\d{1,4}))? ?%$/.exec(plainNumber(much).trim()) ?? []
  const percent = BigInt(`${digits}${decimals.padEnd(4, '0')}`)
  return digits === '' || percent === 0n || percent > whole
    ? new InvalidValue(t.payment.part.percent({ received: excerpt(much) }))
    : { percent }
}

const anchor = /^(signature|signing|event|evenement)(?: ?([+-]) ?(\d{1,4} ?[a-z]+))?$/

function whenOf(due: string, t: Catalog): When | InvalidValue {
  if (!anchor.test(plainDate(due))) return valueIn(day(t), due, (found) => ({ day: found }))
  return anchorOf(due) ?? new InvalidValue(t.payment.part.unreadable({ received: excerpt(due.trim()) }))
}

function anchorOf(due: string): Anchor | undefined {
  const [, name, sign, amount = ''] = anchor.exec(plainDate(due)) ?? []
  if (name === undefined) return undefined
  const from = name.startsWith('sign') ? 'signature' : 'event'
  if (sign === undefined) return { from, shift: { count: 0, unit: 'day', sign: 1 } }
  const shift = amountOf(amount)
  return shift && { from, shift: { ...shift, sign: sign === '-' ? -1 : 1 } }
}

/** What an instalment is for, as a person reads it: `event-15d` in words, and words that somebody wrote as they are. */
export function shownLabel(label: unknown, t: Catalog): string | null {
  if (typeof label !== 'string') return null
  const found = anchorOf(label)
  return found ? t.payment.anchor(found) : label
}

function valueIn<T, R>(schema: v.GenericSchema<string, T>, typed: string, made: (value: T) => R): R | InvalidValue {
  const result = v.safeParse(schema, typed)
  return result.success ? made(result.output) : new InvalidValue(result.issues[0].message)
}
