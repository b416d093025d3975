import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type SQL, sql } from 'drizzle-orm'
import type { Contract } from '../../src/contract/contract.ts'
import * as store from '../../src/contract/list-store.ts'
import { connectionOf } from '../../src/db/connection/connection-of.ts'
import type { Connection } from '../../src/db/connection.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { makeContract, makeEvent } from './deal.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let bill: Person
let kate: Person
let contracts: Record<'open' | 'signed' | 'paid' | 'hers', Contract>
let event: EventCard

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
  bill = await agency.person('commercial')
  kate = await agency.person('support')
  const ann = await agency.person('commercial')
  contracts = {
    open: await makeContract(agency, bill),
    signed: await makeContract(agency, bill, '--is-signed'),
    paid: await makeContract(agency, bill, '--is-fully-paid'),
    hers: await makeContract(agency, ann),
  }
  event = await makeEvent(agency, ann)
  await agency.json(['event', 'assign_support', String(event.id), String(kate.id)], { as: manager })
})
afterAll(() => agency.close())

const list = async (as: Person, ...options: string[]) =>
  (await agency.json<Contract[]>(['contract', 'list', ...options], { as })).map(({ id }) => id)

describe('contract list', () => {
  test('everybody → all contracts, in the order of their ids', async () => {
    const { open, signed, paid, hers } = contracts
    expect(await list(kate)).toEqual([open.id, signed.id, paid.id, hers.id, event.contract_id])
  })

  test('a row of the list → what the card has, except what would have to be counted', async () => {
    const [listed] = await agency.json<object[]>(['contract', 'list', '--limit', '1'], { as: bill })
    const card = await agency.json(['contract', 'view', String(contracts.open.id)], { as: bill })
    expect<object>({ ...listed, paid_amount: '0.00', event_count: 0 }).toEqual(card)
  })

  test('--only-mine → those of the clients of a commercial, those of the events of a support', async () => {
    const { open, signed, paid } = contracts
    expect(await list(bill, '--only-mine')).toEqual([open.id, signed.id, paid.id])
    expect(await list(kate, '--only-mine')).toEqual([event.contract_id])
    expect(await list(manager, '--only-mine')).toEqual([])
  })

  test('several filters → they combine', async () => {
    const { open, signed, paid, hers } = contracts
    expect(await list(bill, '--unsigned')).toEqual([open.id, paid.id, hers.id])
    expect(await list(bill, '--unpaid')).toEqual([open.id, signed.id, hers.id, event.contract_id])
    expect(await list(bill, '--unpaid', '--unsigned', '--only-mine')).toEqual([open.id])
  })

  test('--overdue → signed, and due before today; by the first day due, which is in the JSON', async () => {
    const day = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString()
    const zoe = await agency.person('commercial')
    const scheduled = async (due: number, ...more: string[]) => {
      const { id } = await makeContract(agency, zoe, ...more)
      await agency.json(['contract', 'schedule', String(id), `100@${day(due)}`, `rest@${day(30)}`], { as: zoe })
      return id
    }
    const [late, later] = [await scheduled(-2, '--is-signed'), await scheduled(-9, '--is-signed')]
    const [today, unsigned] = [await scheduled(0, '--is-signed'), await scheduled(-2)]
    const covered = await scheduled(-3, '--is-signed', '--remaining-amount', '1100')
    expect(await list(bill, '--overdue')).toEqual([later, late])
    expect(await list(kate, '--overdue', '--only-mine')).toEqual([])
    expect(await list(bill, '--sort', 'next_due', '--limit', '5')).toEqual([later, late, unsigned, today, covered])
    const rows = await agency.json<Contract[]>(['contract', 'list', '--overdue'], { as: bill })
    expect(rows.map((row) => [row.next_due, typeof row.signed_at])).toEqual([
      [day(-9), 'string'],
      [day(-2), 'string'],
    ])
    const { stdout } = await agency.run(['contract', 'list', '--overdue', '--lang', 'fr'], { as: bill, terminal: 100 })
    expect(stdout).toContain('en retard de paiement')
    expect(stdout).toContain('Prochaine échéance')
    expect((await agency.run(['contract', 'list', '--overdue', '--unsigned'], { as: bill })).code).toBe(Exit.usage)
  })

  test('a role without contract:list → 5, naming it', async () => {
    await agency.owner((sql) => sql`insert into epic_events.role (name) values ('blind')`)
    const blind = await agency.person('blind')
    const { code, stderr } = await agency.run(['contract', 'list'], { as: blind })
    expect(code).toBe(Exit.forbidden)
    expect(stderr).toContain('contract:list')
  })
})

test('among many contracts, an index answers each filter under the policies', async () => {
  await agency.owner(async (owner) => {
    await owner`set session_replication_role = replica`
    await owner`insert into epic_events.contract (client_id, commercial_id, total_amount, remaining_amount, is_signed, signed_at)
      select ${contracts.open.client_id}, ${bill.id}, 100, 0, true, now() from generate_series(1, 20000)`
    await owner`analyze epic_events.contract`
  })
  const planOf = (filters: { unpaid?: [true]; unsigned?: [true] }) =>
    agency.as(kate, async (connection) => {
      const statements: SQL[] = []
      const asKate = connectionOf(connection)
      const recording: Connection = {
        ...asKate,
        query(statement) {
          statements.push(statement)
          return asKate.query(statement)
        },
      }
      const wanted = { filters, desc: false, limit: 50, after: 0, count: false }
      const { rows } = await store.page(recording, wanted)
      for await (const batch of rows) expect(batch.length).toBeLessThan(50)
      const [statement] = statements
      if (!statement) throw new Error('a list asks something')
      return JSON.stringify(await asKate.query(sql`explain (format json) ${statement}`))
    })
  expect(await planOf({ unpaid: [true] })).toContain('contract_unpaid_idx')
  expect(await planOf({ unsigned: [true] })).toContain('contract_unsigned_idx')
})
