import { describe, expect, test } from 'bun:test'
import { date, dayOrMoment } from '../../src/field/date.ts'
import { duration } from '../../src/field/duration.ts'
import { period } from '../../src/field/period.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { en, fr, parse, read, refusal } from './read.ts'

/** A catalogue at another moment. */
const at = (instant: string, zone = 'Europe/Paris') => catalog('en', zone, () => Date.parse(instant))

const ofDays = (t: typeof en, typed: string, bare: 'last' | 'next' = 'next') => {
  const { start, end } = read(period(t, { bare }), typed)
  const last = t.format.localOf(Temporal.Instant.from(end).subtract({ seconds: 1 }).toString())
  return `${t.format.localOf(start)?.toPlainDate()} ${last?.toPlainDate()}`
}

// The clock of `en` stands at Friday 27 November 2026, 13:00 in Paris.
describe('days in words', () => {
  test.each([
    ['today', "aujourd'hui", '2026-11-27 2026-11-27'],
    ['tomorrow', 'demain', '2026-11-28 2026-11-28'],
    ['yesterday', 'hier', '2026-11-26 2026-11-26'],
    // chrono-node reads it as tomorrow.
    ['day after tomorrow', 'après-demain', '2026-11-29 2026-11-29'],
    ['the day before yesterday', 'avant-hier', '2026-11-25 2026-11-25'],
    ['this week', 'cette semaine', '2026-11-23 2026-11-29'],
    // microsoft/Recognizers-Text#923: read as this week
    ['next week', 'la semaine prochaine', '2026-11-30 2026-12-06'],
    ['last week', 'semaine dernière', '2026-11-16 2026-11-22'],
    ['this month', 'ce mois-ci', '2026-11-01 2026-11-30'],
    ['next month', 'le mois prochain', '2026-12-01 2026-12-31'],
    ['last month', 'mois dernier', '2026-10-01 2026-10-31'],
    ['this quarter', 'ce trimestre', '2026-10-01 2026-12-31'],
    ['next quarter', 'trimestre prochain', '2027-01-01 2027-03-31'],
    ['last quarter', 'le trimestre dernier', '2026-07-01 2026-09-30'],
    ['this year', 'cette année', '2026-01-01 2026-12-31'],
    ['next year', "l'an prochain", '2027-01-01 2027-12-31'],
    ['last year', "L'ANNÉE DERNIÈRE", '2025-01-01 2025-12-31'],
    ['end of month', 'fin de mois', '2026-11-30 2026-11-30'],
    ['end of the month', 'fin du mois', '2026-11-30 2026-11-30'],
    ['end of next month', 'fin du mois prochain', '2026-12-31 2026-12-31'],
    // joestelmach/natty#171: the end of a week that ended on Friday
    ['end of this week', 'fin de cette semaine', '2026-11-29 2026-11-29'],
    ['end of year', "fin d'année", '2026-12-31 2026-12-31'],
    ['june 2027', 'juin 2027', '2027-06-01 2027-06-30'],
    ['in june', 'en juin', '2027-06-01 2027-06-30'],
    ['august', 'aout', '2027-08-01 2027-08-31'],
    ['November', 'NOVEMBRE', '2026-11-01 2026-11-30'],
    ['next november', 'novembre prochain', '2027-11-01 2027-11-30'],
    ['2027-q2', '2027-T2', '2027-04-01 2027-06-30'],
    ['2027-w24', 's24 2027', '2027-06-14 2027-06-20'],
    ['+7d', 'j+7', '2026-12-04 2026-12-04'],
    ['-30d', '-30j', '2026-10-28 2026-10-28'],
    ['+2w', '+2s', '2026-12-11 2026-12-11'],
    ['+1y', '+1a', '2027-11-27 2027-11-27'],
    ['in 3 days', 'dans 3 jours', '2026-11-30 2026-11-30'],
    // joestelmach/natty#81
    ['in a week', 'dans une semaine', '2026-12-04 2026-12-04'],
    ['2 weeks ago', 'il y a 2 semaines', '2026-11-13 2026-11-13'],
    ['on monday', 'lundi', '2026-11-30 2026-11-30'],
    ['friday', 'vendredi', '2026-11-27 2026-11-27'],
    ['next friday', 'vendredi prochain', '2026-12-04 2026-12-04'],
    ['last friday', 'vendredi dernier', '2026-11-20 2026-11-20'],
    ['12 june', '12 juin', '2027-06-12 2027-06-12'],
    ['the 1st of june 2027', '1er juin 2027', '2027-06-01 2027-06-01'],
    ['Sat 12 June 2027', 'sam. 12 juin 2027', '2027-06-12 2027-06-12'],
    ['Tue 15 June 2027', 'mar. 15 juin 2027', '2027-06-15 2027-06-15'],
    ['12 march', '12 mar', '2027-03-12 2027-03-12'],
    ['saturday 12/06/2027', 'samedi 12/06/2027', '2027-06-12 2027-06-12'],
    ['06/2027', '2027-06', '2027-06-01 2027-06-30'],
    ['2027', 'en 2027', '2027-01-01 2027-12-31'],
    ['12.06.2027', '12-06-2027', '2027-06-12 2027-06-12'],
    ['12/06/27', '12 juin 2027', '2027-06-12 2027-06-12'],
    ['12/06/77', '12 june 1977', '1977-06-12 1977-06-12'],
    ['12/06/76', '12 june 2076', '2076-06-12 2076-06-12'],
    ['12/06', '12/6', '2027-06-12 2027-06-12'],
    ['27/11', '27 novembre', '2026-11-27 2026-11-27'],
    ['29/02', '29 février', '2028-02-29 2028-02-29'],
  ])('%s · %s → %s', (english, french, days) => {
    for (const t of [en, fr]) expect([ofDays(t, english), ofDays(t, french)]).toEqual([days, days])
  })

  test.each([
    ['monday', '2026-11-23'],
    ['vendredi', '2026-11-27'],
    ['june', '2026-06-01'],
    ['december', '2025-12-01'],
    ['novembre', '2026-11-01'],
    ['12/06', '2026-06-12'],
    ['28/11', '2025-11-28'],
    ['27/11', '2026-11-27'],
    ['29/02', '2024-02-29'],
    ['next monday', '2026-11-30'],
  ])('%s since when: %s', (typed, first) => {
    expect(ofDays(en, typed, 'last').slice(0, 10)).toBe(first)
  })

  test.each([
    // The end of January has no counterpart in February.
    ['2027-01-31T12:00:00Z', '+1m', '2027-02-28'],
    ['2028-01-31T12:00:00Z', '+1m', '2028-02-29'],
    ['2028-02-29T12:00:00Z', '+1y', '2029-02-28'],
    ['2028-02-29T12:00:00Z', 'next month', '2028-03-01'],
    ['2027-01-31T12:00:00Z', 'next month', '2027-02-01'],
    ['2026-05-31T12:00:00Z', 'last quarter', '2026-01-01'],
    ['2026-12-31T22:59:59Z', 'tomorrow', '2027-01-01'],
    ['2026-12-31T23:00:00Z', 'today', '2027-01-01'],
    ['2027-01-01T12:00:00Z', 'this week', '2026-12-28'],
    ['2027-01-01T12:00:00Z', 'last month', '2026-12-01'],
    // spencermountain/spacetime#236: on a Sunday on which clocks change the week had begun that day
    ['2026-10-25T12:00:00Z', 'this week', '2026-10-19'],
    // spencermountain/spacetime#64: a week after 22 October is 29 October, although an hour longer
    ['2026-10-22T22:30:00Z', '+1w', '2026-10-30'],
    ['2099-06-01T12:00:00Z', '29/02', '2104-02-29'],
  ])('at %s %s is %s', (now, typed, first) => {
    expect(ofDays(at(now), typed).slice(0, 10)).toBe(first)
  })

  test('ISO week 53 is there where the year has it', () => {
    expect(ofDays(en, '2026-w53')).toBe('2026-12-28 2027-01-03')
    expect(ofDays(en, '2027-w01')).toBe('2027-01-04 2027-01-10')
    expect(ofDays(en, '2026-W1')).toBe('2025-12-29 2026-01-04')
    expect(refusal((t) => period(t, { bare: 'next' }), '2025-w53')).toContain('2025 has no week 53, only 1 to 52')
    expect(refusal((t) => period(t, { bare: 'next' }), '2025-w53', fr)).toContain("n'existe pas")
  })

  test('today is the day of the reader: west and east of the line it is another one', () => {
    const now = '2026-12-31T10:30:00Z'
    expect(ofDays(at(now, 'Pacific/Pago_Pago'), 'demain')).toBe('2026-12-31 2026-12-31')
    expect(ofDays(at(now, 'Pacific/Kiritimati'), 'demain')).toBe('2027-01-02 2027-01-02')
    expect(ofDays(at(now, 'Pacific/Kiritimati'), 'this year')).toBe('2027-01-01 2027-12-31')
    expect(ofDays(at(now, 'UTC'), 'tomorrow')).toBe('2027-01-01 2027-01-01')
  })

  test('a day of a clock change has 23 or 25 hours, and one that begins at one o’clock begins there', () => {
    const hours = (t: typeof en, typed: string) => {
      const { start, end } = read(period(t, { bare: 'next' }), typed)
      return (Date.parse(end) - Date.parse(start)) / 3_600_000
    }
    expect([hours(en, '29/03/2026'), hours(en, '25/10/2026'), hours(en, 'today')]).toEqual([23, 25, 24])
    const santiago = at('2026-09-05T12:00:00Z', 'America/Santiago')
    expect(read(period(santiago, { bare: 'next' }), 'tomorrow').start).toBe('2026-09-06T04:00:00Z')
    expect(hours(santiago, 'tomorrow')).toBe(23)
  })

  test.each([
    ['tomorrow 14:30', '14:30'],
    ['demain 14h30', '14:30'],
    ['demain à 14h', '14:00'],
    ['tomorrow at 2pm', '14:00'],
    // scrapinghub/dateparser#459
    ['samedi prochain à midi', '12:00'],
    ['tomorrow noon', '12:00'],
    ['demain minuit', '00:00'],
    ['tomorrow midnight', '00:00'],
    ['sat 28 november 14h', '14:00'],
    ['28/11 14h', '14:00'],
    ['+1d 2 p.m.', '14:00'],
    ['j+1 8h05', '08:05'],
  ])('%s is tomorrow at %s, for a start and an end', (typed, time) => {
    for (const edge of ['start', 'end'] as const) {
      expect(en.format.date(read(date(en, { edge }), typed))).toBe(`28/11/2026 ${time}`)
    }
  })

  test('several days → a start is the first at 00:00, an end the last at 23:59', () => {
    expect(en.format.date(read(date(en, { edge: 'start' }), 'next week'))).toBe('30/11/2026 00:00')
    expect(en.format.date(read(date(en, { edge: 'end' }), 'next week'))).toBe('06/12/2026 23:59')
    expect(en.format.date(read(date(en, { edge: 'end' }), '2027-02'))).toBe('28/02/2027 23:59')
  })

  test.each([
    // It is Friday, 13:00.
    ['friday 2pm', '27/11/2026 14:00'],
    ['friday 13:00', '27/11/2026 13:00'],
    ['friday 12:59', '04/12/2026 12:59'],
    ['vendredi 9h', '04/12/2026 09:00'],
    ['le vendredi à midi', '04/12/2026 12:00'],
    ['saturday 9am', '28/11/2026 09:00'],
    ['today 9am', '27/11/2026 09:00'],
    ['27/11 9h', '27/11/2026 09:00'],
    ['friday 27 november 9am', '27/11/2026 09:00'],
    ['last friday 9am', '20/11/2026 09:00'],
  ])('of what is planned, %s is %s: a weekday with a time that is over is in a week', (typed, moment) => {
    for (const schema of [date, dayOrMoment])
      for (const edge of ['start', 'end'] as const)
        expect(en.format.date(read(schema(en, { edge, ahead: true }), typed))).toBe(moment)
  })

  test('of what may lie behind, today counts whatever the time; so it does for what is planned without a time', () => {
    expect(en.format.date(read(date(en, { edge: 'start' }), 'friday 9am'))).toBe('27/11/2026 09:00')
    expect(en.format.date(read(date(en, { edge: 'start', ahead: true }), 'friday'))).toBe('27/11/2026 00:00')
    expect(read(dayOrMoment(en, { edge: 'start', ahead: true }), 'vendredi')).toBe('2026-11-27')
  })

  test('for an update a day without a time stays a day', () => {
    const [start, end] = [dayOrMoment(en, { edge: 'start' }), dayOrMoment(en, { edge: 'end' })]
    expect([read(start, 'next week'), read(end, 'semaine prochaine')]).toEqual(['2026-11-30', '2026-12-06'])
    expect(read(start, '12/06/2027 14:00')).toBe('2027-06-12T12:00:00Z')
    expect(parse(start, '01/01/0001')).toHaveProperty('refused')
  })

  test.each([
    'someday',
    'the',
    'mar',
    'this monday',
    'next week 14h',
    'juin 14h',
    'june 27',
    '12 june 27',
    'june june',
    'ago',
    'il y a',
    'in 3',
    '+7',
    '+7 bananas',
    '7d',
    '30 days',
    'j+',
    '2027-q5',
    '2027-q0',
    'next',
    'week',
    'last day',
    'end',
    'end of',
    'noon',
    '14h',
    '12/06.2027',
    '__proto__',
    'constructor',
    '\ud83d\ude00',
  ])('%s → refused with three spellings that work', (typed) => {
    expect(refusal((t) => date(t, { edge: 'start' }), typed)).toEndWith(
      'is not a date. Write it like 31/12/2026 14:30, tomorrow 2pm or next month.',
    )
    expect(refusal((t) => period(t, { bare: 'last' }), typed, fr)).toEndWith(
      "n'est pas une date. Exemples\u00a0: 31/12/2026 14:30, demain 14h ou mois prochain.",
    )
  })

  test('the spellings of the sentences work', () => {
    for (const typed of ['31/12/2026 14:30', 'tomorrow 2pm', 'next month', 'demain 14h', 'mois prochain']) {
      expect(read(date(en, { edge: 'start' }), typed)).toEndWith('Z')
      expect(read(period(fr, { bare: 'last' }), typed).start).toEndWith('Z')
    }
    for (const typed of ['30d', '2 weeks', '6 months', '30j', '2 semaines', '6 mois']) {
      expect(read(duration(en), typed).ago).toEndWith('Z')
    }
  })

  test('a day, a weekday or a year that is not there → refused by name', () => {
    const sentence = (typed: string, t = en) => refusal((words) => date(words, { edge: 'start' }), typed, t)
    expect(sentence('30/02')).toContain(': February has no day 30, only 1 to 29.')
    expect(sentence('31 june')).toContain(': June has no day 31, only 1 to 30.')
    expect(sentence('31 avril', fr)).toContain("n'existe pas\u00a0: avril va du 1er au 30.")
    expect(sentence('monday 12 june 2027')).toContain('the weekday does not match Sat 12 June 2027.')
    expect(sentence('lundi 12 juin 2027', fr)).toContain("le jour de la semaine n'est pas celui du sam. 12 juin 2027.")
    for (const typed of ['0000', '+9000y', '+999999999999999999999y', '-3000y', 'j+99999999999999999']) {
      expect(sentence(typed)).toContain('is out of range')
    }
  })

  test('only days that are shown everywhere make a period', () => {
    const schema = period(at('2026-11-27T12:00:00Z', 'UTC'), { bare: 'next' })
    expect(read(schema, '29/12/9999').end).toBe('9999-12-30T00:00:00Z')
    for (const typed of ['9999', '30/12/9999', '0001', '2/1/0001'])
      expect(parse(schema, typed)).toHaveProperty('refused')
  })

  test('a time names its minute or its second', () => {
    const schema = period(en, { bare: 'last' })
    expect(read(schema, '2026-11-27T14:30')).toEqual({ start: '2026-11-27T13:30:00Z', end: '2026-11-27T13:31:00Z' })
    expect(read(schema, '2026-11-27T14:30:15.5Z')).toEqual({
      start: '2026-11-27T14:30:15Z',
      end: '2026-11-27T14:30:16Z',
    })
  })
})

