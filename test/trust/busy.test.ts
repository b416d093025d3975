/**
 * What the function `busy` and the rule behind `--strict` tell with psql (docs/TRUST.md §3, "Clashes"): to whom, about whom, and how much of an
 * event that one may not see.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { type Ground, openGround, type Someone } from './ground.ts'

setDefaultTimeout(60_000)

let ground: Ground
let manager: Someone, kate: Someone, lou: Someone, assigner: Someone, mover: Someone, stranger: Someone, reader: Someone

/** Event 1 is the assigner's and Kate's, 2 Kate's of another commercial, 3 Lou's; event 4 is the mover's and Kate's. All at one time. */
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('assigner'), ('mover'), ('stranger'), ('reader');
    insert into epic_events.role_permission
      select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'assigner' and p.name in ('event:list:own', 'event:view:own', 'event:assign_support:own')
        or r.name = 'mover' and p.name in ('event:list:own', 'event:view:own', 'event:update:own')
        or r.name = 'reader' and p.name in ('event:list', 'event:view')`)
  manager = await ground.person('management')
  const seller = await ground.person('commercial')
  assigner = await ground.person('commercial')
  mover = await ground.person('commercial')
  kate = await ground.person('support')
  lou = await ground.person('support')
  stranger = await ground.person('stranger')
  reader = await ground.person('reader')
  await ground.owner.unsafe(`
    insert into epic_events.client (full_name, email, commercial_id)
      values ('A', 'a@x.fr', ${assigner.id}), ('B', 'b@x.fr', ${seller.id}), ('C', 'c@x.fr', ${mover.id});
    insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 100, true), (2, 100, true), (3, 100, true);
    insert into epic_events.event (contract_id, title, full_address, support_contact_id, start_date, end_date)
      select contract, title, 'Place of ' || title, support, '2027-06-04 13:00+02', '2027-06-05 02:00+02'
      from (values (1, 'Seen', ${kate.id}), (2, 'Secret', ${kate.id}), (2, 'Third', ${lou.id}), (3, 'Moved', ${kate.id}))
        e(contract, title, support);
    update epic_events.users u set role_id = r.id from epic_events.role r
      where r.name = 'assigner' and u.id = ${assigner.id} or r.name = 'mover' and u.id = ${mover.id}`)
})
afterAll(() => ground?.close())

type Told = { person: number; id: number | null; title: string | null; full_address: string | null }

const busy = (who: Someone | undefined, people: readonly number[], besides: number | null = null) =>
  ground.connect(
    { session: who?.secret },
    (sql) => sql<Told[]>`
      select person, id, title, full_address from epic_events.busy(${`{${people.join(',')}}`}::integer[],
        '-infinity', 'infinity', ${besides}) order by person, id`,
  )
const said = (rows: readonly Told[]) => rows.map(({ person, id, title }) => [person, id, title])

test('who may assign hears of everybody; of an event that they may not see, the times alone', async () => {
  const everybody = [kate.id, lou.id]
  expect(said(await busy(manager, everybody))).toEqual([
    [kate.id, 1, 'Seen'],
    [kate.id, 2, 'Secret'],
    [kate.id, 4, 'Moved'],
    [lou.id, 3, 'Third'],
  ])
  const some = await busy(assigner, everybody)
  expect(said(some)).toEqual([
    [kate.id, 1, 'Seen'],
    [kate.id, null, null],
    [kate.id, null, null],
    [lou.id, null, null],
  ])
  expect(JSON.stringify(some)).not.toMatch(/Secret|Third|Moved/)
})

test('who may change an event hears of its support, and of nobody else', async () => {
  const everybody = [kate.id, lou.id, mover.id]
  expect(said(await busy(mover, everybody, 4))).toEqual([
    [kate.id, null, null],
    [kate.id, null, null],
  ])
  // Without the event, with one of another, with one that is not there: the same.
  for (const besides of [null, 1, 3, 99]) expect(said(await busy(mover, everybody, besides))).toEqual([])
  // A support hears of themselves, of their own event.
  expect(said(await busy(kate, [kate.id, lou.id], 1))).toHaveLength(2)
  expect(said(await busy(kate, [kate.id, lou.id], 3))).toEqual([])
  expect(said(await busy(lou, [kate.id], 1))).toEqual([])
})

test('nobody else hears anything, not even who may list every event; and nobody calls what lies below', async () => {
  for (const who of [undefined, stranger, reader])
    for (const besides of [null, 1, 4]) expect(said(await busy(who, [kate.id, lou.id], besides))).toEqual([])
  for (const who of [undefined, manager, stranger])
    await ground.connect({ session: who?.secret }, async (sql) => {
      const refused = await sql`select * from epic_events.engagements(${kate.id}, '-infinity', 'infinity', null)`.then(
        () => undefined,
        (error: postgres.PostgresError) => error.code,
      )
      expect(refused).toBe('42501')
    })
})

test('explain tells no number of rows to somebody who hears nothing', async () => {
  const plan = (who: Someone, person: number) =>
    ground.connect({ session: who.secret }, async (sql) => {
      const rows = await sql.unsafe(
        `explain (analyze, costs off, timing off, summary off, buffers off) select count(*) from epic_events.busy(array[${person}], '-infinity', 'infinity')`,
      )
      return JSON.stringify(rows)
    })
  expect(await plan(stranger, kate.id)).toBe(await plan(stranger, 99_999))
})

test('counters tell nobody whether there is such a record: neither of `busy` nor of `last_changes`', async () => {
  const read = (who: Someone | undefined, id: number) =>
    ground.connect({ session: who?.secret }, async (sql) => {
      await sql.unsafe(`begin; select * from epic_events.busy(array[${kate.id}], '-infinity', 'infinity', ${id});
        select * from epic_events.last_changes('event', ${id}, array['title'])`)
      return sql<{ rows: string }[]>`select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as rows
        from pg_stat_xact_user_tables where schemaname = 'epic_events' and relname = 'event'`
    })
  for (const who of [undefined, stranger])
    expect([...(await read(who, 1)), ...(await read(who, 99_999))]).toEqual([{ rows: '0' }, { rows: '0' }])
})

/** What a statement of somebody with psql is refused with, with the setting that `--strict` sets. */
const refused = (who: Someone, statement: string) =>
  ground.connect({ session: who.secret }, async (sql) => {
    try {
      await sql.unsafe(`set epic_events.strict = 'on'`)
      const { count } = await sql.unsafe(statement)
      return { count }
    } catch (error) {
      if (!(error instanceof postgres.PostgresError)) throw error
      const { code, constraint_name: constraint, detail } = error
      return { code, constraint, detail: detail?.startsWith('{') ? JSON.parse(detail) : detail }
    }
  })
const give = (event: number, to: Someone) =>
  `update epic_events_api.event set support_contact_id = ${to.id} where id = ${event}`
const make = (contract: number, to: Someone) => `insert into epic_events_api.event
  (contract_id, title, full_address, support_contact_id, start_date, end_date)
  values (${contract}, 'x', 'x', ${to.id}, '2027-06-04 20:00+02', '2027-06-04 21:00+02')`
const move = (event: number) =>
  `update epic_events_api.event set start_date = '2027-06-04 14:00+02' where id = ${event}`

test('the rule names events to who may see them, and refuses others before it looks', async () => {
  const constraint = 'event_support_free'
  expect(await refused(manager, give(3, kate))).toEqual({
    ...{ code: '23P01', constraint },
    detail: { support: kate.id, clashes: 3, events: [1, 2, 4] },
  })
  expect(await refused(assigner, give(1, lou))).toEqual({
    ...{ code: '23P01', constraint },
    detail: { support: lou.id, clashes: 1, events: [] },
  })
  expect(await refused(mover, move(4))).toEqual({
    ...{ code: '23P01', constraint },
    detail: { support: kate.id, clashes: 2, events: [] },
  })
  // No permission to assign, to make an event or to change this one: the same whether somebody is free or not.
  const free = await ground.person('support')
  for (const to of [kate, free]) {
    expect(await refused(mover, give(4, to))).toMatchObject({ code: to === kate ? '23P01' : '42501' })
    expect(await refused(mover, make(3, to))).toMatchObject({ code: '42501', constraint: undefined })
    expect(await refused(reader, make(1, to))).toMatchObject({ code: '42501', constraint: undefined })
    for (const who of [reader, stranger, mover]) expect(await refused(who, give(1, to))).toEqual({ count: 0 })
  }
  for (const who of [reader, stranger, assigner, lou]) expect(await refused(who, move(2))).toEqual({ count: 0 })
})
