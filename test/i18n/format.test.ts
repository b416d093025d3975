import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { format } from '../../src/i18n/format.ts'
import { languages } from '../../src/i18n/languages.ts'

setDefaultTimeout(60_000)

const en = format(languages.en, 'Europe/Paris')
const fr = format(languages.fr, 'Europe/Paris')
/** As PostgreSQL's to_json writes a timestamptz. */
const stored = '2026-06-12T12:00:00.123456+00:00'

describe('amount', () => {
  test('is written as each language does', () => {
    expect(en.amount('1200.5')).toBe('€1,200.50')
    expect(fr.amount('1200.5')).toBe('1\u202f200,50\u00a0€')
    expect(en.amount('0')).toBe('€0.00')
  })

  test('keeps every digit, also those that a float loses', () => {
    expect(en.amount('9999999999.99')).toBe('€9,999,999,999.99')
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 22n }), (cents) => {
        const exact = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
        expect(en.amount(exact).replace(/[€,]/g, '')).toBe(exact)
        expect(fr.amount(exact).replace(/[\s€]/g, '').replace(',', '.')).toBe(exact)
      }),
    )
  })
})

describe('numbers are written as Intl writes them', () => {
  const locales = [
    [en, 'en-GB'],
    [fr, 'fr-FR'],
  ] as const

  test('amounts, of any form that PostgreSQL has for them', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 24 })
    const decimal = fc.tuple(fc.constantFrom('', '-'), digits, fc.constantFrom('', '.'), fc.option(digits, { nil: '' }))
    const amounts = fc.oneof(
      decimal.map((parts) => parts.join('')),
      fc.constantFrom('0.00', '-0.00', '1e3', 'NaN', 'Infinity', '', '999', '1000', '-1234.5', '0.005'),
    )
    fc.assert(
      fc.property(amounts, (amount) => {
        for (const [format, locale] of locales) {
          const intl = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' })
          expect(format.amount(amount)).toBe(intl.format(amount as Intl.StringNumericLiteral))
        }
      }),
    )
  })

  test('counts', () => {
    const counts = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.integer(), fc.double(), fc.constantFrom(0, 999, 1000, 1e21))
    fc.assert(
      fc.property(counts, (count) => {
        for (const [format, locale] of locales)
          expect(format.count(count)).toBe(new Intl.NumberFormat(locale).format(count + 0))
      }),
    )
  })
})

