/** The short series, and the reports on an embedded database that is empty. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { series } from '../../src/reports/series-store.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { keepBooks } from './books.ts'

setDefaultTimeout(90_000)

let agency: Agency
let manager: Person

beforeAll(async () => {
  agency = await openAgency('embedded')
  manager = await agency.person('management')
})

afterAll(() => agency.close())

const beginnings = (count: number, of: (n: number) => Date) =>
  Array.from({ length: count }, (_, n) => of(n).toISOString())
const months = beginnings(13, (n) => new Date(Date.UTC(2025, n, 1)))
const weeks = beginnings(9, (n) => new Date(Date.UTC(2025, 5, 2 + n * 7)))
const asked = () => agency.app({ as: manager }).app.connect((connection) => series(connection, { months, weeks }))

test('an empty agency → months and stages without money, nobody who owes, series of nothing', async () => {
  const json = (...argv: string[]) => agency.json<Record<string, unknown>[]>(['report', ...argv], { as: manager })
  const revenue = await json('revenue', '2025')
  expect(revenue.length).toBe(12)
  expect(revenue[0]).toEqual({
    month: '2025-01',
    amount: '0.00',
    previous: '0.00',
    change: '0.00',
    change_percent: null,
  })
  expect(await json('revenue', '--by', 'commercial')).toEqual([])
  const pipeline = await json('pipeline')
  expect(pipeline.map(({ contracts, total, remaining }) => [contracts, total, remaining])).toEqual(
    Array.from({ length: 5 }, () => [0, '0.00', '0.00']),
  )
  expect(await json('ageing')).toEqual([])
  const { stdout, stderr } = await agency.run(['report', 'ageing'], { as: manager })
  expect(stdout).not.toContain('Total')
  expect(stderr).toContain('Nothing is outstanding')
  expect(await asked()).toEqual({ revenue: Array(12).fill('0.00'), events: Array(8).fill(0) })
})

test('the series of some contracts and events → those of plain SQL', async () => {
  await keepBooks(agency, {
    seed: 52,
    contracts: 30,
    sellers: [await agency.person('commercial')],
    helpers: [await agency.person('support')],
  })
  const [plain] = await agency.owner(
    (sql) => sql<{ revenue: string[]; events: number[] }[]>`
      select (select json_agg((select coalesce(sum(k.total_amount), 0)::numeric(20, 2)::text from epic_events.contract k
          where to_char(k.signed_at at time zone 'UTC', 'YYYY-MM') = '2025-' || to_char(m, 'FM00')) order by m)
          from generate_series(1, 12) m) as revenue,
        (select json_agg((select count(*) from epic_events.event e
          where date_trunc('week', e.start_date at time zone 'UTC') = timestamp '2025-06-02' + w * interval '7 days') order by w)
          from generate_series(0, 7) w) as events`,
  )
  expect(plain?.revenue.some((amount) => amount !== '0.00')).toBe(true)
  expect(await asked()).toEqual(plain ?? { revenue: [], events: [] })
})
