/**
 * The business rules of docs/PRODUCT.md §3, each with the constraint that enforces it and the sentence that explains it. The database
 * alone enforces them: with the rule taken out of a scratch database, the program writes what it refused before.
 *
 * Not in this list, because no constraint enforces them: a value that is wrong by itself (a negative count) is a usage error;
 * `--if-version` is a condition of the statement that writes (rule 8); a session that has ended is not a refusal (rule 9);
 * `--is-fully-paid false` says something about the contract that no column holds (rule 2).
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { eventOptions, makeClient, makeContract, makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person, bill: Person, ann: Person, kate: Person

/** A scratch agency with its people, for one rule. */
async function open() {
  agency = await openAgency('server')
  boss = await agency.person('management')
  bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  ann = await agency.person('commercial', { fullName: 'Ann Other' })
  kate = await agency.person('support', { fullName: 'Kate Hastroff' })
}

interface Forbidden {
  readonly as: Person
  readonly argv: readonly (string | number)[]
  /** What the refusal says; names of people included. */
  readonly sentence: string
  /** The command that the refusal names first. */
  readonly next?: string
  /** The column that the refusal is about. */
  readonly field?: string
}

interface Rule {
  readonly rule: string
  readonly constraint: string
  /** The triggers that enforce it, with their tables. */
  readonly triggers: readonly string[]
  /** Functions that say the same before a trigger does. */
  readonly functions?: readonly string[]
  /** The constraints behind them, as ALTER TABLE drops them. */
  readonly constraints?: readonly string[]
  /** Commands that break the rule and nothing else, each on records of its own. */
  readonly forbidden: () => Promise<readonly Forbidden[]>
}

/** The id of the first payment of a contract. */
const firstPayment = async (contract: number): Promise<number> => {
  const argv = ['contract', 'payments', String(contract)]
  const { payments } = await agency.json<{ payments: { id: number }[] }>(argv, { as: boss })
  return payments[0]?.id ?? 0
}

const contractOf = (as: Person, ...more: string[]) => makeContract(agency, as, ...more)

