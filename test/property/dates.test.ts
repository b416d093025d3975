/** Dates in words: both languages mean the same, every period lies within its parent, and what is printed is read back. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { date } from '../../src/field/date.ts'
import { duration } from '../../src/field/duration.ts'
import { period } from '../../src/field/period.ts'
import { type Catalog, catalog } from '../../src/i18n/catalog.ts'
import { read } from '../field/read.ts'

const zones = fc.constantFrom(
  'UTC',
  'Europe/Paris',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Santiago',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Pago_Pago',
  'Pacific/Kiritimati',
)
/** Moments at which calendars are odd: clock changes, ends of years, week 53, 29 February, the end of January. */
const odd = [
  '2026-03-29T00:59:59Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-25T01:30:00Z',
  '2026-09-06T03:59:59Z',
  '2026-12-31T23:59:59Z',
  '2027-01-01T00:00:00Z',
  '2027-01-03T12:00:00Z',
  '2021-01-03T12:00:00Z',
  '2028-02-29T12:00:00Z',
  '2027-01-31T12:00:00Z',
  '2027-08-31T12:00:00Z',
].map((instant) => Date.parse(instant))
const seconds = (from: string, to: string) => fc.integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 })
const moments = fc.oneof(
  fc.constantFrom(...odd),
  seconds('1971-01-01', '2199-12-31').map((second) => second * 1000),
)
const places = fc.tuple(zones, moments)
/** The catalogues of both languages at one moment and place. */
const bothAt = ([zone, now]: readonly [string, number]) =>
  (['en', 'fr'] as const).map((lang) => catalog(lang, zone, () => now)) as [Catalog, Catalog]

const weekdays = [
  ...['monday lundi', 'tuesday mardi', 'wednesday mercredi', 'thursday jeudi', 'friday vendredi', 'saturday samedi'],
  ...['sunday dimanche', 'mon lun', 'tue mardi', 'wed mer', 'thu jeu', 'fri ven', 'sat sam', 'sun dim'],
].map((pair) => pair.split(' ') as [string, string])
const months = [
  ...['january janvier', 'february février', 'march mars', 'april avril', 'may mai', 'june juin', 'july juillet'],
  ...['august août', 'september septembre', 'october octobre', 'november novembre', 'december décembre'],
  ...['jan janv', 'feb févr', 'apr avr', 'jul juil', 'sep sept', 'dec déc'],
].map((pair) => pair.split(' ') as [string, string])
const units = [
  ['day', 'jour', 'd', 'j', 'days', 'jours'],
  ['week', 'semaine', 'w', 's', 'weeks', 'semaines'],
  ['month', 'mois', 'm', 'm', 'months', 'mois'],
  ['year', 'an', 'y', 'a', 'years', 'ans'],
] as const
const numbers = fc.integer({ min: 1, max: 400 })
const years = fc.integer({ min: 1900, max: 2199 })

type Pair = readonly [english: string, french: string]
const fixed: readonly Pair[] = [
  ['today', "aujourd'hui"],
  ['tomorrow', 'demain'],
  ['yesterday', 'hier'],
  ['day after tomorrow', 'après-demain'],
  ['day before yesterday', 'avant-hier'],
  ['this week', 'cette semaine'],
  ['next week', 'semaine prochaine'],
  ['last week', 'semaine dernière'],
  ['this month', 'ce mois-ci'],
  ['next month', 'mois prochain'],
  ['last month', 'mois dernier'],
  ['this quarter', 'ce trimestre'],
  ['next quarter', 'trimestre prochain'],
  ['last quarter', 'trimestre dernier'],
  ['this year', 'cette année'],
  ['next year', 'année prochaine'],
  ['last year', 'an dernier'],
  ['end of month', 'fin de mois'],
  ['end of next month', 'fin du mois prochain'],
  ['end of year', "fin d'année"],
]
const pairs: fc.Arbitrary<Pair> = fc.oneof(
  fc.constantFrom(...fixed),
  fc.constantFrom(...weekdays),
  fc.constantFrom(...weekdays).map(([en, fr]): Pair => [`next ${en}`, `${fr} prochain`]),
  fc.constantFrom(...weekdays).map(([en, fr]): Pair => [`last ${en}`, `${fr} dernier`]),
  fc.constantFrom(...months),
  fc.constantFrom(...months).map(([en, fr]): Pair => [`next ${en}`, `${fr} prochain`]),
  fc.tuple(fc.constantFrom(...months), years).map(([[en, fr], year]): Pair => [`${en} ${year}`, `${fr} ${year}`]),
  fc
    .tuple(fc.integer({ min: 1, max: 28 }), fc.constantFrom(...months))
    .map(([day, [en, fr]]): Pair => [`${day} ${en}`, day === 1 ? `1er ${fr}` : `le ${day} ${fr}`]),
  fc.tuple(numbers, fc.constantFrom(...units)).map(([n, [, , en, fr]]): Pair => [`+${n}${en}`, `+${n}${fr}`]),
  fc.tuple(numbers, fc.constantFrom(...units)).map(([n, [, , en, fr]]): Pair => [`-${n}${en}`, `-${n} ${fr}`]),
  numbers.map((n): Pair => [`+${n}d`, `j+${n}`]),
  fc.tuple(numbers, fc.constantFrom(...units)).map(([n, unit]): Pair => [`in ${n} ${unit[4]}`, `dans ${n} ${unit[5]}`]),
  fc.constantFrom(...units).map(([en, fr]): Pair => [`in a ${en}`, `dans ${fr === 'semaine' ? 'une' : 'un'} ${fr}`]),
  fc
    .tuple(numbers, fc.constantFrom(...units))
    .map(([n, unit]): Pair => [`${n} ${unit[4]} ago`, `il y a ${n} ${unit[5]}`]),
  fc.tuple(years, fc.integer({ min: 1, max: 4 })).map(([year, q]): Pair => [`${year}-q${q}`, `t${q} ${year}`]),
  fc.tuple(years, fc.integer({ min: 1, max: 52 })).map(([year, w]): Pair => [`${year}-w${w}`, `s${w} ${year}`]),
)
/** The same words as hurried people type them. */
const spellings = fc.constantFrom<(typed: string) => string>(
  (typed) => typed,
  (typed) => typed.toUpperCase(),
  (typed) => typed.normalize('NFD'),
  (typed) => typed.normalize('NFD').replace(/\p{M}/gu, ''),
  (typed) => typed.replaceAll("'", '\u2019'),
  (typed) => ` ${typed.replaceAll(' ', '\u00a0')}  `,
  (typed) => typed.replaceAll(/(?<=\p{L})-(?=\p{L})/gu, ' '),
)
const times: readonly Pair[] = [
  ['noon', 'midi'],
  ['midnight', 'minuit'],
  ['2pm', '14h'],
  ['2:30 pm', '14h30'],
  ['at 9:05 am', 'à 9h05'],
]

