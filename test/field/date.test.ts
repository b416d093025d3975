import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { date } from '../../src/field/date.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { en, fr, read, refusal } from './read.ts'

const start = date(en, { edge: 'start' })
const end = date(en, { edge: 'end' })

describe('date', () => {
  test.each([
    ['12/06/2026', '2026-06-11T22:00:00Z', '2026-06-12T21:59:00Z'],
    ['2026-06-12', '2026-06-11T22:00:00Z', '2026-06-12T21:59:00Z'],
    ['1/1/1999', '1998-12-31T23:00:00Z', '1999-01-01T22:59:00Z'],
    ['29/02/2024', '2024-02-28T23:00:00Z', '2024-02-29T22:59:00Z'],
  ])('%s without a time starts at %s and ends at %s', (typed, starts, ends) => {
    expect(read(start, typed)).toBe(starts)
    expect(read(end, typed)).toBe(ends)
  })

  test.each([
    ['12/06/2026 14:00', '2026-06-12T12:00:00Z'],
    ['12/06/2026 9:05', '2026-06-12T07:05:00Z'],
    ['2026-06-12T14:00', '2026-06-12T12:00:00Z'],
    ['2026-06-12 14:00', '2026-06-12T12:00:00Z'],
    ['2026-06-12T14:00:30', '2026-06-12T12:00:30Z'],
    ['2026-06-12T14:00Z', '2026-06-12T14:00:00Z'],
    ['2026-06-12t14:00:00z', '2026-06-12T14:00:00Z'],
    ['2026-06-12T14:00:00.123456+00:00', '2026-06-12T14:00:00Z'],
    ['2026-06-12T14:00+05:30', '2026-06-12T08:30:00Z'],
    ['2026-06-12 14:00:00-0300', '2026-06-12T17:00:00Z'],
    ['2026-06-12 14:00:00+02', '2026-06-12T12:00:00Z'],
    ['2026-12-31T23:30-01:00', '2027-01-01T00:30:00Z'],
  ])('%s is %s, for a start as for an end', (typed, instant) => {
    expect(read(start, typed)).toBe(instant)
    expect(read(end, typed)).toBe(instant)
  })

  test('a time that a clock change skips moves on, a repeated one is the first', () => {
    expect(read(start, '29/03/2026 02:30')).toBe('2026-03-29T01:30:00Z')
    expect(read(start, '25/10/2026 02:30')).toBe('2026-10-25T00:30:00Z')
  })

  test('a day that begins at one in the morning still has a start', () => {
    // Chile turns its clocks at midnight: 6 September 2026 has no 00:00.
    const santiago = catalog('en', 'America/Santiago')
    expect(read(date(santiago, { edge: 'start' }), '06/09/2026')).toBe('2026-09-06T04:00:00Z')
  })

  test.each([
    ['31/02/2026', '02/2026 has no day 31, only 1 to 28.'],
    ['29/02/2023', '02/2023 has no day 29, only 1 to 28.'],
    ['29/02/1900', '02/1900 has no day 29, only 1 to 28.'],
    ['2026-04-31', '04/2026 has no day 31, only 1 to 30.'],
    ['0/1/2026', '1 to 31'],
    ['12/13/2026', 'there is no month 13. Write the day first'],
    ['2026-00-10', 'there is no month 00'],
    ['12/06/2026 25:00', '25:00 is not a time. Write 00:00 to 23:59'],
    ['12/06/2026 24:00', '24:00 is not a time'],
    ['2026-06-12T14:60', '14:60 is not a time'],
    ['2026-06-12T14:00:61', '14:00:61 is not a time'],
    ['2026-06-12T14:00+25:00', '+25:00 is not a UTC offset'],
    ['2026-06-12T14:00+02:75', '+02:75 is not a UTC offset'],
    ['0000-01-01', 'is out of range'],
    ['01/01/0001', 'is out of range. Dates go from 02/01/0001 to 30/12/9999.'],
    ['9999-12-31T23:59Z', 'is out of range'],
  ])('%s is refused by name: %s', (typed, reason) => {
    const sentence = refusal((t) => date(t, { edge: 'start' }), typed)
    expect(sentence).toStartWith(`"${typed}" `)
    expect(sentence).toContain(reason)
  })

  test.each([
    'tomorrow',
    '12/06',
    '12/06/26',
    '12-06-2026',
    '2026/06/12',
    '2026-6-12',
    '14:00',
    '12/06/2026 14',
    '20260612',
    '2026-06-12T14:00[Europe/Paris]',
    '12/06/2026 14:00 UTC',
    '1718200800',
  ])('%s is unreadable', (typed) => {
    expect(refusal((t) => date(t, { edge: 'end' }), typed)).toContain(
      'is not a date. Write it like 31/12/2026, 31/12/2026 14:30 or 2026-12-31T14:30.',
    )
  })

  test('is refused in French too', () => {
    expect(refusal((t) => date(t, { edge: 'start' }), '31/02/2026', fr)).toBe(
      "«\u00a031/02/2026\u00a0» n'existe pas\u00a0: les jours de 02/2026 vont de 1 à 28.",
    )
  })

  test('the examples that the sentences give are accepted', () => {
    for (const typed of ['31/12/2026', '31/12/2026 14:30', '2026-12-31T14:30', '02/01/0001', '30/12/9999']) {
      for (const zone of ['Europe/Paris', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
        expect(read(date(catalog('en', zone), { edge: 'end' }), typed)).toEndWith('Z')
      }
    }
  })

  const zones = fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/St_Johns', 'Australia/Lord_Howe')
  const seconds = fc.integer({
    min: Date.parse('0002-01-01T00:00:00Z') / 1000,
    max: Date.parse('9998-12-31T23:59:59Z') / 1000,
  })

  test('JSON gives an instant that is read back as the same', () => {
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const instant = new Date(second * 1000).toISOString().replace('.000Z', 'Z')
        const t = catalog('fr', zone)
        expect(read(date(t, { edge: 'end' }), instant)).toBe(instant)
        expect(read(date(t, { edge: 'start' }), t.format.rfc3339(instant))).toBe(instant)
      }),
    )
  })

  test('what is shown is read back as what is shown', () => {
    fc.assert(
      fc.property(zones, seconds, (zone, second) => {
        const t = catalog('en', zone)
        const shown = t.format.date(new Date(second * 1000).toISOString())
        expect(t.format.date(read(date(t, { edge: 'start' }), shown))).toBe(shown)
      }),
    )
  })
})
