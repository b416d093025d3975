/**
 * Merges by psql: nobody merges what is not theirs, an id that one may not see is refused as one that does not exist, and an entry that says a
 * merge is nobody's to write. Two people at the same moment lose nothing.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Ground, openGround, refusal, type Someone } from './ground.ts'

setDefaultTimeout(60_000)

let ground: Ground
let boss: Someone, alice: Someone, bob: Someone, sam: Someone, keeper: Someone, merger: Someone

/** Clients 1, 2 and 3 are Alice's, 4 is Bob's. Contract 1 is client 2's, 2 is client 4's, whose event is Sam's. */
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('keeper'), ('merger');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'keeper' and p.name in ('client:view:own', 'client:list:own', 'client:merge:own')
        or r.name = 'merger' and p.name in ('client:view', 'client:merge')`)
  ;[alice, bob] = [await ground.person('commercial'), await ground.person('commercial')]
  boss = await ground.person('management')
  ;[sam, keeper, merger] = [
    await ground.person('support'),
    await ground.person('keeper'),
    await ground.person('merger'),
  ]
  await ground.owner.unsafe(`insert into epic_events.client (full_name, email, phone, commercial_id) values
      ('One', 'one@x.fr', null, ${alice.id}), ('Two', 'two@x.fr', '+33612345678', ${alice.id}), ('Three', 'three@x.fr', null, ${alice.id}),
      ('Four', 'four@x.fr', null, ${bob.id});
    insert into epic_events.contract (client_id, total_amount, is_signed) values (2, 100, true), (4, 100, true);
    insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
      values (2, 'Gala', 'Lyon', now(), now() + interval '1 h', ${sam.id})`)
})
afterAll(() => ground?.close())

const as = (who: Someone, statements: string) =>
  ground.connect({ session: who.secret }, (sql) => sql.unsafe(statements).simple())
const merge = (keep: number | string, dropped: number | string) =>
  `select epic_events.merge_records('client', ${keep}, ${dropped})`

test('whose records are out of reach, or not there → refused, and every row stays', async () => {
  const before = await ground.rows()
  const refill = `begin; set local epic_events.refill = 'on'; set local epic_events.undoing = 'on'; `
  const attacks: readonly (readonly [who: Someone, statement: string, code: string])[] = [
    [alice, merge(1, 4), '42501'],
    [alice, merge(4, 1), '42501'],
    [sam, merge(1, 2), '42501'],
    [alice, merge(1, 1), '23514'],
    [alice, merge(1, 'null'), '23514'],
    [keeper, merge(1, 2), '23514'],
    [keeper, merge(98, 99), '23514'],
    [alice, `select epic_events.merge_records('users', 1, 2)`, '22023'],
    [alice, `select epic_events.merge_records(null, 1, 2)`, '22023'],
    [alice, `select epic_events.merge_records('company', 1, 2)`, '42501'],
    // The settings mean something to the owner alone.
    [alice, `${refill}${merge(1, 4)}`, '42501'],
    [alice, `${refill}update epic_events_api.client set commercial_id = ${bob.id} where id = 1`, '42501'],
    [boss, `${refill}update epic_events_api.client set full_name = 'x' where id = 1`, '42501'],
    [alice, `${refill}update epic_events_api.contract set client_id = 4 where id = 1`, '42501'],
    // What only its functions call.
    [boss, `select epic_events.merge_rows('client', 1, 2)`, '42501'],
    [boss, `select epic_events.tell_merge('client', 1, '{}', '{}')`, '42501'],
    [boss, `select epic_events.undo_merge(1)`, '42501'],
    [boss, `insert into epic_events_api.audit_log (table_name, row_id, action) values ('client', 1, 'merge')`, '42501'],
    [boss, `insert into epic_events.merged (table_name, dropped_id, kept_id) values ('client', 9, 1)`, '42501'],
    [boss, `select * from epic_events.merged`, '42501'],
    // In a trigger a merge would look as if a key had made it.
    [
      alice,
      `begin; create temp table t (x int); create function pg_temp.f() returns trigger language plpgsql as $$ begin perform epic_events.merge_records('client', 1, 2); return new; end $$;
       create trigger t before insert on t for each row execute function pg_temp.f(); insert into t values (1)`,
      '55000',
    ],
  ]
  for (const [who, statement, code] of attacks) {
    const error = await refusal(as(who, statement))
    expect([statement, error?.code]).toEqual([statement, code])
  }
  expect(await ground.rows()).toEqual(before)
})

test('an id that one may not see and one that does not exist get the same answer', async () => {
  const said = async (statement: string) => {
    const { message, code, constraint_name, detail } = (await refusal(as(keeper, statement))) as never as Record<
      string,
      unknown
    >
    return { message, code, constraint_name, detail }
  }
  expect(await said(merge(1, 2))).toEqual(await said(merge(98, 99)))
})

test('where a client went is told to those who may see the one that it went to', async () => {
  await as(alice, merge(1, 3))
  const into = async (who: Someone) =>
    ground.connect(
      { session: who.secret },
      async (sql) => (await sql`select epic_events.merged_into('client', 3) as id`)[0]?.['id'],
    )
  expect([await into(alice), await into(sam), await into(keeper)]).toEqual([1, 1, null])
  expect(
    await ground.connect({}, async (sql) => (await sql`select epic_events.merged_into('client', 3) as id`)[0]?.['id']),
  ).toBeNull()
})

test('somebody with client:merge and no other right of writing merges, and brings back', async () => {
  const before = await ground.rows(['audit_log', 'client', 'contract', 'event', 'merged'])
  await as(merger, `set epic_events.operation = 'm1'; ${merge(1, 4)}`)
  const [contract] = await ground.owner`select client_id, commercial_id from epic_events.contract where id = 2`
  expect(contract).toEqual({ client_id: 1, commercial_id: alice.id })
  expect((await ground.owner`select commercial_id from epic_events.event`)[0]).toEqual({ commercial_id: alice.id })
  // Bob lost it, and Alice could not have taken it.
  expect((await refusal(as(bob, `select * from epic_events.undo(${merger.id}, 'm1')`)))?.code).toBe('42501')
  await as(merger, `select * from epic_events.undo(${merger.id}, 'm1')`)
  expect((await ground.owner`select client_id, commercial_id from epic_events.contract where id = 2`)[0]).toEqual({
    ...{ client_id: 4, commercial_id: bob.id },
  })
  expect((await ground.owner`select commercial_id from epic_events.event`)[0]).toEqual({ commercial_id: bob.id })
  expect(await ground.rows(['audit_log', 'client', 'contract', 'event', 'merged'])).toEqual(before)
})

test('two merges of the same two clients at once → one of them; a contract made at that moment is not lost', async () => {
  for (let round = 0; round < 6; round++) {
    const [a, b] = await ground.owner<{ id: number }[]>`insert into epic_events.client (full_name, email, commercial_id)
      values ('A', ${`a${round}@r.fr`}, ${alice.id}), ('B', ${`b${round}@r.fr`}, ${alice.id}) returning id`
    const [one, other] = [a?.id ?? 0, b?.id ?? 0]
    const answers = await Promise.allSettled([
      as(alice, merge(one, other)),
      as(alice, merge(other, one)),
      as(
        alice,
        `insert into epic_events_api.contract (client_id, total_amount) values (${round % 2 ? one : other}, 10)`,
      ),
    ])
    const [first, second, third] = answers.map(({ status }) => status === 'fulfilled')
    expect([round, Number(first) + Number(second)]).toEqual([round, 1])
    const [left] = await ground.owner`select count(c.id)::int as clients,
      (select count(*)::int from epic_events.contract k where k.client_id in (${one}, ${other})) as contracts
      from epic_events.client c where c.id in (${one}, ${other})`
    expect([round, left]).toEqual([round, { clients: 1, contracts: Number(third) }])
  }
})

test('in the set-up where epic_events_app is the owner, the function judges alone', async () => {
  await ground.owner.begin(async (sql) => {
    await sql`select set_config('epic_events.session', ${alice.secret}, true)`
    await sql
      .savepoint((inner) => inner.unsafe(merge(2, 4)))
      .then(
        () => expect('merged').toBe('refused'),
        (error: { code?: string }) => expect(error.code).toBe('42501'),
      )
  })
})