const rules: readonly Rule[] = [
  {
    rule: "1: a contract's commercial is its client's",
    constraint: 'contract_client_commercial',
    triggers: ['a_commercial on contract'],
    constraints: ['contract drop constraint contract_client_commercial'],
    async forbidden() {
      const [client, hers] = [await makeClient(agency, bill), await makeClient(agency, ann)]
      const contract = await contractOf(bill)
      const of = (id: number, owner: Person, wanted: Person) => ({
        sentence: `for client ${id} that is ${owner.fullName} (${owner.id}), not user ${wanted.id}.`,
        next: `client update ${id} --commercial-id ${wanted.id}`,
        field: 'commercial_id',
      })
      const create = ['contract', 'create', '--client-id', client.id, '--total-amount', 1, '--commercial-id', ann.id]
      const update = ['contract', 'update', contract.id, '--commercial-id', ann.id]
      const moved = ['contract', 'update', contract.id, '--client-id', hers.id, '--commercial-id', bill.id]
      return [
        { as: boss, argv: create, ...of(client.id, bill, ann) },
        { as: boss, argv: moved, ...of(hers.id, ann, bill) },
        { as: boss, argv: update, ...of(contract.client_id, bill, ann) },
      ]
    },
  },
  {
    rule: '2: 0 <= remaining <= total',
    constraint: 'contract_remaining_range',
    triggers: ['c_rule_money on contract'],
    constraints: ['contract drop constraint contract_remaining_range'],
    async forbidden() {
      const client = await makeClient(agency, bill)
      const [one, other] = [await contractOf(bill, '--remaining-amount', '500'), await contractOf(bill)]
      const says = (remaining: string, total: string) => ({
        as: bill,
        sentence: `The remaining amount (${remaining}) cannot be more than the total (${total}).`,
        field: 'remaining_amount',
      })
      const create = ['contract', 'create', '--client-id', client.id, '--total-amount', 5, '--remaining-amount', 6]
      return [
        { ...says('€6.00', '€5.00'), argv: create, next: 'help contract create' },
        { ...says('€1,200.01', '€1,200.00'), argv: ['contract', 'update', other.id, '--remaining-amount', '1200.01'] },
        {
          as: bill,
          argv: ['contract', 'update', one.id, '--total-amount', 500],
          sentence: `€700.00 was paid for contract ${one.id} already, so its total cannot be €500.00.`,
          next: `contract update ${one.id} --total-amount 700.00`,
          field: 'total_amount',
        },
      ]
    },
  },
  {
    rule: '2: nobody pays more than what remains',
    constraint: 'payment_within_remaining',
    triggers: ['f_count on payment'],
    async forbidden() {
      const { id } = await contractOf(bill, '--remaining-amount', '300')
      return [
        {
          as: bill,
          argv: ['contract', 'pay', id, 300.01],
          sentence: '€300.01 is more than what remains (€300.00).',
          next: `contract pay ${id} 300.00`,
          field: 'amount',
        },
      ]
    },
  },
  {
    rule: '2: nobody is refunded more than was paid',
    constraint: 'payment_refund_within_paid',
    triggers: ['f_count on payment', 'f_count_again on payment'],
    async forbidden() {
      const { id } = await contractOf(bill, '--remaining-amount', '1100')
      const refund = {
        as: bill,
        argv: ['contract', 'pay', id, '100.01', '--refund'],
        sentence: '€100.01 is more than what was paid (€100.00).',
        next: `contract payments ${id}`,
        field: 'amount',
      }
      const other = await contractOf(bill)
      const paid = await agency.json<{ id: number }>(['contract', 'pay', String(other.id), '500'], { as: bill })
      await agency.json(['contract', 'pay', String(other.id), '200', '--refund'], { as: bill })
      const argv = ['contract', 'cancel-payment', paid.id, '--reason', 'x', '--yes']
      const sentence = `Payment ${paid.id} cannot be cancelled: more would have been refunded than was paid.`
      return [refund, { as: boss, argv, sentence, next: `contract payments ${other.id}` }]
    },
  },
  {
    rule: '3: an event needs a signed contract · 6: a contract with events stays signed',
    constraint: 'event_contract_signed',
    triggers: ['c_rule_contract_insert on event', 'c_rule_contract_update on event', 'c_rule_signed on contract'],
    constraints: ['event drop constraint event_contract_signed'],
    async forbidden() {
      const [unsigned, event, other] = [
        await contractOf(bill),
        await makeEvent(agency, bill),
        await makeEvent(agency, bill),
      ]
      const needed = {
        sentence: `Contract ${unsigned.id} is not signed, so it cannot have an event.`,
        next: `contract update ${unsigned.id} --is-signed true`,
        field: 'contract_id',
      }
      return [
        { as: bill, argv: ['event', 'create', '-c', unsigned.id, ...eventOptions], ...needed },
        { as: boss, argv: ['event', 'update', event.id, '-c', unsigned.id], ...needed },
        {
          as: bill,
          argv: ['contract', 'update', other.contract_id, '--is-signed', 'false'],
          sentence: `Contract ${other.contract_id} has events, so it must stay signed.`,
          next: `event list --contract ${other.contract_id}`,
        },
      ]
    },
  },
  {
    rule: '4: an event ends after it starts',
    constraint: 'event_dates_order',
    triggers: ['c_rule_when on event'],
    constraints: ['event drop constraint event_dates_order'],
    async forbidden() {
      const [event, { contract_id: contract }] = [await makeEvent(agency, bill), await makeEvent(agency, bill)]
      const dates = ['-s', '04/06/2027 13:00', '-e', '04/06/2027 13:00']
      const says = (end: string, start: string) => ({
        sentence: `An event must end after it starts: ${end} is not after ${start}.`,
        field: 'end_date',
      })
      return [
        {
          as: bill,
          argv: ['event', 'create', '-c', contract, '-t', 'x', '-a', 'x', ...dates],
          ...says('04/06/2027 13:00', '04/06/2027 13:00'),
        },
        {
          as: boss,
          argv: ['event', 'update', event.id, '-e', '03/06/2027 10:00'],
          ...says('03/06/2027 10:00', '04/06/2027 13:00'),
        },
      ]
    },
  },
  {
    rule: '5: only an active support is made the support of an event',
    constraint: 'event_support_active',
    triggers: ['c_rule_insert on event', 'c_rule_update on event'],
    async forbidden() {
      const [event, { contract_id: contract }] = [await makeEvent(agency, bill), await makeEvent(agency, bill)]
      await makeEvent(agency, bill).then(({ id }) =>
        agency.json(['event', 'assign_support', String(id), String(kate.id)], { as: boss }),
      )
      const inactive = await agency.person('support', { fullName: 'Old Hand', active: false })
      const not = ({ id, fullName }: Person) => ({
        as: boss,
        sentence: `${fullName} (${id}) is not an active support colleague (role support).`,
        next: 'user list --support',
        field: 'support_contact_id',
      })
      return [
        {
          ...not(inactive),
          argv: ['event', 'create', '-c', contract, ...eventOptions, '--support-contact-id', inactive.id],
        },
        { ...not(ann), argv: ['event', 'assign_support', event.id, ann.id] },
        { ...not(inactive), argv: ['event', 'update', event.id, '--support-contact-id', inactive.id] },
        {
          as: boss,
          argv: ['user', 'hand-over', kate.id, inactive.id, '--yes'],
          sentence: `Old Hand (${inactive.id}) is inactive, so nothing can be handed over to them.`,
          next: 'user list --support',
        },
      ]
    },
  },
  {
    rule: '5: only an active commercial is handed a client',
    constraint: 'client_commercial_active',
    triggers: ['c_rule_update on client'],
    async forbidden() {
      const client = await makeClient(agency, bill)
      const sentence = `Clients can only be handed over to an active salesperson (role commercial). Kate Hastroff (${kate.id}) is not one.`
      const argv = ['client', 'update', client.id, '--commercial-id', kate.id]
      await makeClient(agency, ann)
      return [
        { as: boss, argv, sentence, next: 'user list --commercial' },
        {
          as: boss,
          argv: ['user', 'hand-over', ann.id, kate.id, '--yes'],
          sentence: 'Ann Other has the role commercial, so only an active user with the same role can take over.',
          next: 'user list --commercial',
        },
      ]
    },
  },
  {
    rule: '7: the last active manager is neither deactivated nor demoted nor deleted',
    constraint: 'users_last_manager',
    triggers: ['rule_people on users'],
    functions: ['deactivate'],
    async forbidden() {
      // Users cannot deactivate or delete themselves, so another manager does it.
      const codes = ['user:view', 'user:list', 'user:update', 'user:delete', 'role:assign', 'role:view']
      await agency.json(['role', 'create', '-n', 'deputy'], { as: boss })
      await agency.json(['role', 'grant', 'deputy', ...codes], { as: boss })
      const last = {
        as: await agency.person('deputy'),
        sentence: `${boss.fullName} (${boss.id}) is the last active manager, and there must always be one.`,
        next: 'user create --role management',
      }
      return [
        { ...last, argv: ['user', 'update', boss.id, '--is-active', 'false'] },
        { ...last, argv: ['user', 'update', boss.id, '--is-active', 'true', '-r', 'support'] },
        { ...last, argv: ['user', 'delete', boss.id, '--yes'] },
      ]
    },
  },
]

