/**
 * Notes by psql. Their author, the client beside an event and what `undo` keeps are nobody's to choose; a note moves the client's dates for
 * people who may not change them, and nothing else does. Taken back in any order, the notes leave the dates as if they had never been.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Ground, openGround, refusal, type Someone } from './ground.ts'

setDefaultTimeout(60_000)

let ground: Ground
let boss: Someone, alice: Someone, bob: Someone, sam: Someone, reader: Someone

/** Clients 1 and 2 are Alice's and Bob's, with an event each: 1 is Sam's, 2 is nobody's to support. Event 3 is Alice's too, and not Sam's. */
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('reader');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'reader' and p.name in ('client:view', 'client:update', 'event:view', 'interaction:view:own')`)
  ;[alice, bob] = [await ground.person('commercial'), await ground.person('commercial')]
  boss = await ground.person('management')
  ;[sam, reader] = [await ground.person('support'), await ground.person('reader')]
  await ground.owner.unsafe(`insert into epic_events.client (full_name, email, commercial_id, first_contact_date)
    values ('Hers', 'hers@x.fr', ${alice.id}, '2020-01-01'), ('His', 'his@x.fr', ${bob.id}, '2020-01-01');
    insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 100, true), (2, 100, true);
    insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id) values
      (1, 'One', 'Lyon', now(), now() + interval '1 h', ${sam.id}), (2, 'Two', 'Lyon', now(), now() + interval '1 h', null),
      (1, 'Three', 'Lyon', now(), now() + interval '1 h', null);
    insert into epic_events.interaction (client_id, text) values (1, 'A note of the owner')`)
})
afterAll(() => ground?.close())

const as = (who: Someone, statements: string) =>
  ground.connect({ session: who.secret }, (sql) => sql.unsafe(statements).simple())
const insert = (columns: string, values: string) =>
  `insert into epic_events_api.interaction (${columns}) values (${values})`

test('what nobody may write, and whose records are out of reach → refused, and every row stays', async () => {
  const before = await ground.rows()
  const refill = `begin; set local epic_events.refill = 'on'; `
  const attacks: readonly (readonly [who: Someone, statement: string, code: string])[] = [
    [alice, insert('client_id, text, user_id', `1, 'x', ${bob.id}`), '42501'],
    [alice, insert('client_id, text, cancelled_at', `1, 'x', now()`), '42501'],
    [alice, insert('client_id, text, id', `1, 'x', 99`), '42501'],
    [alice, insert('client_id, text', `2, 'x'`), '42501'],
    [alice, insert('client_id, text', `99, 'x'`), '23503'],
    [alice, insert('client_id, event_id, text', `1, 2, 'x'`), '42501'],
    [bob, insert('client_id, event_id, text', `2, 1, 'x'`), '42501'],
    [sam, insert('client_id, event_id, text', `2, 1, 'x'`), '42501'],
    [sam, insert('client_id, event_id, text', `1, 3, 'x'`), '42501'],
    [sam, insert('client_id, event_id, text, next_on', `1, 1, 'x', current_date`), '23514'],
    [alice, insert('client_id, text, next_on, no_next', `1, 'x', current_date, true`), '23514'],
    [alice, insert('client_id, text, kind', `1, 'x', 'fax'`), '23514'],
    [reader, insert('client_id, text', `1, 'x'`), '42501'],
    // The setting means something to the owner alone.
    [alice, `${refill}${insert('client_id, text', `2, 'x'`)}`, '42501'],
    [sam, `${refill}${insert('client_id, event_id, text', `1, 3, 'x'`)}`, '42501'],
    [alice, `${refill}update epic_events_api.client set next_contact_date = current_date where id = 1`, '42501'],
    // A manager hands clients over, so the policy lets the row pass: the guard alone keeps its dates.
    [boss, 'update epic_events_api.client set last_contact_date = now() where id = 1', '42501'],
    [alice, `update epic_events_api.interaction set text = 'x'`, '42501'],
    [alice, `update epic_events_api.interaction set cancelled_at = now()`, '42501'],
    [alice, 'delete from epic_events_api.interaction', '42501'],
    [alice, 'select last_before from epic_events_api.interaction', '42703'],
    [alice, 'select * from epic_events.interaction', '42501'],
    [alice, 'select epic_events.count_interaction()', '42501'],
  ]
  for (const [who, statement, code] of attacks)
    expect({ statement, code: (await refusal(as(who, statement)))?.code }).toEqual({ statement, code })
  expect(await ground.rows()).toEqual(before)
  // Who sees clients and events sees notes by a code for notes alone, of clients in its scope.
  expect(await as(reader, 'select * from epic_events_api.interaction')).toHaveLength(0)
  expect(await as(bob, 'select * from epic_events_api.interaction where client_id = 1')).toHaveLength(1)
})

test("a note is its writer's, whatever was set; one about an event of another client is refused to its owner too", async () => {
  await as(
    sam,
    `begin; set local epic_events.refill = 'on'; ${insert('client_id, event_id, text', `1, 1, 'x'`)}; commit`,
  )
  const [note] = await ground.owner<{ user_id: number }[]>`
    select user_id from epic_events.interaction where text = 'x' order by id desc limit 1`
  expect(note?.user_id).toBe(sam.id)
  const other = `insert into epic_events.interaction (client_id, event_id, text) values (2, 1, 'x')`
  expect(await refusal(ground.owner.unsafe(other))).toMatchObject({ code: '23503' })
})

interface Dates {
  readonly last: string | null
  readonly next: string | null
}
const dates = async (): Promise<Dates> => {
  const [row] = await ground.owner<Dates[]>`
    select last_contact_date::date::text as last, next_contact_date::text as next from epic_events.client where id = 1`
  if (!row) throw new Error('the client is gone')
  return row
}

test('notes taken back, and back again, in any order → the dates of the notes that stand', async () => {
  const start = { last: '2021-01-01', next: '2000-01-01' }
  const today = (await ground.owner<{ day: string }[]>`select current_date::text as day`)[0]?.day ?? ''
  type Note = { readonly at: string; readonly next?: string; readonly none?: true; readonly event?: true }
  const written: readonly Note[] = [
    { at: '2022-05-01', next: '2098-01-01' },
    { at: '2021-06-01' },
    { at: '2023-05-01', none: true },
    { at: '2023-04-01', event: true },
    { at: '2022-12-01', next: today },
    { at: '2023-06-01' },
  ]
  /** By hand: the last contact is the greatest; a note sets or clears the next one, or clears one that is due. */
  const expected = (standing: readonly boolean[]): Dates =>
    written.reduce(
      ({ last, next }, { at, next: wanted, none, event }, n) => {
        if (!standing[n] || event) return { last, next }
        const due = next !== null && next <= today
        return { last: [at, last].sort()[1] ?? at, next: wanted ?? (none || due ? null : next) }
      },
      { ...start } as { last: string; next: string | null },
    )
  const ids: number[] = []
  const reset = async () => {
    await ground.owner`delete from epic_events.interaction where client_id = 1`
    await ground.owner`update epic_events.client set last_contact_date = ${start.last}, next_contact_date = ${start.next} where id = 1`
    ids.length = 0
    for (const { at, next, none, event } of written) {
      const [row] = await ground.owner<{ id: number }[]>`
        insert into epic_events.interaction (client_id, event_id, at, text, next_on, no_next)
        values (1, ${event ? 1 : null}, ${at}, 'Note', ${next ?? null}, ${none ?? false}) returning id`
      ids.push(row?.id ?? 0)
    }
  }
  await reset()
  const standing = written.map(() => true)
  expect(await dates()).toEqual(expected(standing))
  const flip = async (n: number) => {
    standing[n] = !standing[n]
    await ground.owner`update epic_events.interaction
      set cancelled_at = case when ${standing[n] ?? false}::boolean then null else now() end where id = ${ids[n] ?? 0}`
  }
  // As `undo` does it, the latest first, and again in the order in which they were written.
  for (const n of [5, 4, 3, 2, 1, 0]) {
    await flip(n)
    expect({ n, ...(await dates()) }).toEqual({ n, ...expected(standing) })
  }
  expect(await dates()).toEqual(start)
  for (const n of [0, 1, 2, 3, 4, 5]) {
    await flip(n)
    expect({ n, ...(await dates()) }).toEqual({ n, ...expected(standing) })
  }
  // One alone, out of order: what it had moved is what the next one that moved it had found.
  for (const n of [0, 1, 2, 3, 4, 5]) {
    await reset()
    standing.fill(true)
    await flip(n)
    expect({ n, ...(await dates()) }).toEqual({ n, ...expected(standing) })
    await flip(n)
    expect({ n, ...(await dates()) }).toEqual({ n, ...expected(standing) })
  }
})
