/** What the database keeps for lists (words, whether there are children) follows every change, and counts as a change of no record. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let alice: Person
  let bruno: Person
  let kate: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    alice = await agency.person('commercial', { fullName: 'Alice' })
    bruno = await agency.person('commercial', { fullName: 'Bruno' })
    kate = await agency.person('support', { fullName: 'Kate' })
    await agency.owner(async (sql) => {
      await sql`insert into epic_events.company (name) values ('Cool Startup'), ('Older Firm')`
      await sql`insert into epic_events.client (full_name, email, company_id, commercial_id)
        values ('Kevin Casey', 'kevin@startup.io', 1, ${alice.id}), ('Lou Bouzin', 'lou@bouzin.fr', null, ${bruno.id})`
      await sql`insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 100, true), (1, 200, true), (2, 300, true)`
      await sql`insert into epic_events.event (contract_id, title, full_address, start_date, end_date)
        values (1, 'Wedding', 'Paris', now(), now() + interval '1 day'), (3, 'Assembly', 'Lyon', now(), now() + interval '1 day')`
    })
  })
  afterAll(() => agency?.close())

  /** What is kept, as text: a row each. */
  const kept = () =>
    agency.owner(async (sql) => {
      const rows = await sql<{ row: string }[]>`
        select 'client ' || id || ' ' || words::text || ' ' || has_contract as row from epic_events.client
        union all select 'contract ' || id || ' ' || words::text || ' ' || has_event from epic_events.contract
        union all select 'event ' || id || ' ' || words::text from epic_events.event order by 1`
      return rows.map(({ row }) => row)
    })

  /** The version of every record, and how many changes were audited. */
  const seen = () =>
    agency.owner(async (sql) => {
      const rows = await sql<{ row: string }[]>`
        select 'client ' || id || ' ' || version || ' ' || updated_at as row from epic_events.client
        union all select 'contract ' || id || ' ' || version || ' ' || updated_at from epic_events.contract
        union all select 'event ' || id || ' ' || version || ' ' || updated_at from epic_events.event
        union all select 'audited ' || table_name || ' ' || count(*) from epic_events.audit_log group by table_name order by 1`
      return rows.map(({ row }) => row)
    })

  const changes: readonly (readonly [what: string, statement: string])[] = [
    ['a company gets another name', `update epic_events.company set name = 'Hot Startup' where id = 1`],
    ['a client gets another name', `update epic_events.client set full_name = 'Kévin Œuvre' where id = 1`],
    ['a client gets a phone', `update epic_events.client set phone = '+33612345678' where id = 1`],
    ['a client leaves its company', `update epic_events.client set company_id = null where id = 1`],
    ['a client joins a company', `update epic_events.client set company_id = 2 where id = 1`],
    ['a client is handed over', `update epic_events.client set commercial_id = $bruno where id = 1`],
    ['a company is deleted', `delete from epic_events.company where id = 2`],
    ['a contract goes to another client', `update epic_events.contract set client_id = 2 where id = 2`],
    ['an event goes to another contract', `update epic_events.event set contract_id = 2 where id = 1`],
    ['an event gets another title', `update epic_events.event set title = 'Gala' where id = 1`],
    ['an event is assigned', `update epic_events.event set support_contact_id = $kate where id = 1`],
    ['an event is deleted', `delete from epic_events.event where id = 2`],
    ['the last contract of a client is deleted', `delete from epic_events.contract where id = 1`],
    ['a contract is deleted with its event', `delete from epic_events.contract where id = 2`],
    ['a contract is made', `insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 5, true)`],
  ]

  test.each(changes)('%s: what is kept is what the fill function would write', async (_, statement) => {
    await agency.owner((sql) =>
      sql.unsafe(statement.replace('$bruno', String(bruno.id)).replace('$kate', String(kate.id))),
    )
    const now = await kept()
    await agency.owner((sql) => sql`select epic_events.fill_kept()`)
    expect(now).toEqual(await kept())
  })

  test('rows that were loaded while triggers were off are filled', async () => {
    const before = await kept()
    await agency.owner(async (sql) => {
      for (const table of ['client', 'contract', 'event'])
        await sql.unsafe(`alter table epic_events.${table} disable trigger user`)
      await sql`update epic_events.client set words = null, has_contract = not has_contract`
      await sql`update epic_events.contract set words = null, has_event = not has_event`
      await sql`update epic_events.event set words = null`
      for (const table of ['client', 'contract', 'event'])
        await sql.unsafe(`alter table epic_events.${table} enable trigger user`)
      await sql`select epic_events.fill_kept()`
    })
    expect(await kept()).toEqual(before)
  })

  test('a client with another name leaves the versions and the history of its contracts and events alone', async () => {
    await agency.owner(
      (sql) => sql`insert into epic_events.event (contract_id, title, full_address, start_date, end_date)
      values (3, 'Summit', 'Nice', now(), now() + interval '1 day')`,
    )
    const before = await seen()
    await agency.run(['client', 'update', '2', '--full-name', 'Lou Martin'], { as: bruno })
    const after = (await seen()).filter((row) => !before.includes(row))
    expect(after.map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
      expect.stringMatching(/^audited client/),
      'client 2 2',
    ])
    expect((await kept()).filter((row) => row.includes('martin')).length).toBe(3)
  })

  test('nobody writes what is kept', async () => {
    for (const column of ['words', 'has_contract', 'name_key'])
      expect(
        await agency.as(bruno, (sql) =>
          sql.unsafe(`update epic_events_api.client set ${column} = null where id = 2`).then(
            () => 'written',
            (error: { code: string }) => error.code,
          ),
        ),
      ).toBe('42703')
    for (const view of ['client_keys', 'client_wide'])
      expect(
        await agency.as(bruno, (sql) =>
          sql.unsafe(`update epic_events_api.${view} set id = id`).then(
            () => 'written',
            (error: { code: string }) => error.code,
          ),
        ),
      ).toBe('42501')
  })

  if (kind === 'server')
    test('two who delete the last two contracts of a client at once: it has none', async () => {
      const has = async () =>
        (await agency.owner((sql) => sql`select has_contract from epic_events.client where id = 1`))[0]?.[
          'has_contract'
        ]
      await agency.owner((sql) => sql`delete from epic_events.contract where client_id = 1`)
      const made = await agency.owner(
        (sql) => sql<{ id: number }[]>`
        insert into epic_events.contract (client_id, total_amount) values (1, 5), (1, 6) returning id`,
      )
      expect(await has()).toBe(true)
      const remove = (id: number | undefined, pause: number) =>
        agency.owner((sql) =>
          sql.begin(async (tx) => {
            await tx`delete from epic_events.contract where id = ${id ?? 0}`
            await Bun.sleep(pause)
          }),
        )
      const first = remove(made[0]?.id, 400)
      await Bun.sleep(100)
      await Promise.all([first, remove(made[1]?.id, 0)])
      expect(await has()).toBe(false)
    })
})
