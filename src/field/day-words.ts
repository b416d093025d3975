/**
 * Days in words, in both languages whatever the language of the run: `tomorrow`, `mois prochain`, `12 june`, `il y a 2 semaines`. Every word
 * names days from a first to a last one, and all of it is read here: libraries that do it read `après-demain` as tomorrow, or the month
 * first.
 */
import { InvalidValue } from './parser.ts'

/** The days that were meant, both included. */
export interface Days {
  readonly first: Temporal.PlainDate
  readonly last: Temporal.PlainDate
  /** `true`: today, because it is the weekday that was named alone. With a time that is over, the same day of next week may be meant. */
  readonly namedToday?: true
}

/** Where a day or month without a year lies. */
export type Bare = 'last' | 'next'

export interface Reckoning {
  /** Asks for the time zone, which costs milliseconds at its first use: so only where it matters. */
  readonly today: () => Temporal.PlainDate
  readonly bare: Bare
  /** Refuses a week that the year does not have. */
  readonly wrongWeek: (week: number, year: number, most: number) => InvalidValue
  /** Refuses a day that the month does not have. Without a year, it has it in no year. */
  readonly wrongDay: (day: number, month: number, year: number | undefined) => InvalidValue
}

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Finds the meaning of a word. The table is built when the first word is looked up: most commands have no date in words. */
function table<T>(rows: readonly (readonly [words: string, meaning: T])[]): (word: string) => T | undefined {
  let built: Map<string, T> | undefined
  return (word) => {
    built ??= new Map(rows.flatMap(([words, meaning]) => words.split(' ').map((each): [string, T] => [each, meaning])))
    return built.get(word)
  }
}

const weekdays = table([
  ['monday mon lundi lun', 1],
  ['tuesday tue tues mardi', 2],
  ['wednesday wed mercredi mer', 3],
  ['thursday thu thur thurs jeudi jeu', 4],
  ['friday fri vendredi ven', 5],
  ['saturday sat samedi sam', 6],
  ['sunday sun dimanche dim', 7],
])
const months = table([
  ['january jan janvier janv', 1],
  ['february feb fevrier fevr fev', 2],
  ['march mars', 3],
  ['april apr avril avr', 4],
  ['may mai', 5],
  ['june jun juin', 6],
  ['july jul juillet juil', 7],
  ['august aug aout', 8],
  ['september sep sept septembre', 9],
  ['october oct octobre', 10],
  ['november nov novembre', 11],
  ['december dec decembre', 12],
])
/** `mar` is short for Tuesday before a day and for March behind one. Alone it is neither. */
const mar = 'mar'

const units = table<Unit>([
  ['day days jour jours', 'day'],
  ['week weeks semaine semaines', 'week'],
  ['month months mois', 'month'],
  ['quarter quarters trimestre trimestres', 'quarter'],
  ['year years an ans annee annees', 'year'],
])
/** The letters of a number of units: `30d`, `2s`. */
const letters = table<Unit>([
  ['d j', 'day'],
  ['w s', 'week'],
  ['m', 'month'],
  ['y a', 'year'],
])
const direct = table([
  ['today aujourdhui', 0],
  ['tomorrow demain', 1],
  ['yesterday hier', -1],
  ['after+tomorrow apres+demain apresdemain', 2],
  ['before+yesterday avant+hier avanthier', -2],
])
/** Which of several: this one, the next, the last. */
const which = table([
  ['this ce cet cette', 0],
  ['next prochain prochaine', 1],
  ['last dernier derniere', -1],
])
const one = new Set(['a', 'an', 'one', 'un', 'une'])
const passedOver = new Set(['the', 'of', 'du', 'de', 'la', 'le', 'les', 'au', 'en'])

/** The number of a weekday in front of a date, 1 for Monday. */
export const weekdayOf = (word: string): number | undefined => (word === mar ? 2 : weekdays(word))

/** A text in lower case without accents, with one kind of space, and as ASCII as `plainNumber` has made it. */
export function plainWords(text: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return bare.replace(/\s+/g, ' ').trim()
}

/** A number of units, as `30d`, `30 days` or `2 semaines`; undefined for anything else. */
export function amountOf(plain: string): { readonly count: number; readonly unit: Unit } | undefined {
  const [, number = '', word = ''] = /^(\d+|[a-z]+) ?([a-z]+)$/.exec(plain) ?? []
  const digits = /^\d+$/.test(number)
  const unit = units(word) ?? (digits ? letters(word) : undefined)
  const count = digits ? Number(number) : one.has(number) ? 1 : undefined
  return unit === undefined || count === undefined ? undefined : { count, unit }
}

