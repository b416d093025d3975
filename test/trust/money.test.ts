/**
 * Attacks on money by SQL, as psql would make them, on a server where the database alone judges. Each attack names the piece that holds it
 * back: with that piece taken out the attack succeeds, so no piece is there for nothing. Races are in money-races.test.ts.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { expectSettled, unsettled } from '../support/money.ts'
import { type Ground, openGround, type Someone } from './ground.ts'

setDefaultTimeout(120_000)

let ground: Ground
let boss: Someone, alice: Someone, bob: Someone, sam: Someone, payer: Someone, clerk: Someone, blind: Someone
let hers = 0
let his = 0
beforeAll(async () => {
  ground = await openGround()
  await ground.owner.unsafe(`insert into epic_events.role (name) values ('payer'), ('clerk'), ('blind');
    insert into epic_events.role_permission select r.id, p.id from epic_events.role r, epic_events.permission p
      where r.name = 'payer' and p.name in ('client:view', 'contract:view:own', 'payment:view', 'payment:create')
        or r.name = 'clerk' and p.name in ('client:view', 'contract:view', 'payment:view', 'payment:create', 'payment:cancel:own')
        or r.name = 'blind' and p.name in ('contract:view', 'contract:list')`)
  boss = await ground.person('management')
  ;[alice, bob] = [await ground.person('commercial'), await ground.person('commercial')]
  ;[sam, payer] = [await ground.person('support'), await ground.person('payer')]
  ;[clerk, blind] = [await ground.person('clerk'), await ground.person('blind')]
  const clients = await ground.owner<{ id: number }[]>`insert into epic_events.client (full_name, email, commercial_id)
    values ('Hers', 'hers@x.fr', ${alice.id}), ('His', 'his@x.fr', ${bob.id}) returning id`
  ;[hers = 0, his = 0] = clients.map(({ id }) => id)
})
afterAll(() => ground?.close())

/** A signed contract over 100. @param paid what somebody has paid of it · @param opening what was paid before */
async function contract(o: { of?: number; paid?: number; opening?: number } = {}): Promise<number> {
  const [row] = await ground.owner<{ id: number }[]>`
    insert into epic_events.contract (client_id, total_amount, remaining_amount, is_signed)
    values (${o.of ?? hers}, 100, ${100 - (o.opening ?? 0)}, true) returning id`
  const id = row?.id ?? 0
  if (o.paid) await ground.owner`insert into epic_events.payment (contract_id, amount) values (${id}, ${o.paid})`
  return id
}
const paymentOf = async (of: number) =>
  (await ground.owner<{ id: number }[]>`select id from epic_events.payment where contract_id = ${of} order by id`)[0]
    ?.id ?? 0
const money = async (of: number) => ({
  ...(
    await ground.owner<{ remaining: string; due: string | null; signed: Date }[]>`
      select remaining_amount as remaining, next_due::text as due, signed_at as signed from epic_events.contract where id = ${of}`
  )[0],
})

interface Refused {
  readonly code: string
  readonly constraint: string
  readonly message: string
  readonly detail: string
}

/** As psql: each statement by itself, in one session. @returns what the last one was refused with */
const psql = (who: Someone | undefined, ...statements: readonly string[]): Promise<Refused | undefined> =>
  ground.connect({ session: who?.secret }, async (sql) => {
    for (const statement of statements.slice(0, -1)) await sql.unsafe(statement)
    return refusedBy(sql, statements.at(-1) ?? '')
  })

async function refusedBy(sql: postgres.Sql, statement: string): Promise<Refused | undefined> {
  try {
    await sql.unsafe(statement)
    return undefined
  } catch (error) {
    const { code, message, detail = '', constraint_name: constraint = '' } = error as postgres.PostgresError
    return { code, constraint, message, detail }
  }
}
const set = (name: string) => `set epic_events.${name} = 'on'`
const pay = (columns: string, values: string) => `insert into epic_events_api.payment (${columns}) values (${values})`
const schedule = (of: number, ...amounts: readonly (number | string)[]) =>
  `insert into epic_events_api.instalment (contract_id, due_on, amount)
    values ${amounts.map((amount, at) => `(${of}, '2026-0${at + 1}-01', ${amount})`).join(', ')}`
