/** `report ageing`, compared with the books reckoned by hand, on many days. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { aged, decimal, drawing, keepBooks, readBooks } from './books.ts'

setDefaultTimeout(90_000)

type Line = Readonly<Record<string, string | number | null>>
const parts = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] as const
const cents = (amount: unknown) => BigInt(String(amount).replace('.', ''))
const total = (lines: readonly Line[]) => decimal(lines.reduce((sum, line) => sum + cents(line['total']), 0n))

let agency: Agency
let manager: Person
let sellers: readonly Person[]

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
  sellers = [await agency.person('commercial'), await agency.person('commercial')]
  const helpers = [await agency.person('support')]
  await keepBooks(agency, { seed: 20240229, contracts: 160, sellers, helpers })
})

afterAll(() => agency.close())

const ageing = (argv: readonly string[], o: { as?: Person; zone?: string } = {}) =>
  agency.json<readonly Line[]>(['report', 'ageing', ...argv], {
    as: o.as ?? manager,
    env: { EPIC_EVENTS_TZ: o.zone ?? 'Europe/Paris' },
  })

describe.each(['Europe/Paris', 'UTC'])('in %s', (zone) => {
  test('100 days, also days to come → each part is that of the books, and they add up to what is outstanding', async () => {
    const books = await readBooks(agency, zone)
    const draw = drawing(7)
    const days = [
      ...[
        '2023-12-31',
        '2024-01-01',
        '2024-02-28',
        '2024-02-29',
        '2024-03-31',
        '2025-02-28',
        '2026-06-12',
        '2031-01-01',
      ],
      ...Array.from({ length: 92 }, () =>
        new Date(Date.UTC(2022, 10, 1) + Math.floor(draw() * 1800) * 86_400_000).toISOString().slice(0, 10),
      ),
    ]
    const outstanding = new Map(
      (
        await agency.owner(
          (sql) => sql<{ day: string; open: string }[]>`
            select d::text as day, coalesce(sum(greatest(k.total_amount - coalesce((
              select sum(p.amount) from epic_events.payment p
              where p.contract_id = k.id and p.cancelled_at is null and p.paid_on <= d), 0), 0)), 0)::numeric(20, 2)::text as open
            from (select distinct x from unnest(${`{${days.join(',')}}`}::date[]) x) x(d)
              left join epic_events.contract k on k.is_signed and (k.signed_at at time zone ${zone})::date <= d
            group by d`,
        )
      ).map(({ day, open }) => [day, open]),
    )
    for (const [n, day] of days.entries()) {
      const by = (['client', 'commercial', 'company'] as const)[n % 3] ?? 'client'
      const lines = await ageing(['--as-of', day, '--by', by], { zone })
      const told = lines.map((line) => [line[`${by}_id`], ...parts.map((part) => line[part])].join(' '))
      const reckoned = [...aged(books, day, `${by}_id`)].map(([id, row]) => [id, ...row.map(decimal)].join(' '))
      expect({ day, told: told.sort() }).toEqual({ day, told: reckoned.sort() })
      expect({ day, total: total(lines) }).toEqual({ day, total: outstanding.get(day) ?? '' })
      for (const line of lines)
        expect(decimal(parts.reduce((sum, part) => sum + cents(line[part]), 0n))).toBe(String(line['total']))
    }
  })
})