describe('dates', () => {
  test('are written in the zone, day first in both languages', () => {
    for (const written of [stored, '2026-06-12T12:00:00Z', '2026-06-12T14:00:00+02:00', '2026-06-12 12:00:00+00']) {
      expect(en.date(written)).toBe('12/06/2026 14:00')
      expect(fr.date(written)).toBe('12/06/2026 14:00')
    }
    expect(format(languages.en, 'America/New_York').date('2026-01-01T03:00:00Z')).toBe('31/12/2025 22:00')
    expect(en.date('0042-06-12T12:00:00Z')).toBe('12/06/0042 12:09')
  })

  test('long ones name the day and the month', () => {
    expect(fr.longDate(stored)).toBe('ven. 12 juin 2026 14:00')
    expect(en.longDate(stored)).toBe('Fri 12 June 2026 14:00')
    expect(fr.longDate('2026-02-01T12:00:00Z')).toBe('dim. 1er février 2026 13:00')
    expect(en.longDate('2026-02-01T12:00:00Z')).toBe('Sun 1 February 2026 13:00')
    // Temporal's calendar, as PostgreSQL's: Intl's own dates would be Julian here.
    expect(format(languages.en, 'UTC').longDate('1500-03-01T00:00:00Z')).toBe('Thu 1 March 1500 00:00')
  })

  test('JSON has the offset of the zone, and fractions only where there are any', () => {
    expect(en.rfc3339(stored)).toBe('2026-06-12T14:00:00.123456+02:00')
    expect(en.rfc3339('2026-06-12T12:00:00+00:00')).toBe('2026-06-12T14:00:00+02:00')
    expect(en.rfc3339('2026-06-12T12:00:00.100000+00:00')).toBe('2026-06-12T14:00:00.1+02:00')
    expect(en.rfc3339('2026-12-12T12:00:00Z')).toBe('2026-12-12T13:00:00+01:00')
    expect(format(languages.en, 'UTC').rfc3339('2026-06-12T12:00:00Z')).toBe('2026-06-12T12:00:00+00:00')
    expect(format(languages.en, 'America/St_Johns').rfc3339('2026-01-12T12:00:00Z')).toBe('2026-01-12T08:30:00-03:30')
  })

  test('JSON as PostgreSQL gives it and as anybody else does is the same, at every hour around a change of clocks', () => {
    // The last two are whole hours away, but clocks there skipped a day or half an hour.
    const zones = [
      'UTC',
      'Europe/Paris',
      'America/New_York',
      'Asia/Kolkata',
      '-11:00',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    ]
    const days = ['2026-03-28', '2026-10-24', '2026-03-07', '1911-03-10', '2011-12-29', '2026-04-04']
    for (const zone of zones) {
      const { rfc3339 } = format(languages.en, zone)
      for (const day of days) {
        for (let quarter = 0; quarter < 4 * 72; quarter++) {
          const at = new Date(Date.parse(`${day}T00:00:07Z`) + quarter * 900_000).toISOString().slice(0, 19)
          expect(rfc3339(`${at}+00:00`)).toBe(rfc3339(`${at}Z`))
          expect(rfc3339(`${at}.120304+00:00`)).toBe(rfc3339(`${at}.120304Z`))
        }
      }
    }
  })

  test('JSON means the same instant in every zone and year, local mean time included', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'America/St_Johns', 'Africa/Monrovia')
    const milliseconds = fc.integer({
      min: Date.parse('0002-01-01T00:00:00Z'),
      max: Date.parse('9998-12-31T23:59:59Z'),
    })
    fc.assert(
      fc.property(zones, milliseconds, (zone, at) => {
        const written = format(languages.en, zone).rfc3339(new Date(at).toISOString())
        expect(written).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?[+-]\d\d:\d\d$/)
        expect(Date.parse(written)).toBe(at)
      }),
    )
  })
})

describe('what is no date, or one that cannot be shown', () => {
  // transferwise/pipelinewise-tap-postgres#62, microsoft/azuredatastudio-postgresql#250, OmniDB/OmniDB#810, porsager/postgres#1184,
  // elixir-ecto/postgrex#274, brianc/node-postgres#480, rubyrep/rubyrep#28
  const stored = [
    'infinity',
    '-infinity',
    '0044-03-15T00:00:00+00:00 BC',
    '0001-12-31T23:40:28+00:00 BC',
    '4713-01-01T00:00:00+00:00 BC',
    '10000-01-01T00:00:00+00:00',
    '15000-12-31T23:40:28+00:00',
    '294276-12-31T23:59:59.999999+00:00',
    '+275760-09-13T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    '+010000-01-01T12:00:00Z',
    '0000-06-01T00:00:00Z',
    '2026-02-30T00:00:00+00:00',
    '',
    'null',
    '\x1b]0;title\x07',
  ]

  test.each(stored)('%j comes back as it is, in every zone', (text) => {
    for (const zone of ['UTC', 'Europe/Paris', 'Asia/Tokyo', 'Pacific/Pago_Pago', '+14:00']) {
      const f = format(languages.en, zone)
      expect([f.date(text), f.longDate(text), f.rfc3339(text)]).toEqual([text, text, text])
      expect(f.daysBetween('2026-06-12T12:00:00Z', text)).toBeUndefined()
    }
  })

  test.each(['2026-06-12', '0044-03-15'])('%j is a day, the same in every zone', (day) => {
    for (const zone of ['UTC', 'Europe/Paris', 'Asia/Tokyo', 'Pacific/Pago_Pago', '+14:00']) {
      const f = format(languages.en, zone)
      expect([f.date(day), f.longDate(day), f.rfc3339(day)]).toEqual([day.split('-').reverse().join('/'), day, day])
      expect(f.daysBetween('2026-06-12T12:00:00Z', day)).toBeUndefined()
    }
  })

  test('a date that only some zones can show is raw in the others', () => {
    const newYear = '9999-12-31T22:59:00+00:00'
    expect(en.date(newYear)).toBe('31/12/9999 23:59')
    expect(format(languages.en, 'Asia/Tokyo').date(newYear)).toBe(newYear)
    expect(format(languages.en, 'Asia/Tokyo').rfc3339(newYear)).toBe(newYear)
    expect(format(languages.en, 'America/New_York').date('0001-01-01T00:00:00+00:00')).toBe('0001-01-01T00:00:00+00:00')
    expect(format(languages.en, 'UTC').date('0001-01-01T00:00:00+00:00')).toBe('01/01/0001 00:00')
  })

  test('nothing throws, whatever is stored', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-+:TZ. BC') }))
    fc.assert(
      fc.property(text, (garbage) => {
        for (const f of [en, fr, format(languages.en, '+05:30')]) {
          for (const write of [f.date, f.longDate, f.rfc3339]) expect(write(garbage)).toBeString()
        }
      }),
    )
  })
})