const cancel = (id: number, why = `'Wrong'`) =>
  `update epic_events_api.payment set cancelled_why = ${why} where id = ${id}`

test('what nobody may write, and whose contracts are out of reach → refused under every setting, and every row stays', async () => {
  const [mine, theirs] = [await contract({ paid: 10, opening: 20 }), await contract({ of: his, paid: 10 })]
  await ground.owner.unsafe(
    `insert into epic_events.instalment (contract_id, due_on, amount) values (${mine}, '2026-01-01', 100)`,
  )
  const [opening = 0, paid = 0] = (
    await ground.owner<{ id: number }[]>`select id from epic_events.payment where contract_id = ${mine} order by id`
  ).map(({ id }) => id)
  const done = await contract()
  await ground.owner`insert into epic_events.payment (contract_id, amount, cancelled_at, cancelled_why)
    values (${done}, 5, now(), 'Old')`
  const cancelled = await paymentOf(done)
  const before = await ground.rows()
  const attacks: readonly (readonly [who: Someone | undefined, statement: string, expected: string])[] = [
    // What the database keeps.
    [alice, pay('contract_id, amount, kind', `${mine}, 1, 'opening'`), 'payment_kind_kept'],
    [boss, pay('contract_id, amount, kind', `${mine}, -1, 'adjustment'`), 'payment_kind_kept'],
    [alice, pay('contract_id, amount, user_id', `${mine}, 1, ${bob.id}`), '42501'],
    [boss, pay('contract_id, amount, cancelled_at', `${mine}, 1, now()`), '42501'],
    [boss, pay('contract_id, amount, created_at', `${mine}, 1, now()`), '42501'],
    [boss, pay('id, contract_id, amount', `99, ${mine}, 1`), '42501'],
    [boss, cancel(opening), 'payment_kind_kept'],
    [boss, cancel(paid, 'null'), 'payment_cancelled_why_length'],
    [boss, cancel(cancelled, `'Another reason'`), 'payment_cancelled_once'],
    [boss, `update epic_events_api.payment set cancelled_at = null where id = ${cancelled}`, '42501'],
    [boss, `update epic_events_api.payment set amount = 1 where id = ${paid}`, '42501'],
    [boss, `update epic_events_api.payment set contract_id = ${done} where id = ${paid}`, '42501'],
    [boss, `update epic_events_api.payment set paid_on = '2020-01-01' where id = ${paid}`, '42501'],
    [boss, 'delete from epic_events_api.payment', '42501'],
    [boss, `update epic_events_api.contract set signed_at = '2020-01-01' where id = ${mine}`, '42501'],
    [boss, `update epic_events_api.contract set next_due = '2030-01-01' where id = ${mine}`, '42501'],
    [boss, `update epic_events_api.instalment set amount = 1 where contract_id = ${mine}`, '42501'],
    // Values.
    [alice, pay('contract_id, amount', `${mine}, 70.01`), 'payment_within_remaining'],
    [alice, pay('contract_id, amount, kind', `${mine}, -30.01, 'refund'`), 'payment_refund_within_paid'],
    [alice, pay('contract_id, amount', `${mine}, -1`), 'payment_sign'],
    [alice, pay('contract_id, amount, kind', `${mine}, 1, 'refund'`), 'payment_sign'],
    [alice, pay('contract_id, amount', `${mine}, 0.004`), 'payment_amount_range'],
    [alice, pay('contract_id, amount', `${mine}, 'NaN'`), 'payment_amount_range'],
    [alice, pay('contract_id, amount', `${mine}, 'Infinity'`), '22003'],
    [alice, pay('contract_id, amount', `${mine}, 1e10`), '22003'],
    [alice, pay('contract_id, amount, method', `${mine}, 1, 'gold'`), 'payment_method'],
    [alice, pay('contract_id, amount, paid_on', `${mine}, 1, 'infinity'`), 'payment_paid_range'],
    [alice, schedule(mine, 100), 'instalment_total'],
    [alice, schedule(done, 60, 39.99), 'instalment_total'],
    [alice, schedule(done, 110, -10), 'instalment_amount_range'],
    [alice, schedule(done, `'NaN'`), 'instalment_amount_range'],
    [boss, `update epic_events_api.contract set total_amount = 29.99 where id = ${mine}`, 'contract_remaining_range'],
    [
      boss,
      `update epic_events_api.contract set remaining_amount = 'NaN' where id = ${mine}`,
      'contract_remaining_range',
    ],
    [boss, `delete from epic_events_api.contract where id = ${mine}`, 'contract_has_payments'],
    // Out of reach, and what looks as if it were not there.
    [alice, pay('contract_id, amount', `${theirs}, 1`), '42501'],
    [alice, schedule(theirs, 100), '42501'],
    [sam, pay('contract_id, amount', `${mine}, 1`), '42501'],
    [sam, schedule(done, 100), '42501'],
    [payer, pay('contract_id, amount', `${theirs}, 1`), 'payment_contract_fk'],
    [payer, pay('contract_id, amount', '9999, 1'), 'payment_contract_fk'],
    [undefined, pay('contract_id, amount', `${mine}, 1`), '42501'],
    [undefined, schedule(done, 100), '42501'],
    // Past the views.
    [boss, 'select * from epic_events.payment', '42501'],
    [boss, `insert into epic_events.payment (contract_id, amount) values (${mine}, 1)`, '42501'],
    [boss, `select epic_events.settle(${mine}, 'opening', true)`, '42501'],
    [boss, `select epic_events.first_due(${mine}, 1, 1)`, '42501'],
    [boss, 'select * from epic_events.merged', '42501'],
    [boss, 'select * from epic_events.erasure', '42501'],
  ]
  const names = ['refill', 'undoing', 'settling', 'told', 'strict']
  for (const who of new Set(attacks.map(([one]) => one)))
    await ground.connect({ session: who?.secret }, async (sql) => {
      for (const on of [false, true]) {
        if (on) for (const name of names) await sql.unsafe(set(name))
        for (const [, statement, expected] of attacks.filter(([one]) => one === who)) {
          const refused = await refusedBy(sql, statement)
          const answer = expected.length > 5 ? refused?.constraint : refused?.code
          expect({ on, statement, answer }).toEqual({ on, statement, answer: expected })
        }
      }
    })
  // Nobody's rows: no error, and nothing done.
  for (const [who, statement] of [
    [alice, cancel(paid)],
    [sam, `delete from epic_events_api.instalment where contract_id = ${mine}`],
    [bob, `delete from epic_events_api.instalment where contract_id = ${mine}`],
    [blind, cancel(paid)],
  ] as const)
    expect(await psql(who, statement)).toBeUndefined()
  expect(await ground.rows()).toEqual(before)
})

