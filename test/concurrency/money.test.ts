/** Money at the same moment, by SQL on a server: two tills, two schedules, a schedule and a payment, a deletion and a payment. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { tills } from '../soak/money.ts'
import { expectSettled } from '../support/money.ts'
import { type Ground, openGround, type Someone } from '../trust/ground.ts'

setDefaultTimeout(60_000)

let ground: Ground
let boss: Someone, clerk: Someone
beforeAll(async () => {
  ground = await openGround()
  ;[boss, clerk] = [await ground.person('management'), await ground.person('management')]
  const { id } = await ground.person('commercial')
  await ground.owner`insert into epic_events.client (full_name, email, commercial_id) values ('Client', 'client@x.example', ${id})`
})
afterEach(() => expectSettled(ground.owner))
afterAll(() => ground?.close())

const contract = async (paid = 0): Promise<number> => {
  const [row] = await ground.owner<{ id: number }[]>`
    insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 100, true) returning id`
  const id = row?.id ?? 0
  if (paid) await ground.owner`insert into epic_events.payment (contract_id, amount) values (${id}, ${paid})`
  return id
}
const pay = (of: number, amount: number) =>
  `insert into epic_events_api.payment (contract_id, amount, kind) values (${of}, ${amount}, '${amount > 0 ? 'payment' : 'refund'}')`
const schedule = (of: number) =>
  `insert into epic_events_api.instalment (contract_id, due_on, amount) values (${of}, '2026-01-01', 40), (${of}, '2026-02-01', 60)`

/** The first has written and has not committed yet when the second begins; it commits once the second waits. @returns what each was refused with */
async function meet(first: string, second: string): Promise<(string | undefined)[]> {
  const told = (error: postgres.PostgresError) => error.constraint_name ?? error.code
  return ground.connect({ session: boss.secret }, (one) =>
    ground.connect({ session: clerk.secret }, async (other) => {
      await one.unsafe('begin')
      const ofFirst = await one.unsafe(first).then(() => undefined, told)
      const ofSecond = other.unsafe(second).then(() => undefined, told)
      const end = Date.now() + 2000
      for (; Date.now() < end; await Bun.sleep(5)) {
        const waiting = await ground.owner`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and application_name = 'psql'`
        if (waiting.length > 0) break
      }
      await one.unsafe('commit')
      return [ofFirst, await ofSecond]
    }),
  )
}

test('two tills take what remains: the second hears that it is more than that', async () => {
  const of = await contract()
  expect(await meet(pay(of, 60), pay(of, 60))).toEqual([undefined, 'payment_within_remaining'])
})

test('two give back what was paid: the second hears that it is more than that', async () => {
  const of = await contract(50)
  expect(await meet(pay(of, -30), pay(of, -30))).toEqual([undefined, 'payment_refund_within_paid'])
})

test('one payment is cancelled twice: the second hears that it is', async () => {
  const of = await contract(50)
  const cancel = `update epic_events_api.payment set cancelled_why = 'Wrong' where contract_id = ${of}`
  expect(await meet(cancel, cancel)).toEqual([undefined, 'payment_cancelled_once'])
})

test('two schedules: the second is refused, and there is one', async () => {
  const of = await contract()
  expect(await meet(schedule(of), schedule(of))).toEqual([undefined, 'instalment_total'])
  expect(await ground.owner`select from epic_events.instalment where contract_id = ${of}`).toHaveLength(2)
})

test('a schedule goes while money is given back, and the other way round: due is what the schedule that is left says', async () => {
  const removed = (of: number) => `delete from epic_events_api.instalment where contract_id = ${of}`
  for (const turned of [false, true]) {
    // Nothing is due, because all is paid.
    const of = await contract(100)
    await ground.owner.unsafe(schedule(of).replace('epic_events_api', 'epic_events'))
    const [first, second] = turned ? [removed(of), pay(of, -10)] : [pay(of, -10), removed(of)]
    expect(await meet(first, second)).toEqual([undefined, undefined])
    await expectSettled(ground.owner)
  }
})

test('what remains is set while somebody pays: the difference is a payment of its own', async () => {
  const of = await contract()
  const told = `update epic_events_api.contract set remaining_amount = 20 where id = ${of}`
  expect(await meet(pay(of, 30), told)).toEqual([undefined, undefined])
  const kinds = await ground.owner`select kind, amount from epic_events.payment where contract_id = ${of} order by id`
  expect(kinds.map((row) => ({ ...row }))).toEqual([
    { kind: 'payment', amount: '30.00' },
    { kind: 'adjustment', amount: '50.00' },
  ])
})

test('a contract is deleted while somebody pays, and the other way round: never a payment without its contract', async () => {
  for (const turned of [false, true]) {
    const of = await contract()
    const gone = `delete from epic_events_api.contract where id = ${of}`
    const answers = await meet(...((turned ? [gone, pay(of, 10)] : [pay(of, 10), gone]) as [string, string]))
    expect(answers).toEqual([undefined, turned ? 'payment_contract_fk' : 'contract_has_payments'])
  }
})

test('some tills for a moment, some of which are killed: everything adds up (`bun run soak money` is the long form)', async () => {
  const seed = Number(process.env['MONEY_SEED'] ?? Date.now() % 1_000_000)
  const { wrong, figures } = await tills({ seed, seconds: 3, tills: 3, rounds: 1 })
  expect({ wrong, figures }).toEqual({ wrong: [], figures })
})