/**
 * Reads days in words.
 *
 * @param plain as `plainWords` gives it
 * @returns undefined for what names no day, a refusal for a day that no calendar has
 * @throws RangeError a day so far away that Temporal cannot have it
 */
export function daysInWords(plain: string, reckoning: Reckoning): Days | InvalidValue | undefined {
  const signed = /^([+-]) ?(\d+ ?[a-z]+)$/.exec(plain)
  const amount = signed && amountOf(signed[2] ?? '')
  if (amount) return day(shifted(reckoning.today(), amount, signed[1] === '-' ? -1 : 1))
  const [, sign, days] = /^j ?([+-]) ?(\d+)$/.exec(plain) ?? []
  if (days !== undefined) return day(reckoning.today().add({ days: Number(`${sign}${days}`) }))
  const numbered = numberedPart(plain, reckoning)
  if (numbered) return numbered
  const words = plain
    // `l'année`, `d'avril`, but not the d of `aujourd'hui`.
    .replace(/\b([ld])'/g, ' ')
    .replaceAll("'", '')
    .replace(/(?<=[a-z])\.|[,-]/g, ' ')
    .split(' ')
    .filter((word) => word !== '' && !passedOver.has(word))
  return named(words, reckoning)
}

/** `2027-q2`, `2027-w24`, `t2 2027`, `s24 2027`: a quarter or a week of ISO 8601. */
function numberedPart(plain: string, { wrongWeek }: Reckoning): Days | InvalidValue | undefined {
  const [, before, kind = '', number, after] =
    /^(\d{4})[ -]?([qtws])(\d{1,2})$/.exec(plain) ?? /^()([qtws])(\d{1,2})[ -](\d{4})$/.exec(plain) ?? []
  const [year, at] = [Number(before || after), Number(number)]
  if (kind === 'q' || kind === 't')
    return at >= 1 && at <= 4 ? quarterOf(new Temporal.PlainDate(year, 3 * at, 1)) : undefined
  if (kind === '') return undefined
  // 4 January is always in week 1, and 28 December in the last one.
  const most = new Temporal.PlainDate(year, 12, 28).weekOfYear ?? 53
  if (at < 1 || at > most) return wrongWeek(at, year, most)
  return weekOf(new Temporal.PlainDate(year, 1, 4).add({ weeks: at - 1 }))
}

function named(words: readonly string[], reckoning: Reckoning): Days | InvalidValue | undefined {
  const [first = '', second = ''] = words
  const rest = words.slice(1)
  if (first === 'end' || first === 'fin') {
    const found =
      rest.length === 1 && units(second) !== undefined ? unitOf(second, 0, reckoning) : named(rest, reckoning)
    return found === undefined || found instanceof InvalidValue ? found : day(found.last)
  }
  const found =
    relative(words, reckoning) ??
    (words.length === 1 ? alone(first, reckoning) : undefined) ??
    chosen(words, reckoning) ??
    written(words, reckoning)
  // `in june`, `on monday`, as `en juin`
  return found ?? (first === 'in' || first === 'on' ? named(rest, reckoning) : undefined)
}

/** `tomorrow`, `avant-hier`, `in 3 days`, `2 weeks ago`, `il y a 2 semaines`. */
function relative(words: readonly string[], { today }: Reckoning): Days | undefined {
  const text = words.join(' ')
  const offset = direct(text.replace(/^day (?=after|before)/, '').replace(' ', '+'))
  if (offset !== undefined) return day(today().add({ days: offset }))
  const [, ahead, back = ''] = /^(?:(?:in|dans) (.+)|il y a (.+))$/.exec(text) ?? /^()(.+) ago$/.exec(text) ?? []
  const amount = amountOf(ahead || back)
  return amount && day(shifted(today(), amount, ahead ? 1 : -1))
}

/** `monday`, `juin`: the next one or the last one, and today counts. `2027`. */
function alone(word: string, reckoning: Reckoning): Days | undefined {
  if (/^\d{4}$/.test(word)) return yearOf(Number(word))
  const weekday = weekdays(word)
  const month = months(word)
  if (weekday === undefined && month === undefined) return undefined
  const today = reckoning.today()
  const next = reckoning.bare === 'next'
  if (month === undefined) {
    const ahead = ((weekday ?? 0) - today.dayOfWeek + 7) % 7
    const found = day(today.add({ days: next || ahead === 0 ? ahead : ahead - 7 }))
    return ahead === 0 ? { ...found, namedToday: true } : found
  }
  const later = next ? Number(month < today.month) : -Number(month > today.month)
  return monthOf(today.year + later, month)
}

/** `next week`, `mois prochain`, `ce mois-ci`, `last june`. */
function chosen(words: readonly string[], reckoning: Reckoning): Days | undefined {
  const [first = '', second = '', third = ''] = words
  if (words.length !== 2 && !(words.length === 3 && third === 'ci' && which(first) === 0)) return undefined
  const [word, other] = which(first) !== undefined ? [first, second] : [second, first]
  const at = which(word)
  if (at === undefined) return undefined
  if (units(other) !== undefined) return unitOf(other, at, reckoning)
  // People disagree about which one "this Monday" is.
  if (at === 0 || (weekdays(other) === undefined && months(other) === undefined)) return undefined
  const today = reckoning.today()
  const found = alone(other, { ...reckoning, bare: at === 1 ? 'next' : 'last' })
  if (!found || !isWithin(today, found)) return found
  // The next Monday is never today, and the last one neither.
  return weekdays(other) !== undefined ? day(today.add({ weeks: at })) : monthOf(today.year + at, today.month)
}

const isWithin = (any: Temporal.PlainDate, { first, last }: Days): boolean =>
  Temporal.PlainDate.compare(first, any) <= 0 && Temporal.PlainDate.compare(any, last) <= 0

/** A whole unit, `at` units from that of today: `next week` is 1. */
function unitOf(word: string, at: number, reckoning: Reckoning): Days | undefined {
  const today = reckoning.today()
  const unit = units(word)
  if (unit === 'day') return at === 0 ? day(today) : undefined
  if (unit === 'week') return weekOf(today.add({ weeks: at }))
  if (unit === 'year') return yearOf(today.year + at)
  const first = today.with({ day: 1 })
  if (unit === 'quarter') return quarterOf(first.add({ months: 3 * at }))
  const { year, month } = first.add({ months: at })
  return monthOf(year, month)
}

/** `june 2027`, `12 june`, `12 juin 2027`, `1er juin`. */
function written(words: readonly string[], reckoning: Reckoning): Days | InvalidValue | undefined {
  const [typed] = /^\d{4}$/.exec(words.at(-1) ?? '') ?? []
  const year = typed === undefined ? undefined : Number(typed)
  const parts = year === undefined ? words : words.slice(0, -1)
  const name = parts.at(-1) ?? ''
  const month = name === mar ? 3 : months(name)
  if (month === undefined) return undefined
  if (parts.length === 1) return year === undefined ? undefined : monthOf(year, month)
  const [, number] = (parts.length === 2 && /^(\d{1,2})(?:er|st|nd|rd|th)?$/.exec(parts[0] ?? '')) || []
  return number === undefined ? undefined : dayOf(Number(number), month, year, reckoning)
}

/** A day of a month; without a year the next one there is, or the last one. */
export function dayOf(
  number: number,
  month: number,
  year: number | undefined,
  reckoning: Reckoning,
): Days | InvalidValue {
  const most = new Temporal.PlainYearMonth(year ?? 2000, month).daysInMonth
  if (number < 1 || number > most) return reckoning.wrongDay(number, month, year)
  if (year !== undefined) return day(new Temporal.PlainDate(year, month, number))
  const today = reckoning.today()
  const step = reckoning.bare === 'next' ? 1 : -1
  // 29 February is there every fourth year, and eight years apart around most turns of a century.
  for (let at = today.year; ; at += step) {
    if (new Temporal.PlainYearMonth(at, month).daysInMonth < number) continue
    const found = new Temporal.PlainDate(at, month, number)
    if (Temporal.PlainDate.compare(found, today) * step >= 0) return day(found)
  }
}

/** Moves a day by a number of units. What the month has no day for becomes its last day: a month after 31 January is 28 February. */
export function shifted<T extends Temporal.PlainDate | Temporal.PlainDateTime>(
  from: T,
  { count, unit }: { readonly count: number; readonly unit: Unit },
  sign: 1 | -1,
): T {
  const by = unit === 'quarter' ? { months: 3 * count * sign } : { [`${unit}s`]: count * sign }
  return from.add(by) as T
}

export const day = (only: Temporal.PlainDate): Days => ({ first: only, last: only })

export function weekOf(any: Temporal.PlainDate): Days {
  const first = any.subtract({ days: any.dayOfWeek - 1 })
  return { first, last: first.add({ days: 6 }) }
}

export function monthOf(year: number, month: number): Days {
  const first = new Temporal.PlainDate(year, month, 1)
  return { first, last: first.with({ day: first.daysInMonth }) }
}

export function quarterOf(any: Temporal.PlainDate): Days {
  const first = new Temporal.PlainDate(any.year, 3 * Math.floor((any.month - 1) / 3) + 1, 1)
  return { first, last: first.add({ months: 3 }).subtract({ days: 1 }) }
}

export const yearOf = (year: number): Days => ({
  first: new Temporal.PlainDate(year, 1, 1),
  last: new Temporal.PlainDate(year, 12, 31),
})