test('midnights are counted in the zone', () => {
  expect(en.daysBetween('2026-06-10T21:59:00Z', '2026-06-10T22:01:00Z')).toBe(1)
  expect(en.daysBetween('2026-06-10T22:01:00Z', '2026-06-11T21:59:00Z')).toBe(0)
  expect(en.daysBetween('2026-06-10T12:00:00Z', '2026-06-01T12:00:00Z')).toBe(-9)
  expect(format(languages.en, 'America/New_York').daysBetween('2026-06-10T21:59:00Z', '2026-06-10T22:01:00Z')).toBe(0)
})

test('phones are national in France and international elsewhere', () => {
  expect(fr.phone('+33612345678')).toBe('06 12 34 56 78')
  expect(en.phone('+33254440358')).toBe('02 54 44 03 58')
  expect(en.phone('+33800123456')).toBe('0 800 12 34 56')
  expect(en.phone('+14155552671')).toBe('+1 415 555 2671')
  expect(en.phone('+67812345678')).toBe('+678 12345678')
  expect(en.phone('+82000000')).toBe('+82000000')
  expect(en.phone('+999123456')).toBe('+999123456')
  expect(fr.phone('+262692123456')).toBe('+262 692 12 34 56')
  expect(fr.phone('+590690335941')).toBe('+590 690 33 59 41')
  expect(fr.phone('+508411234')).toBe('+508 41 12 34')
})

test('French numbers written here are as libphonenumber writes them', () => {
  const { parsePhoneNumberFromString } = require('libphonenumber-js/min') as typeof import('libphonenumber-js/min')
  fc.assert(
    fc.property(fc.stringMatching(/^\+33[1-9]\d{8}$/), (e164) => {
      const number = parsePhoneNumberFromString(e164)
      fc.pre(number?.isValid() === true)
      expect(en.phone(e164)).toBe(number?.formatNational() ?? '')
    }),
  )
})

test('counts and lists are written as each language does', () => {
  expect(en.count(1_234_567)).toBe('1,234,567')
  expect(fr.count(1_234_567)).toBe('1\u202f234\u202f567')
  expect(en.listing(['a'])).toBe('a')
  expect(en.listing(['a', 'b', 'c'])).toBe('a, b and c')
  expect(fr.listing(['a', 'b', 'c'])).toBe('a, b et c')
})

test('loading it loads no phone library: start-up does not wait for it', async () => {
  const child = Bun.spawn(
    [
      process.execPath,
      '-e',
      `const { catalog } = await import('./src/i18n/catalog.ts')
       await import('./src/field/phone.ts')
       const t = catalog('fr', 'Europe/Paris')
       const loaded = () => Object.keys(require.cache).some((path) => path.includes('libphonenumber'))
       const before = [t.format.phone('+33612345678'), loaded()]
       console.log(JSON.stringify([...before, t.format.phone('+14155552671'), loaded()]))`,
    ],
    { cwd: `${import.meta.dir}/../..`, stdout: 'pipe', stderr: 'inherit' },
  )
  expect(JSON.parse(await child.stdout.text())).toEqual(['06 12 34 56 78', false, '+1 415 555 2671', true])
})
