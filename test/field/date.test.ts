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
    ['31/02/2026', 'February 2026 has no day 31, only 1 to 28.'],
    ['29/02/2023', 'February 2023 has no day 29, only 1 to 28.'],
    ['29/02/1900', 'February 1900 has no day 29, only 1 to 28.'],
    ['2026-04-31', 'April 2026 has no day 31, only 1 to 30.'],
    ['0/1/2026', '1 to 31'],
    ['12/13/2026', 'there is no month 13. Write the day first'],
    ['2026-00-10', 'there is no month 00'],
    ['12/06/2026 25:00', '25:00 is not a time. Write it like 14:30, 14h30 or 2:30 PM.'],
    ['12/06/2026 24:01', '24:01 is not a time'],
    ['2026-06-12T24:00:01', '24:00:01 is not a time'],
    ['12/06/2026 25h', '25:00 is not a time'],
    ['12/06/2026 14h75', '14:75 is not a time'],
    ['12/06/2026 14.75', '14:75 is not a time'],
    ['12/06/2026 13 PM', '13:00 PM is not a time'],
    ['12/06/2026 0:30 am', '0:30 AM is not a time'],
    ['2026-06-12T14:60', '14:60 is not a time'],
    ['2026-06-12T14:00:61', '14:00:61 is not a time'],
    ['2026-06-12T14:00+25:00', '+25:00 is not a UTC offset'],
    ['2026-06-12T14:00+02:75', '+02:75 is not a UTC offset'],
    ['0000-01-01', 'is out of range'],
    ['01/01/0001', 'is out of range. Dates go from 03/01/0001 to 29/12/9999, in UTC.'],
    ['0001-01-02T23:59:59Z', 'is out of range'],
    ['9999-12-30T00:00Z', 'is out of range'],
    // notatallshaw/nab#947, senaite/senaite.core#2401, stub42/pytz#14
    ['9999-12-31T23:59:59-23:59', 'is out of range'],
    ['0001-01-01T00:00:00+01:00', 'is out of range'],
    ['9999-12-29T24:00Z', 'is out of range'],
    ['9999-12-31T23:59', 'is out of range'],
  ])('%s is refused by name: %s', (typed, reason) => {
    const sentence = refusal((t) => date(t, { edge: 'start' }), typed)
    expect(sentence).toStartWith(`"${typed}" `)
    expect(sentence).toContain(reason)
  })

  test.each([
    'someday',
    '12/06.2026',
    '12-06',
    '2026/06/12',
    '2026-6-12',
    '14:00',
    '12/06/2026 14',
    '12/06/2026 14.3',
    '12/06/2026 14h5',
    // A fraction of an hour in ISO 8601: 14:18.
    '2026-06-12T14.30',
    '12/06/2026 140h',
    '12/06/2026 2 PM+02:00',
    '20260612',
    '2026-06-12T14:00[Europe/Paris]',
    '12/06/2026 14:00 UTC',
    '1718200800',
  ])('%s is unreadable', (typed) => {
    expect(refusal((t) => date(t, { edge: 'end' }), typed)).toContain(
      'is not a date. Write it like 31/12/2026 14:30, tomorrow 2pm or next month.',
    )
  })

  test('is refused in French too', () => {
    expect(refusal((t) => date(t, { edge: 'start' }), '31/02/2026', fr)).toBe(
      "«\u00a031/02/2026\u00a0» n'existe pas\u00a0: février 2026 va du 1er au 28.",
    )
  })

  test('the examples that the sentences give are accepted', () => {
    for (const typed of ['31/12/2026', '31/12/2026 14:30', '2026-12-31T14:30']) {
      for (const zone of ['Europe/Paris', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
        expect(read(date(catalog('en', zone), { edge: 'end' }), typed)).toEndWith('Z')
      }
    }
    for (const typed of ['03/01/0001', '29/12/9999']) {
      for (const edge of ['start', 'end'] as const) {
        expect(read(date(catalog('en', 'UTC'), { edge }), typed)).toEndWith('Z')
      }
    }
  })

  // The constraints of the database say the same: >= '0001-01-03 00:00+00' and < '9999-12-30 00:00+00'.
  test('the first and the last instant that are accepted can be shown in every zone', () => {
    const [first, last] = ['0001-01-03T00:00:00Z', '9999-12-29T23:59:59Z']
    for (const instant of [first, last]) {
      expect(read(start, instant)).toBe(instant)
      for (const zone of Intl.supportedValuesOf('timeZone')) {
        const { format } = catalog('en', zone)
        expect(format.date(instant)).toMatch(/^\d\d\/\d\d\/(0001|9999) \d\d:\d\d$/)
        expect(Date.parse(format.rfc3339(instant))).toBe(Date.parse(instant))
      }
    }
  })

  test.each([
    // microsoft/Recognizers-Text#284, svenfuchs/rails-i18n#437, benjypng/logseq-datenlp-plugin#12
    ['12/06/2026 14h30', '14:30'],
    ['12/06/2026 14h05', '14:05'],
    ['12/06/2026 14 h 05', '14:05'],
    ['12/06/2026 14\u00a0h\u00a005', '14:05'],
    ['12/06/2026 9h', '09:00'],
    ['12/06/2026 15h', '15:00'],
    ['12/06/2026 8 H 30 min', '08:30'],
    ['2026-06-12 14h30', '14:30'],
    // scrapinghub/dateparser#643, mojombo/chronic#81, matthewmueller/date#95
    ['12/06/2026 14.30', '14:30'],
    ['12/06/2026 13.12', '13:12'],
    ['12/06/2026 12.55 pm', '12:55'],
    ['12/06/2026 6.09am', '06:09'],
    ['2026-06-12 9.05', '09:05'],
    // moment/moment#74, abritinthebay/datejs#45 and #91, arrow-py/arrow#54, opening-hours/opening_hours.js#183, dart-lang/i18n#668
    ['12/06/2026 2 PM', '14:00'],
    ['12/06/2026 2\u202fPM', '14:00'],
    ['12/06/2026 12:01 AM', '00:01'],
    ['12/06/2026 12:00 PM', '12:00'],
    ['12/06/2026 1:30 pm', '13:30'],
    ['12/06/2026 1:30pm', '13:30'],
    ['12/06/2026 1.30 p.m.', '13:30'],
    ['12/06/2026 12 AM', '00:00'],
    ['12/06/2026 12:15 a.m.', '00:15'],
    ['12/06/2026 12 pm', '12:00'],
    ['2026-06-12 11:59 PM', '23:59'],
  ])('%s is %s, as people write a time', (typed, time) => {
    expect(en.format.date(read(start, typed))).toBe(`12/06/2026 ${time}`)
    expect(read(end, typed)).toBe(read(start, typed))
  })

  // ISO 8601:2004 §4.2.3; date-fns/date-fns#1228, dateutil/dateutil#658, moment/luxon#395, dotnet/runtime#12197, js-joda/js-joda#249
  test.each([
    ['12/06/2026 24:00', '13/06/2026 00:00'],
    ['12/06/2026 24h', '13/06/2026 00:00'],
    ['12/06/2026 24h00', '13/06/2026 00:00'],
    ['31/12/2026 24:00', '01/01/2027 00:00'],
    ['2007-04-05T24:00', '06/04/2007 00:00'],
    ['2000-01-01T24:00:00.0', '02/01/2000 00:00'],
    ['1999-12-31T24:00:00', '01/01/2000 00:00'],
    ['28/02/2027 24:00', '01/03/2027 00:00'],
  ])('%s is the end of that day: %s', (typed, shown) => {
    expect(en.format.date(read(start, typed))).toBe(shown)
    expect(read(date(en, { edge: 'start' }), '2026-06-12T24:00Z')).toBe('2026-06-13T00:00:00Z')
  })

  test('the end of a day whose last hour is skipped or repeated is the start of the next', () => {
    // On 5 September 2026 Chile goes from midnight to one o'clock.
    const santiago = catalog('en', 'America/Santiago')
    expect(read(date(santiago, { edge: 'end' }), '05/09/2026 24:00')).toBe('2026-09-06T04:00:00Z')
    // On 3 April 2027 it goes from midnight back to eleven in the evening.
    expect(read(date(santiago, { edge: 'end' }), '03/04/2027 24:00')).toBe('2027-04-04T04:00:00Z')
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
