/**
 * What the error of a rule tells (drizzle/0007_rules.sql): the JSON in its DETAIL must hold nothing that the caller may not know, and no
 * name or address of a person, because PostgreSQL writes it into the server's log.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { type Ground, openGround, type Someone } from './ground.ts'

setDefaultTimeout(60_000)

let ground: Ground
let manager: Someone, alice: Someone, bob: Someone, seller: Someone, stranger: Someone
/** Client 1 and contract 1 are Alice's, 2 and 2 Bob's. Contract 1 is signed and has event 1; contract 2 is unsigned. */
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('seller'), ('stranger');
    insert into epic_events.role_permission
      select role.id, permission.id from epic_events.role, epic_events.permission
      where role.name = 'seller' and permission.name in
        ('contract:create', 'contract:view:own', 'contract:update', 'contract:view', 'client:view:own')`)
  manager = await ground.person('management')
  alice = await ground.person('commercial')
  bob = await ground.person('commercial')
  seller = await ground.person('seller')
  stranger = await ground.person('stranger')
  await ground.owner.unsafe(`
    insert into epic_events.client (full_name, email, commercial_id)
      values ('Hers', 'hers@x.fr', ${alice.id}), ('His', 'his@x.fr', ${bob.id});
    insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 100, true), (2, 100, false);
    insert into epic_events.event (contract_id, title, full_address, start_date, end_date)
      values (1, 'One', 'Lyon', '2027-06-04 13:00+02', '2027-06-05 02:00+02')`)
})
afterAll(() => ground?.close())

/** What a statement of somebody with psql is refused with. */
const refused = (who: Someone, statement: string) =>
  ground.connect({ session: who.secret }, async (sql) => {
    try {
      await sql.unsafe(statement)
      return undefined
    } catch (error) {
      if (!(error instanceof postgres.PostgresError)) throw error
      const { code, constraint_name: constraint, detail } = error
      return { code, constraint, detail: detail?.startsWith('{') ? JSON.parse(detail) : detail }
    }
  })

const newContract = (client: number, commercial: number) =>
  `insert into epic_events_api.contract (client_id, commercial_id, total_amount) values (${client}, ${commercial}, 1)`
const newEvent = (
  contract: number,
) => `insert into epic_events_api.event (contract_id, title, full_address, start_date, end_date)
  values (${contract}, 'x', 'x', '2027-06-04', '2027-06-05')`

test("a client's commercial is told to who can read the client, and to nobody else", async () => {
  const constraint = 'contract_client_commercial'
  expect(await refused(manager, newContract(2, alice.id))).toEqual({
    code: '23503',
    constraint,
    detail: { client: 2, commercial: bob.id, wanted: alice.id },
  })
  // For them there is no such client.
  const blind = await refused(seller, newContract(2, alice.id))
  expect(blind).toMatchObject({ code: '23503', constraint: 'contract_client_fk' })
  expect(JSON.stringify(blind?.detail ?? '')).not.toContain(String(bob.id))
  const moved = await refused(
    seller,
    `update epic_events_api.contract set client_id = 2, commercial_id = ${alice.id} where id = 1`,
  )
  expect(moved?.detail ?? {}).not.toHaveProperty('commercial')
})

test('whether a contract is signed is told to who can read it, and to nobody else', async () => {
  const constraint = 'event_contract_signed'
  expect(await refused(manager, newEvent(2))).toEqual({
    code: '23503',
    constraint,
    detail: { contract: 2, signed: false },
  })
  for (const contract of [1, 2]) {
    expect(await refused(stranger, newEvent(contract))).toMatchObject({ code: '42501', constraint: undefined })
  }
})

test('values of a record are told to who may change them, and to nobody else', async () => {
  const late = `update epic_events_api.event set start_date = '2027-06-06' where id = 1`
  const more = 'update epic_events_api.contract set remaining_amount = 150 where id = 1'
  const start = expect.stringMatching(/^2027-06-06T/)
  expect(await refused(manager, late)).toMatchObject({ constraint: 'event_dates_order', detail: { start } })
  expect(await refused(manager, more)).toMatchObject({
    constraint: 'contract_remaining_range',
    detail: { contract: 1, remaining: '150.00', total: '100.00' },
  })
  for (const statement of [late, more]) expect(await refused(stranger, statement)).toBeUndefined()
})

test('no detail holds a name or an address of a person', async () => {
  const texts = await ground.owner<{ detail: string }[]>`
    select m[1] as detail from pg_proc, regexp_matches(prosrc, 'detail = json_build_object[(]([^;]*)[)]::text', 'g') m
    where pronamespace = 'epic_events'::regnamespace`
  expect(texts.length).toBeGreaterThan(10)
  const keys = texts.flatMap(({ detail }) => Array.from(detail.matchAll(/'([a-z]+)', /g), ([, key]) => key))
  const known =
    'client commercial wanted contract remaining total signed start end support clashes event events user clients contracts role count holders ' +
    'payment payments at amount paid scheduled'
  expect([...new Set(keys)].sort()).toEqual(known.split(' ').sort())
  for (const { detail } of texts) expect(detail).not.toMatch(/full_name|email|phone|address|username|notes|title/)
})
