/** `report revenue` and `report pipeline`, compared with plain SQL over the tables, past all policies. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { keepBooks } from './books.ts'

setDefaultTimeout(90_000)

type Line = Readonly<Record<string, string | number | null>>

let agency: Agency
let manager: Person
let seller: Person
let other: Person
let helper: Person
let scoped: Person

beforeAll(async () => {
  agency = await openAgency('server')
  await agency.owner(async (sql) => {
    await sql`insert into epic_events.role (name) values ('own records'), ('no money')`
    await sql`insert into epic_events.role_permission (role_id, permission_id)
      select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'own records' and p.name ~ '^(client|contract|event|company|payment):(list|view):own$'
        or r.name = 'no money' and p.name in ('contract:list', 'contract:view')`
  })
  manager = await agency.person('management')
  seller = await agency.person('commercial')
  other = await agency.person('commercial')
  helper = await agency.person('support')
  scoped = await agency.person('commercial')
  await keepBooks(agency, { seed: 31122023, contracts: 220, sellers: [seller, other, scoped], helpers: [helper] })
  // Only somebody with the role commercial gets clients.
  await agency.owner(
    (sql) =>
      sql`update epic_events.users set role_id = (select id from epic_events.role where name = 'own records') where id = ${scoped.id}`,
  )
})

afterAll(() => agency.close())

const report = (argv: readonly string[], o: { as?: Person; zone?: string } = {}) =>
  agency.json<readonly Line[]>(['report', ...argv], {
    as: o.as ?? manager,
    env: { EPIC_EVENTS_TZ: o.zone ?? 'Europe/Paris' },
  })

/** What belongs to which day, by the three bases. */
const entries = {
  event: `select (min(e.start_date) at time zone $1)::date as on, k.total_amount as worth, k.commercial_id, k.client_id
    from epic_events.contract k join epic_events.event e on e.contract_id = k.id where k.is_signed group by k.id`,
  signature: `select (k.signed_at at time zone $1)::date as on, k.total_amount as worth, k.commercial_id, k.client_id
    from epic_events.contract k where k.is_signed`,
  payment: `select p.paid_on as on, p.amount as worth, k.commercial_id, k.client_id
    from epic_events.payment p join epic_events.contract k on k.id = p.contract_id, (select $1::text) zone where p.cancelled_at is null`,
} as const
const bases = Object.keys(entries) as (keyof typeof entries)[]

/** Sums of the entries between two days, both of them included, by what `key` says. */
const sums = (basis: keyof typeof entries, zone: string, key: string, from: string, to: string, where = 'true') =>
  agency.owner(async (sql) => {
    const rows = await sql.unsafe<{ key: string | null; amount: string }[]>(
      `select (${key})::text as key, sum(x.worth)::numeric(20, 2)::text as amount from (${entries[basis]}) x
       join epic_events.client c on c.id = x.client_id
       where x.on between '${from}' and '${to}' and ${where} group by 1`,
      [zone],
    )
    return new Map(rows.map((row) => [row.key, row.amount]))
  })

const cents = (amount: unknown) => BigInt(String(amount).replace('.', ''))