const dayOf = (t: Catalog, instant: string) => t.format.localOf(instant)?.toPlainDate() ?? Temporal.PlainDate.from('')
const days = (t: Catalog, typed: string, bare: 'last' | 'next' = 'next') => {
  const { start, end } = read(period(t, { bare }), typed)
  const [first, after] = [dayOf(t, start), dayOf(t, end)]
  return { start, end, first, last: after.subtract({ days: 1 }), length: first.until(after).days }
}
const string = (at: { first: Temporal.PlainDate; last: Temporal.PlainDate }) => `${at.first} ${at.last}`

describe('dates in words', () => {
  test('English and French words mean the same, in whatever language the program runs and however they are spelt', () => {
    fc.assert(
      fc.property(places, pairs, spellings, (place, [english, french], spelt) => {
        const [en, fr] = bothAt(place)
        for (const bare of ['last', 'next'] as const) {
          const wanted = read(period(en, { bare }), english)
          expect(read(period(fr, { bare }), spelt(english))).toEqual(wanted)
          expect(read(period(en, { bare }), spelt(french))).toEqual(wanted)
        }
        for (const edge of ['start', 'end'] as const) {
          expect(read(date(fr, { edge }), spelt(french))).toBe(read(date(en, { edge }), english))
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a time of the day in French and in English is the same moment', () => {
    const oneDay = fc.constantFrom<Pair>(['tomorrow', 'demain'], ['next monday', 'lundi prochain'], ['+3m', '+3m'])
    fc.assert(
      fc.property(places, oneDay, fc.constantFrom(...times), (place, day, time) => {
        const [en, fr] = bothAt(place)
        const [english, french] = [0, 1].map((at) => `${day[at as 0 | 1]} ${time[at as 0 | 1]}`)
        expect(read(date(fr, { edge: 'end' }), french ?? '')).toBe(read(date(en, { edge: 'start' }), english ?? ''))
      }),
    )
  })

  test('every period lies within its parent, and they follow one another without a gap', () => {
    fc.assert(
      fc.property(places, (place) => {
        const [t] = bothAt(place)
        const inside = (inner: string, outer: string) => {
          const [small, large] = [days(t, inner), days(t, outer)]
          expect(small.start >= large.start && small.end <= large.end).toBe(true)
        }
        inside('today', 'this week')
        inside('today', 'this month')
        inside('this month', 'this quarter')
        inside('this quarter', 'this year')
        inside('end of month', 'ce mois')
        expect(days(t, 'fin de mois').end).toBe(days(t, 'this month').end)
        expect(days(t, 'end of year').end).toBe(days(t, 'cette année').end)
        for (const unit of ['week', 'month', 'quarter', 'year']) {
          const [last, now, next] = [days(t, `last ${unit}`), days(t, `this ${unit}`), days(t, `next ${unit}`)]
          expect([last.end, now.end]).toEqual([now.start, next.start])
          expect(now.start < now.end && last.start < last.end && next.start < next.end).toBe(true)
        }
        const week = days(t, 'this week')
        expect([week.first.dayOfWeek, week.length]).toEqual([1, 7])
        expect([days(t, 'hier').end, days(t, 'today').end]).toEqual([days(t, 'today').start, days(t, 'demain').start])
      }),
      { numRuns: 300 },
    )
  })

  test('the weeks, months and quarters of a year fill it', () => {
    fc.assert(
      fc.property(places, years, (place, year) => {
        const [t] = bothAt(place)
        const chain = (names: readonly string[]) => {
          const parts = names.map((name) => days(t, name))
          for (const [at, part] of parts.entries()) if (at > 0) expect(part.start).toBe(parts[at - 1]?.end ?? '')
          return [parts[0]?.start, parts.at(-1)?.end]
        }
        const whole = days(t, String(year))
        const two = (n: number) => String(n).padStart(2, '0')
        const all = [whole.start, whole.end]
        expect(chain([1, 2, 3, 4].map((quarter) => `${year}-q${quarter}`))).toEqual(all)
        expect(chain(Array.from({ length: 12 }, (_, at) => `${year}-${two(at + 1)}`))).toEqual(all)
        expect(chain(Array.from({ length: 12 }, (_, at) => `${months[at]?.[0]} ${year}`))).toEqual(all)
        // 28 December is always in the last week.
        const weeks = new Temporal.PlainDate(year, 12, 28).weekOfYear ?? 0
        chain(Array.from({ length: weeks }, (_, at) => `${year}-w${two(at + 1)}`))
        expect(days(t, `${year}-w${weeks}`).end).toBe(days(t, `${year + 1}-w01`).start)
      }),
      { numRuns: 30 },
    )
  })

  test('a weekday, a month or a day of the year is the next one or the last one, and today counts', () => {
    const names = fc.oneof(
      fc.constantFrom(...weekdays.flat()).map((name) => ({ name, most: { days: 7 } })),
      fc.constantFrom(...months.flat()).map((name) => ({ name, most: { months: 12 } })),
      fc
        .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 }))
        .map(([day, month]) => ({ name: `${day}/${month}`, most: { years: 1 } })),
    )
    fc.assert(
      fc.property(places, names, (place, { name, most }) => {
        const [t] = bothAt(place)
        const today = t.format.now().toPlainDate()
        const [next, last] = [days(t, name, 'next'), days(t, name, 'last')]
        // The next one is not over, the last one has begun, and there is none between them and today.
        expect(Temporal.PlainDate.compare(next.last, today) >= 0).toBe(true)
        expect(Temporal.PlainDate.compare(last.first, today) <= 0).toBe(true)
        if (string(next) === string(last)) expect(Temporal.PlainDate.compare(next.first, today) <= 0).toBe(true)
        else expect(String(next.first)).toBe(String(last.first.add(most)))
      }),
      { numRuns: 500 },
    )
  })

  test('+N days are N midnights ahead, whatever the clocks do, and a duration ends where -N begins', () => {
    fc.assert(
      fc.property(places, numbers, (place, n) => {
        const [t] = bothAt(place)
        const today = t.format.now().toPlainDate()
        // An oracle that knows no time zone: days of 86,400 seconds in UTC.
        const wanted = new Date(Date.parse(`${today}T00:00Z`) + n * 86_400_000).toISOString().slice(0, 10)
        expect(String(days(t, `+${n}d`).first)).toBe(wanted)
        const { ago } = read(duration(t), `${n}d`)
        const { start, end } = days(t, `-${n}d`)
        expect(start <= ago && ago < end).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('what is printed is read back, long and short, in both languages', () => {
    fc.assert(
      fc.property(places, seconds('0002-01-01', '9998-12-31'), (place, second) => {
        const both = bothAt(place)
        const instant = new Date(second * 1000).toISOString()
        for (const t of both) {
          const [short, long] = [t.format.date(instant), t.format.longDate(instant)]
          for (const reader of both) {
            expect(t.format.date(read(date(reader, { edge: 'start' }), short))).toBe(short)
            expect(t.format.longDate(read(date(reader, { edge: 'end' }), long))).toBe(long)
            // A minute that clocks show twice is read as the first one.
            const { start } = read(period(reader, { bare: 'last' }), short)
            expect(t.format.date(start)).toBe(short)
          }
          const day = dayOf(t, instant)
          expect(string(days(t, t.format.day(day)))).toBe(`${day} ${day}`)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('whatever is typed is read or refused, never a crash', () => {
    const words = [
      'next',
      'last',
      'fin',
      'de',
      'mois',
      'week',
      '12',
      '31/02',
      'juin',
      '2027',
      '+7',
      'd',
      'j',
      '-',
      '14h',
      "d'",
    ]
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((some) => some.join(' ')),
      fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((some) => some.join('')),
    )
    fc.assert(
      fc.property(places, typed, (place, text) => {
        const [en, fr] = bothAt(place)
        const outcome = (t: Catalog) => {
          try {
            return read(period(t, { bare: 'last' }), text)
          } catch (error) {
            expect((error as Error).message).toEndWith('.')
            return 'refused'
          }
        }
        expect(outcome(fr)).toEqual(outcome(en))
      }),
      { numRuns: 1000 },
    )
  })
})