/** Rules of docs/PRODUCT.md §1 and §4, tested in the same way. */
const others: readonly Rule[] = [
  {
    rule: 'a client with contracts is not deleted',
    constraint: 'contract_client_fk',
    triggers: ['c_rule_delete on client'],
    constraints: ['contract drop constraint contract_client_fk', 'contract drop constraint contract_client_commercial'],
    async forbidden() {
      const { client_id: client } = await contractOf(bill)
      const sentence = `Client ${client} has contracts, so it cannot be deleted.`
      return [
        { as: bill, argv: ['client', 'delete', client, '--yes'], sentence, next: `contract list --client ${client}` },
      ]
    },
  },
  {
    rule: 'with --strict, the support of an event is free',
    constraint: 'event_support_free',
    triggers: ['c_rule_free_insert on event', 'c_rule_free_update on event'],
    async forbidden() {
      const [first, { id }] = [await makeEvent(agency, bill), await makeEvent(agency, bill)]
      await agency.json(['event', 'assign_support', String(first.id), String(kate.id)], { as: boss })
      const busy = {
        as: boss,
        sentence: `Kate Hastroff (${kate.id}) is not free: 1 other event at the same time.`,
        next: `event list --support ${kate.id}`,
        field: 'support_contact_id',
      }
      const support = ['--support-contact-id', kate.id, '--strict']
      return [
        { ...busy, argv: ['event', 'assign_support', id, kate.id, '--strict'] },
        { ...busy, argv: ['event', 'create', '-c', first.contract_id, ...eventOptions, ...support] },
      ]
    },
  },
  {
    rule: 'a contract with events is not deleted by accident',
    constraint: 'contract_has_events',
    triggers: ['c_rule_delete on contract'],
    async forbidden() {
      const { contract_id: contract } = await makeEvent(agency, bill)
      const sentence = `Contract ${contract} has 1 event. Add --with-events to delete it too.`
      const next = `contract delete ${contract} --with-events`
      return [{ as: boss, argv: ['contract', 'delete', contract, '--yes'], sentence, next }]
    },
  },
  {
    rule: 'what the contract itself wrote is not cancelled by hand',
    constraint: 'payment_kind_kept',
    triggers: ['a_cancel on payment'],
    constraints: ['payment drop constraint payment_cancelled'],
    async forbidden() {
      const { id } = await contractOf(bill, '--remaining-amount', '700')
      const payment = await firstPayment(id)
      const argv = ['contract', 'cancel-payment', payment, '--reason', 'x', '--yes']
      const sentence = `Payment ${payment} follows from the remaining amount of its contract`
      return [{ as: boss, argv, sentence, next: `contract update ${id}` }]
    },
  },
  {
    rule: 'a payment is cancelled once',
    constraint: 'payment_cancelled_once',
    triggers: ['a_cancel on payment'],
    async forbidden() {
      const { id } = await contractOf(bill)
      await agency.json(['contract', 'pay', String(id), '100'], { as: bill })
      const payment = await firstPayment(id)
      const argv = ['contract', 'cancel-payment', payment, '--reason', 'x', '--yes']
      await agency.json(argv.map(String), { as: boss })
      return [{ as: boss, argv, sentence: `Payment ${payment} was cancelled on `, next: `contract payments ${id}` }]
    },
  },
  {
    rule: 'a schedule adds up to the total',
    constraint: 'instalment_total',
    triggers: ['f_rule_total on instalment'],
    async forbidden() {
      const { id } = await contractOf(bill)
      const of = { as: bill, next: 'help contract schedule' }
      return [
        {
          ...of,
          argv: ['contract', 'schedule', id, '30%@2027-03-01', '40%@2027-06-01'],
          sentence: 'The instalments add up to €840.00, which is €360.00 less than the total (€1,200.00).',
        },
        {
          ...of,
          argv: ['contract', 'schedule', id, '1200.01@2027-03-01'],
          sentence: 'The instalments add up to €1,200.01, which is €0.01 more than the total (€1,200.00).',
        },
      ]
    },
  },
  {
    rule: 'a contract with payments is not deleted',
    constraint: 'contract_has_payments',
    triggers: ['c_rule_paid on contract'],
    async forbidden() {
      const { id } = await contractOf(bill)
      await agency.json(['contract', 'pay', String(id), '100'], { as: bill })
      const sentence = `Contract ${id} has 1 payment, so it cannot be deleted.`
      return [{ as: boss, argv: ['contract', 'delete', id, '--yes'], sentence, next: `contract payments ${id}` }]
    },
  },
  {
    rule: 'somebody who owns records is not deleted',
    constraint: 'users_owns_records',
    triggers: ['c_rule_delete on users'],
    constraints: [
      'client drop constraint client_commercial_fk',
      'contract drop constraint contract_commercial_fk',
      'event drop constraint event_support_fk',
    ],
    async forbidden() {
      const owner = await agency.person('commercial')
      await makeEvent(agency, owner)
      const sentence = `${owner.fullName} (${owner.id}) cannot be deleted: they still have 1 client and 1 contract.`
      return [{ as: boss, argv: ['user', 'delete', owner.id, '--yes'], sentence, next: `user hand-over ${owner.id}` }]
    },
  },
  {
    rule: 'the default roles are fixed',
    constraint: 'role_default_fixed',
    triggers: ['c_rule on role'],
    async forbidden() {
      const sentence = 'support is one of the three default roles, which cannot be renamed or deleted.'
      return [{ as: boss, argv: ['role', 'update', 3, '-n', 'helpers'], sentence, next: 'role view support' }]
    },
  },
  {
    rule: 'a role that somebody has is not deleted',
    constraint: 'users_role_fk',
    triggers: ['c_rule_held on role'],
    constraints: ['users drop constraint users_role_fk'],
    async forbidden() {
      await agency.json(['role', 'create', '-n', 'trainee'], { as: boss })
      const person = await agency.person('trainee')
      const sentence = 'The role trainee cannot be deleted: 1 user has it.'
      expect((await agency.run(['role', 'delete', 'trainee', '--yes'], { as: boss })).stderr).toContain(
        `${person.fullName} (${person.id})`,
      )
      return [{ as: boss, argv: ['role', 'delete', 'trainee', '--yes'], sentence, next: 'user list --role trainee' }]
    },
  },
  {
    rule: 'management keeps role:assign',
    constraint: 'role_management_keeps_assign',
    triggers: ['mirror_delete on role_permission'],
    async forbidden() {
      const sentence = 'The role management must keep role:assign: without it, nobody could grant permissions.'
      const argv = ['role', 'revoke', 'management', 'role:assign']
      return [{ as: boss, argv, sentence, next: 'role view management' }]
    },
  },
  {
    rule: 'writing needs viewing',
    constraint: 'role_writing_needs_viewing',
    triggers: ['mirror_insert on role_permission'],
    async forbidden() {
      await agency.json(['role', 'create', '-n', 'writer'], { as: boss })
      const sentence = 'With client:update, the role writer could write records it cannot view.'
      const next = 'role grant writer client:view client:update'
      return [{ as: boss, argv: ['role', 'grant', 'writer', 'client:update'], sentence, next }]
    },
  },
]