describe.each(['Europe/Paris', 'UTC'])('in %s', (zone) => {
  test.each(bases)('by %s → months and quarters of five years are those of the tables', async (basis) => {
    const month = `to_char(x.on, 'YYYY-MM')`
    const quarter = `to_char(x.on, 'YYYY-"Q"Q')`
    for (const year of [2023, 2024, 2025, 2026, 2027]) {
      for (const [by, key] of [
        ['month', month],
        ['quarter', quarter],
      ] as const) {
        const there = await sums(basis, zone, key, `${year}-01-01`, `${year}-12-31`)
        const before = await sums(basis, zone, key, `${year - 1}-01-01`, `${year - 1}-12-31`)
        const lines = await report(['revenue', `${year}`, '--by', by, '--basis', basis], { zone })
        expect(lines.length).toBe(by === 'month' ? 12 : 4)
        for (const line of lines) {
          const name = String(line[by])
          const previous = name.replace(`${year}`, `${year - 1}`)
          expect({ name, amount: line['amount'] }).toEqual({ name, amount: there.get(name) ?? '0.00' })
          expect({ name, previous: line['previous'] }).toEqual({ name, previous: before.get(previous) ?? '0.00' })
          expect(cents(line['change'])).toBe(cents(line['amount']) - cents(line['previous']))
        }
      }
    }
  })

  test.each([
    // A day of a leap year that the year before does not have, and what it is compared with.
    ['2024-02-29', ['2024-02-29', '2024-02-29'], ['2023-02-28', '2023-02-28']],
    ['2025-02', ['2025-02-01', '2025-02-28'], ['2024-02-01', '2024-02-29']],
    ['2024-02', ['2024-02-01', '2024-02-29'], ['2023-02-01', '2023-02-28']],
    // The day on which clocks go forward in Paris has 23 hours.
    ['2024-03-31', ['2024-03-31', '2024-03-31'], ['2023-03-31', '2023-03-31']],
    ['2024-q1', ['2024-01-01', '2024-03-31'], ['2023-01-01', '2023-03-31']],
    ['2023-12-31', ['2023-12-31', '2023-12-31'], ['2022-12-31', '2022-12-31']],
  ] as const)('%s → its days, and those of the year before', async (period, [from, to], [first, last]) => {
    for (const basis of bases) {
      const [there, before] = [await sums(basis, zone, '1', from, to), await sums(basis, zone, '1', first, last)]
      const lines = await report(['revenue', period, '--basis', basis], { zone })
      const sum = (key: string) => lines.reduce((all, line) => all + cents(line[key]), 0n)
      expect({ basis, there: sum('amount'), before: sum('previous') }).toEqual({
        basis,
        there: cents(there.get('1') ?? '0.00'),
        before: cents(before.get('1') ?? '0.00'),
      })
    }
  })
})

