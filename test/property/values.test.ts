/**
 * What goes in comes out, on a real database and through whole commands; and what is refused changes nothing. Values are generated; a
 * failure shows the smallest that fails.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

/** `bun run soak` asks for many more. */
const numRuns = Number(Bun.env['PROPERTY_RUNS'] ?? 40)
const patience = 60_000 + numRuns * 500
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

/** Everything in the database, in one number. */
const checksum = () =>
  agency.owner(async (sql) => {
    const sums: string[] = []
    for (const table of ['users', 'role', 'role_permission', 'company', 'client', 'contract', 'event', 'audit_log']) {
      const [row] = await sql.unsafe(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from epic_events.${table} t`,
      )
      sums.push(row?.['sum'])
    }
    return sums.join(' ')
  })

const code = (o: { from: number; to: number }) =>
  fc.integer({ min: o.from, max: o.to }).map((point) => String.fromCodePoint(point))
/** What people type, and what they paste. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'abcXYZ0189 .,;:!?\'"`´’«»/\\|-–—_+=*&%$#@~^()[]{}<>€£') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'é',
      'e\u0301',
      'ç',
      'œ',
      'ß',
      'ﬁ',
      'İ',
      '½',
      '名前',
      '한글',
      'مرحبا',
      'שלום',
      'हिन्दी',
      'ไทย',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '🎉',
      '👩‍👩‍👧',
      '🇫🇷',
      '👍🏽',
      '\u200d',
      '\u200f',
      '\u202e',
      '\ufeff',
      '\u00a0',
      '\u202f',
      '\u2028',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "'; drop table client; --",
      '$1',
      '$(x)',
      '%s',
      '\\n',
      '\\x41',
      '</script>',
      '=1+1',
      '--help',
      '-n',
      'null',
      'NaN',
    ),
  },
  { weight: 2, arbitrary: code({ from: 0xa1, to: 0xd7ff }) },
  { weight: 1, arbitrary: code({ from: 0x10000, to: 0x10fffd }) },
)
const lengthOf = (text: string) => [...text].length
const typed = (most: number, more: fc.Arbitrary<string> = piece) =>
  fc
    .array(more, { minLength: 1, maxLength: 30 })
    .map((pieces) => pieces.join(''))
    .filter((text) => lengthOf(text) <= most && /[^\s\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text))

describe('text comes out as it went in, byte for byte', () => {
  test(
    'a name',
    async () => {
      await fc.assert(
        fc.asyncProperty(typed(128), async (name) => {
          expect(await change(['client', 'update', '1', `--full-name=${name}`], 'full_name')).toBe(name.trim())
          expect(await view(['client', 'view', '1'], 'full_name')).toBe(name.trim())
        }),
        { numRuns },
      )
    },
    patience,
  )

  test(
    'notes, with line breaks and tabs inside',
    async () => {
      const lines = typed(
        10_000,
        fc.oneof(
          { weight: 5, arbitrary: piece },
          { weight: 1, arbitrary: fc.constantFrom('\n', '\n\n', '\r\n', '\t') },
        ),
      )
      await fc.assert(
        fc.asyncProperty(lines, async (notes) => {
          expect(await change(['event', 'update', '1', `--notes=${notes}`], 'notes', manager)).toBe(notes.trim())
          expect(await view(['event', 'view', '1'], 'notes')).toBe(notes.trim())
        }),
        { numRuns },
      )
    },
    patience,
  )

  test(
    'in a list, in CSV without formulas, and in the log',
    async () => {
      await fc.assert(
        fc.asyncProperty(typed(128), async (name) => {
          const before = await view(['company', 'view', '1'], 'name')
          await change(['company', 'update', '1', `--name=${name}`], 'name', manager)
          const rows = await agency.json<{ name: string }[]>(['company', 'list'], { as: anna })
          expect(rows[0]?.name).toBe(name.trim())
          const csv = await agency.run(['company', 'list', '--format', 'csv', '--raw'], { as: anna })
          expect(csv.stdout).toContain(
            /[",\n\r]/.test(name.trim()) ? `"${name.trim().replaceAll('"', '""')}"` : name.trim(),
          )
          if (before === name.trim()) return
          const log = await agency.json<{ new_values: { name: string } }[]>(
            ['audit', 'list', '--table', 'company', '--limit', '0'],
            { as: manager },
          )
          expect(log.at(-1)?.new_values.name).toBe(name.trim())
        }),
        { numRuns },
      )
    },
    patience,
  )
})

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
          // Some ranges are not in use: refused, and in every spelling alike.
          if (exit === 0) expect(JSON.parse(stdout).phone).toBe(`+33${first}${rest.join('')}`)
          else expect([exit, JSON.parse(stderr).error.fields.phone]).toEqual([2, expect.any(String)])
        }),
        { numRuns },
      )
    },
    patience,
  )
})