describe('duration', () => {
  test.each([
    ['30d', '2026-10-28T12:00:00Z'],
    ['30 days', '2026-10-28T12:00:00Z'],
    ['30 j', '2026-10-28T12:00:00Z'],
    ['2 semaines', '2026-11-13T12:00:00Z'],
    ['2s', '2026-11-13T12:00:00Z'],
    ['2W', '2026-11-13T12:00:00Z'],
    // In summer 13:00 in Paris is 11:00 in UTC.
    ['6m', '2026-05-27T11:00:00Z'],
    ['6 mois', '2026-05-27T11:00:00Z'],
    ['1a', '2025-11-27T12:00:00Z'],
    ['un an', '2025-11-27T12:00:00Z'],
    ['a quarter', '2026-08-27T11:00:00Z'],
    ['0d', '2026-11-27T12:00:00Z'],
  ])('%s ago was %s', (typed, ago) => {
    for (const t of [en, fr]) expect(read(duration(t), typed).ago).toBe(ago)
  })

  test('what is no length of time, or too long a one → refused', () => {
    for (const typed of ['30', 'd', '-3d', '+3d', '3 bananas', '1.5d', 'today']) {
      expect(refusal(duration, typed)).toEndWith('is not a length of time. Write it like 30d, 2 weeks or 6 months.')
    }
    expect(refusal(duration, '3 lunes', fr)).toContain('30j, 2 semaines ou 6 mois')
    expect(refusal(duration, ' ')).toBe(en.value.empty)
    for (const typed of ['9999y', '99999999999999999999d']) expect(refusal(duration, typed)).toContain('out of range')
  })
})