test('by salesperson and by company → those who have any in one of the two years, the greatest first', async () => {
  for (const [by, key] of [
    ['commercial', 'x.commercial_id'],
    ['company', 'c.company_id'],
  ] as const) {
    for (const basis of bases) {
      const there = await sums(basis, 'Europe/Paris', key, '2025-01-01', '2025-12-31')
      const before = await sums(basis, 'Europe/Paris', key, '2024-01-01', '2024-12-31')
      const lines = await report(['revenue', '2025', '--by', by, '--basis', basis])
      const id = (line: Line) => (line[`${by}_id`] === null ? null : String(line[`${by}_id`]))
      expect(new Set(lines.map(id))).toEqual(new Set([...there.keys(), ...before.keys()]))
      for (const line of lines) {
        expect([line['amount'], line['previous']]).toEqual([
          there.get(id(line)) ?? '0.00',
          before.get(id(line)) ?? '0.00',
        ])
      }
      const amounts = lines.map((line) => cents(line['amount']))
      expect(amounts).toEqual(amounts.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
    }
  }
})

test('a month of refunds alone → a negative amount, exact to the cent; a payment that was cancelled is in no month', async () => {
  await agency.owner(async (sql) => {
    await sql`insert into epic_events.contract (id, client_id, commercial_id, total_amount, remaining_amount, is_signed, signed_at)
      select 9001, id, commercial_id, 9999999999.99, 9999999999.99, true, '2035-01-01' from epic_events.client where id = 1`
    for (const [amount, on, kind] of [
      ['9999999999.98', '2035-01-05', 'payment'],
      ['-0.07', '2035-02-05', 'refund'],
      ['-0.01', '2035-02-06', 'refund'],
      ['0.03', '2035-03-01', 'payment'],
    ] as const) {
      await sql`insert into epic_events.payment (contract_id, amount, paid_on, kind)
        values (9001, ${amount}::numeric, ${on}::date, ${kind})`
    }
  })
  const month = async () =>
    Object.fromEntries(
      (await report(['revenue', '2035', '--basis', 'payment'])).map((line) => [line['month'], line['amount']]),
    )
  expect(await month()).toMatchObject({ '2035-01': '9999999999.98', '2035-02': '-0.08', '2035-03': '0.03' })
  await agency.owner(
    (sql) => sql`update epic_events.payment set cancelled_at = now() where contract_id = 9001 and amount = 0.03`,
  )
  expect(await month()).toMatchObject({ '2035-02': '-0.08', '2035-03': '0.00' })
  const { stdout } = await agency.run(['report', 'revenue', '2035-02', '--basis', 'payment'], {
    as: manager,
    lang: 'fr',
  })
  expect(stdout).toContain('-0,08')
  await agency.owner((sql) => sql`delete from epic_events.contract where id = 9001`)
})

describe('report pipeline', () => {
  const plain = (now: number, where = 'true') =>
    agency.owner((sql) =>
      sql.unsafe<Line[]>(
        `select stage, count(*)::integer as contracts, sum(total_amount)::numeric(20, 2)::text as total,
           sum(remaining_amount)::numeric(20, 2)::text as remaining
         from (
           select k.*, case
             when not k.is_signed then 'to_sign'
             when (select count(*) from epic_events.event e where e.contract_id = k.id) = 0 then 'without_event'
             when (select max(e.end_date) from epic_events.event e where e.contract_id = k.id) > $1::timestamptz then 'event_coming'
             when k.remaining_amount > 0 then 'unpaid' else 'closed' end as stage
           from epic_events.contract k where ${where}) k group by stage`,
        [new Date(now).toISOString()],
      ),
    )

  test('each contract is in one stage, whoever asks', async () => {
    const now = Math.floor(Date.now() / 1000) * 1000
    for (const [as, where] of [
      [manager, 'true'],
      [seller, 'true'],
      [helper, 'true'],
      [scoped, `k.commercial_id = ${scoped.id}`],
    ] as const) {
      const lines = await agency.json<Line[]>(['report', 'pipeline'], { as, now })
      expect(lines.map(({ stage }) => stage)).toEqual(['to_sign', 'without_event', 'event_coming', 'unpaid', 'closed'])
      const found = await plain(now, where)
      expect(found.length).toBeGreaterThan(as === scoped ? 2 : 4)
      for (const line of found) expect(lines).toContainEqual(line)
      const all = (of: readonly Line[]) => of.reduce((sum, line) => sum + Number(line['contracts']), 0)
      expect(all(lines)).toBe(all(found))
    }
  })

  test('an event that runs now, also one of weeks, is still coming', async () => {
    const now = Math.floor(Date.now() / 1000) * 1000
    const before = await agency.json<Line[]>(['report', 'pipeline'], { as: manager, now })
    await agency.owner(async (sql) => {
      for (const [id, days] of [
        [9101, 30],
        [9102, 0.1],
      ] as const) {
        await sql`insert into epic_events.contract (id, client_id, commercial_id, total_amount, remaining_amount, is_signed)
          select ${id}, id, commercial_id, 10, 10, true from epic_events.client where id = 1`
        await sql`insert into epic_events.event (contract_id, commercial_id, title, full_address, start_date, end_date)
          select ${id}, commercial_id, 'Fair', 'Candé', ${new Date(now - days * 86_400_000).toISOString()}::timestamptz,
            ${new Date(now + 3_600_000).toISOString()}::timestamptz from epic_events.client where id = 1`
      }
    })
    const after = await agency.json<Line[]>(['report', 'pipeline'], { as: manager, now })
    const count = (lines: readonly Line[]) => Number(lines.find(({ stage }) => stage === 'event_coming')?.['contracts'])
    expect(count(after)).toBe(count(before) + 2)
    await agency.owner((sql) => sql`delete from epic_events.contract where id in (9101, 9102)`)
  })
})

describe('who sees what', () => {
  test('a role with scopes → sums of its own clients, and a title that says so', async () => {
    for (const basis of bases) {
      const there = await sums(basis, 'Europe/Paris', '1', '2025-01-01', '2025-12-31', `x.commercial_id = ${scoped.id}`)
      const lines = await report(['revenue', '2025', '--by', 'commercial', '--basis', basis], { as: scoped })
      expect(
        lines.filter((line) => line['amount'] !== '0.00').map((line) => [line['commercial_id'], line['amount']]),
      ).toEqual([[scoped.id, there.get('1') ?? '']])
    }
    const owed = await report(['ageing', '--by', 'commercial'], { as: scoped })
    expect(owed.map((line) => line['commercial_id'])).toEqual([scoped.id])
    expect(owed[0]?.['total']).toBe(
      (await report(['ageing', '--by', 'commercial'])).find((line) => line['commercial_id'] === scoped.id)?.['total'] ??
        null,
    )
    for (const name of ['revenue', 'pipeline', 'ageing']) {
      const title = async (as: Person, lang: 'en' | 'fr') =>
        (await agency.run(['report', name], { as, lang, terminal: 120 })).stdout
      expect(await title(scoped, 'en')).toContain('your clients')
      expect(await title(scoped, 'fr')).toContain('vos clients')
      expect(await title(manager, 'en')).not.toContain('your clients')
    }
  })

  test('each list code that is counted is needed → 5 with its name', async () => {
    const nobody = await agency.person('no money')
    for (const [argv, code] of [
      [['ageing'], 'payment:list'],
      [['pipeline'], 'event:list'],
      [['revenue'], 'event:list'],
      [['revenue', '--basis', 'payment'], 'payment:list'],
      [['revenue', '--basis', 'signature', '--by', 'company'], 'client:list'],
    ] as const) {
      const ran = await agency.run(['report', ...argv, '--json'], { as: nobody })
      expect({ argv, code: ran.code, stdout: ran.stdout }).toEqual({ argv, code: Exit.forbidden, stdout: '' })
      expect(ran.stderr).toContain(code)
    }
    expect((await report(['revenue', '2025', '--basis', 'signature'], { as: nobody })).length).toBe(12)
  })
})

test('signed contracts without an event are told, not counted', async () => {
  const [there] = await agency.owner(
    (sql) => sql<{ n: number }[]>`select count(*)::integer as n from epic_events.contract k
      where k.is_signed and not exists (select from epic_events.event e where e.contract_id = k.id)`,
  )
  const told = async (as: Person, argv: readonly string[] = []) =>
    (await agency.run(['report', 'revenue', ...argv], { as })).stderr
  expect(await told(manager)).toContain(`${there?.n} signed contracts without an event`)
  expect(await told(manager, ['--basis', 'signature'])).not.toContain('without an event')
  const [own] = await agency.owner(
    (sql) => sql<{ n: number }[]>`select count(*)::integer as n from epic_events.contract k
      where k.is_signed and k.commercial_id = ${scoped.id} and not exists (select from epic_events.event e where e.contract_id = k.id)`,
  )
  expect(await told(scoped)).toContain(`${own?.n} signed contracts without an event`)
})

test('csv, tsv, excel, xlsx → rows without the line of sums, which only people read', async () => {
  const ran = await agency.run(['report', 'pipeline', '--format', 'csv'], { as: manager })
  expect(ran.stdout.split('\n')[0]?.trim()).toBe('stage,contracts,total,remaining')
  expect(ran.stdout.trim().split('\n').length).toBe(6)
  const excel = await agency.run(['report', 'ageing', '--format', 'excel'], { as: manager, lang: 'fr' })
  expect(excel.stdout).toContain('Plus de 90 j')
  expect(excel.stdout).not.toContain('\nTotal;')
  for (const format of ['tsv', 'xlsx']) {
    const { code } = await agency.run(['report', 'revenue', '2025', '--format', format], { as: manager })
    expect(code).toBe(Exit.ok)
  }
  const shown = await agency.run(['report', 'pipeline'], { as: manager, terminal: 100 })
  expect(shown.stdout).toMatch(/├─+┤\n│ Total/)
})