test('an unseen contract and a missing one answer alike, word for word', async () => {
  const theirs = await contract({ of: his, paid: 10 })
  const at = (id: number) => psql(payer, pay('contract_id, amount', `${id}, 1`))
  expect(await at(theirs)).toEqual((await at(987_654)) as Refused)
})

test('payments are read with a code for payments alone; without one nothing is scanned', async () => {
  await contract({ paid: 10 })
  await ground.connect({ session: blind.secret }, async (sql) => {
    expect(await sql`select * from epic_events_api.payment`).toHaveLength(0)
    const plan =
      await sql`explain (analyze, costs off, timing off) select * from epic_events_api.payment where amount > 9`
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toContain('One-Time Filter')
    expect(text).toMatch(/on payment \(never executed\)|never executed/)
    // The contract's own columns are for who sees the contract.
    expect((await sql`select next_due, signed_at from epic_events_api.contract`).length).toBeGreaterThan(0)
    expect(await sql`select * from pg_stats where schemaname = 'epic_events' and tablename = 'payment'`).toHaveLength(0)
  })
})

test('in a trigger of a temporary table, in savepoints and rounded: the same rules, and what is paid adds up', async () => {
  const [mine, theirs] = [await contract(), await contract({ of: his })]
  const fire = (statement: string) => [
    'create temp table mine (i integer)',
    `create function pg_temp.fire() returns trigger language plpgsql as $$ begin ${statement}; return new; end $$`,
    'create trigger fire before insert on mine for each row execute function pg_temp.fire()',
    'insert into mine values (1)',
  ]
  expect(await psql(alice, ...fire(pay('contract_id, amount', `${theirs}, 1`)))).toMatchObject({ code: '42501' })
  expect(await psql(alice, ...fire(pay('contract_id, amount, kind', `${mine}, 1, 'opening'`)))).toMatchObject({
    constraint: 'payment_kind_kept',
  })
  expect(await psql(alice, ...fire(pay('contract_id, amount', `${mine}, 7`)))).toBeUndefined()
  const entries = await ground.owner`select derived, user_id from epic_events.audit_log
    where table_name = 'payment' and (new_values ->> 'contract_id')::integer = ${mine}`
  expect(entries.map((entry) => ({ ...entry }))).toEqual([{ derived: false, user_id: alice.id }])
  expect(await money(mine)).toMatchObject({ remaining: '93.00' })
  const statements = [
    'begin',
    pay('contract_id, amount', `${mine}, 3`),
    'savepoint a',
    pay('contract_id, amount', `${mine}, 40`),
  ]
  expect(
    await psql(alice, ...statements, 'rollback to a', pay('contract_id, amount', `${mine}, 0.005`), 'commit'),
  ).toBeUndefined()
  expect(await money(mine)).toMatchObject({ remaining: '89.99' })
  await expectSettled(ground.owner)
})