const asOwner = (statements: readonly string[]) =>
  agency.owner(async (sql) => {
    for (const statement of statements) await sql.unsafe(statement)
  })

/** These functions, as statements that replace them, without what they refuse because of a rule. */
const withoutRefusals = (names: readonly string[]) =>
  agency.owner(async (sql) => {
    const bodies: string[] = []
    for (const name of names) {
      const [row] = await sql<{ body: string }[]>`
        select pg_get_functiondef(oid) as body from pg_proc
        where pronamespace = 'epic_events'::regnamespace and proname = ${name}`
      bodies.push(row?.body.replaceAll(/raise check_violation[^;]*;/g, 'null;') ?? '')
    }
    return bodies
  })

describe.each([...rules, ...others].map((row) => [row.rule, row] as const))(
  '%s',
  (_, { constraint, triggers, functions = [], constraints = [], forbidden }) => {
    let attempts: readonly Forbidden[]
    beforeAll(open)
    afterAll(() => agency.close())
    const words = ({ argv }: Forbidden) => argv.map(String)

    test(`is refused by ${constraint}, in a sentence`, async () => {
      attempts = await forbidden()
      for (const attempt of attempts) {
        const { code, stdout, stderr } = await agency.run([...words(attempt), '--json'], { as: attempt.as })
        const { error } = JSON.parse(stderr)
        expect({ argv: attempt.argv, code, stdout, error }).toMatchObject({
          code: Exit.refused,
          stdout: '',
          error: { code: 'refused', constraint, message: expect.stringContaining(attempt.sentence) },
        })
        expect(Object.keys(error).slice(0, 3)).toEqual(['code', 'constraint', 'message'])
        if (attempt.next) expect(error.next[0]).toBe(`epic-events ${attempt.next}`)
        expect(Object.keys(error.fields)).toEqual(attempt.field ? [attempt.field] : [])
      }
    })

    test('stays refused by the constraint alone, which also judges what triggers cannot see', async () => {
      await asOwner(await withoutRefusals(functions))
      await asOwner(triggers.map((trigger) => `drop trigger ${trigger.replace(' on ', ' on epic_events.')}`))
      const [first] = attempts
      if (constraints.length === 0 || !first) return
      const { code, stderr } = await agency.run([...words(first), '--json'], { as: first.as })
      const { error } = JSON.parse(stderr)
      expect({ argv: first.argv, code }).toMatchObject({ code: Exit.refused })
      expect(constraints.some((drop) => drop.endsWith(` ${error.constraint}`))).toBe(true)
    })

    test('is judged in the database alone', async () => {
      await asOwner(constraints.map((drop) => `alter table epic_events.${drop}`))
      for (const attempt of attempts) {
        const { code, stderr } = await agency.run(words(attempt), { as: attempt.as, unsettled: true })
        expect({ argv: attempt.argv, code, stderr }).toMatchObject({ code: Exit.ok })
      }
    })
  },
)

describe('inside a transaction, which a refusal aborts', () => {
  beforeAll(open)
  afterAll(() => agency.close())

  test('the sentence is made of the error alone: ids stand for names', async () => {
    const { id } = await makeEvent(agency, bill)
    const env = { DATABASE_URL: agency.url ?? '', DATABASE_POOLER: 'transaction' }
    const argv = ['event', 'assign_support', String(id), String(ann.id), '--json']
    const { code, stderr } = await agency.run(argv, { as: boss, env })
    expect({ code, error: JSON.parse(stderr).error }).toMatchObject({
      code: Exit.refused,
      error: {
        constraint: 'event_support_active',
        message: `User ${ann.id} is not an active support colleague (role support).`,
        next: ['epic-events user list --support'],
      },
    })
  })
})