describe('what is refused changes nothing', () => {
  const wrongs = fc.oneof(
    fc
      .constantFrom('-5', '1,200', '1.005', '10000000000', 'abc', '12 34', '0x10', '1e3', 'NaN', '∞', '١٢')
      .map((bad) => ['contract', 'update', '1', `--total-amount=${bad}`]),
    fc
      .constantFrom(
        '32/01/2026',
        '29/02/2025',
        '12/13/2026',
        '12/06/26',
        '2026-06-12T25:00',
        'tomorrow',
        '10000-01-01',
        '00/00/0000',
      )
      .map((bad) => ['event', 'update', '1', `--start-date=${bad}`]),
    fc
      .constantFrom('', '  ', '\u200b', 'a'.repeat(129), 'a\u0000b', 'a\u001bb', 'a\nb', '\ud800')
      .map((bad) => ['client', 'update', '1', `--full-name=${bad}`]),
    fc
      .constantFrom('12', '06 12', 'phone', '+33 6', '+330612345', '0800')
      .map((bad) => ['client', 'update', '1', `--phone=${bad}`]),
    fc
      .constantFrom('anna', 'a@', '@b.fr', 'a@b', 'a b@c.fr', `${'a'.repeat(130)}@b.fr`)
      .map((bad) => ['client', 'create', '-n', 'A', `--email=${bad}`]),
    fc
      .integer({ min: 101, max: 9_999 })
      .map((more) => ['contract', 'update', '1', '--total-amount', '100', '--remaining-amount', `${more}`]),
    fc
      .constantFrom('0', '999', '-1', '2147483648', '1.5', 'x')
      .map((bad) => ['event', 'update', '1', `--contract-id=${bad}`]),
    fc
      .constantFrom('-1', '1.5', '2147483648', 'many')
      .map((bad) => ['event', 'update', '1', `--participant-count=${bad}`]),
    fc
      .constantFrom('01/01/2020', '12/06/2027')
      .map((end) => ['event', 'update', '1', '--start-date', '12/06/2027 23:59', '--end-date', end]),
    fc.array(piece, { minLength: 1, maxLength: 8 }).map((words) => ['client', ...words]),
  )
  test(
    'whatever it was: 2, 3 or 6, a sentence, and every table as before',
    async () => {
      const before = await checksum()
      await fc.assert(
        fc.asyncProperty(wrongs, fc.constantFrom<'en' | 'fr'>('en', 'fr'), async (argv, lang) => {
          const { code: exit, stdout, stderr } = await agency.run(argv, { as: manager, lang })
          // A manager has no business with clients: forbidden comes after what is wrong by itself.
          if (exit === 0 && /^(Usage|USAGE|UTILISATION|\s|╭|_)/.test(stdout)) return // help
          expect([2, 3, 5, 6]).toContain(exit)
          expect(stdout).toBe('')
          expect(stderr).toMatch(/^✗ /m)
        }),
        { numRuns: numRuns * 3 },
      )
      expect(await checksum()).toBe(before)
    },
    patience,
  )
})