interface Attack {
  readonly name: string
  /** What is taken out: a piece of a function, of the condition of a trigger, or the whole trigger. */
  readonly without:
    | readonly [fn: string, piece: string | RegExp, instead: string]
    | { readonly trigger: string; readonly on: string; readonly piece?: string | RegExp }
  /** A right that nobody has, given to see that the piece holds by itself. */
  readonly given?: string
  /** @returns whether it was held back */
  readonly held: () => Promise<boolean>
}

const asOwner = /epic_events\.as_owner\(\)\s+and/

const attacks: readonly Attack[] = [
  {
    name: 'an opening of one’s own',
    without: { trigger: 'c_rule_kind', on: 'payment' },
    async held() {
      const of = await contract()
      return (
        (await psql(alice, pay('contract_id, amount, kind', `${of}, 5, 'opening'`)))?.constraint === 'payment_kind_kept'
      )
    },
  },
  {
    name: 'an opening of one’s own, under the setting with which the database writes one',
    without: { trigger: 'c_rule_kind', on: 'payment', piece: /\(?epic_events\.as_owner\(\) AND / },
    async held() {
      const of = await contract()
      const answer = await psql(alice, set('refill'), pay('contract_id, amount, kind', `${of}, 5, 'opening'`))
      return answer?.constraint === 'payment_kind_kept'
    },
  },
  {
    name: 'a payment that is nobody’s',
    without: ['fill_payment', asOwner, ''],
    async held() {
      const of = await contract()
      expect(await psql(alice, set('refill'), pay('contract_id, amount', `${of}, 5`))).toBeUndefined()
      const [row] = await ground.owner`select user_id from epic_events.payment where contract_id = ${of}`
      return row?.['user_id'] === alice.id
    },
  },
  {
    name: 'a payment in another’s name',
    without: { trigger: 'b_fill', on: 'payment' },
    given: 'insert (user_id) on epic_events_api.payment',
    async held() {
      const of = await contract()
      expect(await psql(alice, pay('contract_id, amount, user_id', `${of}, 5, ${bob.id}`))).toBeUndefined()
      const [row] = await ground.owner`select user_id from epic_events.payment where contract_id = ${of}`
      return row?.['user_id'] === alice.id
    },
  },
  {
    name: 'a payment for a contract that one does not see',
    without: { trigger: 'a_attach', on: 'payment' },
    async held() {
      const of = await contract({ of: his })
      return (await psql(payer, pay('contract_id, amount', `${of}, 5`)))?.constraint === 'payment_contract_fk'
    },
  },
  {
    name: 'a payment that does not count, under the setting with which payments come back',
    without: { trigger: 'f_count', on: 'payment', piece: / OR \(NOT epic_events\.as_owner\(\)\)/ },
    async held() {
      const of = await contract()
      expect(await psql(alice, set('refill'), pay('contract_id, amount', `${of}, 5`))).toBeUndefined()
      return (await money(of)).remaining === '95.00'
    },
  },
  {
    name: 'more than what remains',
    without: ['count_payment', 'if paid > has.remaining_amount', 'if false'],
    async held() {
      const of = await contract()
      return (await psql(alice, pay('contract_id, amount', `${of}, 100.01`)))?.constraint === 'payment_within_remaining'
    },
  },
  {
    name: 'a refund of more than what was paid',
    without: ['count_payment', 'if has.remaining_amount - paid > has.total_amount', 'if false'],
    async held() {
      const of = await contract({ paid: 5 })
      const answer = await psql(alice, pay('contract_id, amount, kind', `${of}, -5.01, 'refund'`))
      return answer?.constraint === 'payment_refund_within_paid'
    },
  },
  {
    name: 'another reason for what is cancelled',
    without: ['rule_cancel_payment', 'if old.cancelled_at is not null', 'if false'],
    async held() {
      const id = await paymentOf(await contract({ paid: 5 }))
      expect(await psql(boss, cancel(id))).toBeUndefined()
      return (await psql(boss, cancel(id, `'Other'`)))?.constraint === 'payment_cancelled_once'
    },
  },
  {
    name: 'another reason for what is cancelled, under the setting with which undo counts it again',
    without: ['rule_cancel_payment', asOwner, ''],
    async held() {
      const id = await paymentOf(await contract({ paid: 5 }))
      expect(await psql(boss, cancel(id))).toBeUndefined()
      return (await psql(boss, set('settling'), cancel(id, `'Other'`)))?.constraint === 'payment_cancelled_once'
    },
  },
  {
    name: 'a payment that one may not cancel, taken back by undo',
    without: { trigger: 'b_guard', on: 'payment' },
    async held() {
      const operation = `paid-${crypto.randomUUID()}`
      const named = `select set_config('epic_events.operation', '${operation}', false)`
      const of = await contract({ of: his })
      expect(await psql(clerk, named, pay('contract_id, amount', `${of}, 5`))).toBeUndefined()
      return (await psql(clerk, `select epic_events.undo(${clerk.id}, '${operation}')`))?.code === '42501'
    },
  },
  {
    name: 'an opening that is cancelled by hand',
    without: ['rule_cancel_payment', "if old.kind in ('opening', 'adjustment')", 'if false'],
    async held() {
      const id = await paymentOf(await contract({ opening: 5 }))
      return (await psql(boss, cancel(id)))?.constraint === 'payment_kind_kept'
    },
  },
  {
    name: 'a cancelled payment without a reason',
    without: ['rule_cancel_payment', 'if new.cancelled_why is null', 'if false'],
    async held() {
      const id = await paymentOf(await contract({ paid: 5 }))
      return (await psql(boss, cancel(id, 'null')))?.constraint === 'payment_cancelled_why_length'
    },
  },
  {
    name: 'a cancelled payment that still counts',
    without: { trigger: 'f_count_again', on: 'payment' },
    async held() {
      const of = await contract({ paid: 5 })
      expect(await psql(boss, cancel(await paymentOf(of)))).toBeUndefined()
      return (await money(of)).remaining === '100.00'
    },
  },
  {
    name: 'what remains, changed without a payment that says so',
    without: { trigger: 'f_settle', on: 'contract' },
    async held() {
      const of = await contract()
      expect(
        await psql(alice, `update epic_events_api.contract set remaining_amount = 60 where id = ${of}`),
      ).toBeUndefined()
      return (await ground.owner.unsafe(unsettled)).length === 0
    },
  },
  {
    name: 'what remains, changed under the setting of undo',
    without: { trigger: 'f_settle', on: 'contract', piece: / OR \(NOT epic_events\.as_owner\(\)\)/ },
    async held() {
      const of = await contract()
      const change = `update epic_events_api.contract set remaining_amount = 60 where id = ${of}`
      expect(await psql(alice, set('undoing'), change)).toBeUndefined()
      return (await ground.owner.unsafe(unsettled)).length === 0
    },
  },
  {
    name: 'a contract that is made partly paid, under the setting of undo',
    without: { trigger: 'f_settle_new', on: 'contract', piece: / OR \(NOT epic_events\.as_owner\(\)\)/ },
    async held() {
      const make = `insert into epic_events_api.contract (client_id, total_amount, remaining_amount) values (${hers}, 50, 10)`
      expect(await psql(alice, set('undoing'), make)).toBeUndefined()
      return (await ground.owner.unsafe(unsettled)).length === 0
    },
  },
  {
    name: 'a changed total, under the mark of who says what remains',
    without: { trigger: 'f_settle', on: 'contract' },
    async held() {
      const of = await contract({ paid: 10 })
      const change = `update epic_events_api.contract set total_amount = 200 where id = ${of}`
      expect(await psql(alice, set('told'), change)).toBeUndefined()
      return (await ground.owner.unsafe(unsettled)).length === 0
    },
  },
  {
    name: 'a signature of another day, under the setting of undo',
    without: ['fill_signed', 'and epic_events.as_owner()', ''],
    given: 'update (signed_at), insert (signed_at) on epic_events_api.contract',
    async held() {
      const values = `(client_id, total_amount, is_signed, signed_at) values (${hers}, 77, true, '2020-01-01')`
      expect(await psql(alice, set('undoing'), `insert into epic_events_api.contract ${values}`)).toBeUndefined()
      const [row] =
        await ground.owner`select signed_at > now() - interval '1 hour' as now from epic_events.contract order by id desc limit 1`
      return row?.['now'] === true
    },
  },
  {
    name: 'a day on which nothing is due',
    without: { trigger: 'd_due', on: 'contract' },
    given: 'update (next_due) on epic_events_api.contract',
    async held() {
      const of = await contract()
      expect(await psql(alice, schedule(of, 100))).toBeUndefined()
      expect(
        await psql(alice, `update epic_events_api.contract set next_due = '2090-01-01' where id = ${of}`),
      ).toBeUndefined()
      return (await money(of)).due === '2026-01-01'
    },
  },
  {
    name: 'a contract deleted under its payment',
    without: { trigger: 'c_rule_paid', on: 'contract' },
    async held() {
      const of = await contract({ paid: 5 })
      const answer = await psql(boss, `delete from epic_events_api.contract where id = ${of}`)
      return answer?.constraint === 'contract_has_payments'
    },
  },
  {
    name: 'a schedule that is not the total, under the setting of undo',
    without: { trigger: 'f_rule_total', on: 'instalment', piece: / OR \(NOT epic_events\.as_owner\(\)\)/ },
    async held() {
      const of = await contract()
      return (await psql(alice, set('undoing'), schedule(of, 60)))?.constraint === 'instalment_total'
    },
  },
]

/** Takes a piece out of the database. @returns what puts it back */
async function take({ without, given }: Attack): Promise<string> {
  if (given) await ground.owner.unsafe(`grant ${given} to epic_events_app`)
  if ('trigger' in without) {
    const { trigger, on, piece } = without
    const [row] = await ground.owner<{ text: string }[]>`select pg_get_triggerdef(oid) as text from pg_trigger
      where tgname = ${trigger} and tgrelid = ${`epic_events.${on}`}::regclass`
    const text = row?.text ?? ''
    const drop = `drop trigger ${trigger} on epic_events.${on}`
    if (!piece) {
      await ground.owner.unsafe(drop)
      return text
    }
    const changed = balanced(text.replace(piece, ''))
    expect(changed).not.toBe(text)
    await ground.owner.unsafe(`${drop}; ${changed}`)
    return `${drop}; ${text}`
  }
  const [fn, piece, instead] = without
  const [row] = await ground.owner<{ text: string }[]>`select pg_get_functiondef(oid) as text from pg_proc
    where proname = ${fn} and pronamespace = 'epic_events'::regnamespace`
  const text = row?.text ?? ''
  expect(text.replace(piece, instead)).not.toBe(text)
  await ground.owner.unsafe(text.replace(piece, instead))
  return text
}

/** A condition from which an opening bracket went with a piece loses one at its end too. */
const balanced = (text: string) => {
  const more = text.split(')').length - text.split('(').length
  return more > 0 ? text.replace(`${')'.repeat(more)} EXECUTE`, ' EXECUTE') : text
}

describe('each attack is held back, and by the piece that it names', () => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', async (_, attack) => {
    if (attack.given) await ground.owner.unsafe(`grant ${attack.given} to epic_events_app`)
    try {
      expect(await attack.held()).toBe(true)
      const back = await take(attack)
      try {
        expect(await attack.held()).toBe(false)
      } finally {
        await ground.owner.unsafe(back)
      }
    } finally {
      if (attack.given) await ground.owner.unsafe(`revoke ${attack.given} from epic_events_app`)
      // What the attack has left.
      await ground.owner.unsafe(
        'truncate epic_events.contract, epic_events.payment, epic_events.instalment restart identity cascade',
      )
    }
  })
})
