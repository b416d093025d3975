/** Amounts, dates and phones come out of a real database as they were meant, through whole commands. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { numRuns, patience } from './generated.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, anna: Person

beforeAll(async () => {
  agency = await openAgency('server')
  ;[manager, anna] = [await agency.person('management'), await agency.person('commercial')]
  await agency.json(['company', 'create', '--name', 'Acme'], { as: manager })
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: anna })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '100', '--is-signed'], { as: anna })
  await agency.json(
    ['event', 'create', '-c', '1', '-t', 'Gala', '-a', 'Lyon', '-s', '12/06/2027', '-e', '13/06/2027'],
    { as: anna },
  )
}, 60_000)
afterAll(() => agency?.close())

const change = async (argv: string[], key: string, as = anna) => (await agency.json(argv, { as }))[key]
const view = async (argv: string[], key: string) => (await agency.json(argv, { as: anna }))[key]

describe('amounts, in every spelling', () => {
  const cents = fc.oneof(fc.bigInt(0n, 999_999n), fc.bigInt(0n, 999_999_999_999n))
  const plain = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`
  const grouped = (whole: string, by: string) => whole.replaceAll(/\B(?=(\d{3})+$)/g, by)
  const spellings: readonly ((whole: string, decimals: string) => string)[] = [
    (whole, decimals) => `${whole}.${decimals}`,
    (whole, decimals) => `${whole},${decimals}`,
    (whole, decimals) => `${grouped(whole, ' ')},${decimals}`,
    (whole, decimals) => `${grouped(whole, '\u202f')},${decimals} €`,
    (whole, decimals) => `${grouped(whole, '\u00a0')},${decimals}\u00a0€`,
    (whole, decimals) => `€${grouped(whole, ',')}.${decimals}`,
    (whole, decimals) => `€ ${whole}.${decimals}`,
    (whole, decimals) => `${whole}.${decimals} EUR`,
  ]

  test(
    'come out to the cent',
    async () => {
      await fc.assert(
        fc.asyncProperty(cents, fc.constantFrom(...spellings), async (value, spell) => {
          const amount = plain(value)
          const [whole = '', decimals = ''] = amount.split('.')
          const written = spell(whole, decimals)
          const argv = ['contract', 'update', '1', `--total-amount=${written}`, `--remaining-amount=${written}`]
          const contract = await agency.json(argv, { as: anna })
          expect([contract['total_amount'], contract['remaining_amount'], contract['is_fully_paid']]).toEqual([
            amount,
            amount,
            value === 0n,
          ])
          expect(await view(['contract', 'view', '1'], 'total_amount')).toBe(amount)
        }),
        { numRuns },
      )
    },
    patience,
  )

  test(
    'and add up exactly',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(cents, { minLength: 1, maxLength: 4 }), async (values) => {
          const carl = await agency.person('commercial')
          const { id } = await agency.json<{ id: number }>(
            ['client', 'create', '-n', 'C', '-e', `${carl.id}@client.fr`],
            { as: carl },
          )
          for (const value of values)
            await agency.json(
              ['contract', 'create', '--client-id', `${id}`, '--total-amount', plain(value), '--is-signed'],
              { as: carl },
            )
          expect(await agency.json(['today'], { as: carl })).toMatchObject({
            total_due: values.some((value) => value > 0n) ? plain(values.reduce((a, b) => a + b)) : '0',
          })
        }),
        { numRuns: Math.ceil(numRuns / 5) },
      )
    },
    patience,
  )
})

describe('dates, in the zone of the reader', () => {
  const zone = 'Europe/Paris'
  const two = (n: number) => String(n).padStart(2, '0')
  const local = fc.record({
    year: fc.oneof(fc.integer({ min: 1, max: 9998 }), fc.integer({ min: 1970, max: 2037 })),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
  })
  /** The hours around both clock changes of every year since 1976. */
  const changing = fc
    .record({
      year: fc.integer({ min: 1977, max: 2060 }),
      month: fc.constantFrom(3, 9, 10),
      last: fc.boolean(),
      hour: fc.integer({ min: 0, max: 4 }),
      minute: fc.constantFrom(0, 30, 59),
    })
    .map(({ year, month, last, hour, minute }) => {
      const end = Temporal.PlainDate.from({ year, month, day: last ? 31 : 25 }, { overflow: 'constrain' })
      const sunday = end.subtract({ days: end.dayOfWeek % 7 })
      return { year, month, day: sunday.day, hour, minute }
    })
  const spellings: readonly ((at: {
    year: number
    month: number
    day: number
    hour: number
    minute: number
  }) => string)[] = [
    (at) => `${two(at.day)}/${two(at.month)}/${String(at.year).padStart(4, '0')} ${two(at.hour)}:${two(at.minute)}`,
    (at) => `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}`,
  ]

  test(
    'the instant is Temporal’s `compatible` one; what is shown is read back as the same',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.oneof(local, changing), fc.constantFrom(...spellings), async (at, spell) => {
          const meant = Temporal.PlainDateTime.from(at)
            .toZonedDateTime(zone, { disambiguation: 'compatible' })
            .toInstant()
          const stored = String(
            await change(['client', 'update', '1', '--last-contact-date', spell(at)], 'last_contact_date'),
          )
          expect(Temporal.Instant.from(stored).epochMilliseconds).toBe(meant.epochMilliseconds)
          // RFC 3339 has four digits of a year and offsets in minutes.
          expect(stored).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)
          expect(await change(['client', 'update', '1', '--last-contact-date', stored], 'last_contact_date')).toBe(
            stored,
          )
          const csv = await agency.run(['client', 'list', '--format', 'csv'], { as: anna })
          expect(csv.stdout).toContain(stored)
        }),
        { numRuns: numRuns * 2 },
      )
    },
    patience,
  )
})

describe('phones', () => {
  const digit = fc.integer({ min: 0, max: 9 })
  test(
    'French numbers, however they are spaced, are one number',
    async () => {
      const spaced = fc.tuple(
        fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '9'),
        fc.array(digit, { minLength: 8, maxLength: 8 }),
        fc.constantFrom('', ' ', '.', '-'),
        fc.constantFrom('0', '+33', '0033', '+33 (0)'),
      )
      await fc.assert(
        fc.asyncProperty(spaced, async ([first, rest, space, prefix]) => {
          const pairs = rest.join('').replaceAll(/\B(?=(\d\d)+$)/g, space)
          const {
            code: exit,
            stdout,
            stderr,
          } = await agency.run(['client', 'update', '1', '--phone', `${prefix}${first}${space}${pairs}`, '--json'], {
            as: anna,
          })
          // Some ranges are not in use: refused, and in every spelling alike. Some belong to the overseas territories.
          const national = `${first}${rest.join('')}`
          const possible = ['33', '262', '590', '594', '596', '508'].map((country) => `+${country}${national}`)
          if (exit === Exit.ok) expect([...possible, `+${national}`]).toContain(JSON.parse(stdout).phone)
          else expect([exit, JSON.parse(stderr).error.fields.phone]).toEqual([Exit.usage, expect.any(String)])
        }),
        { numRuns },
      )
    },
    patience,
  )
})
