import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { ContractCard } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { eventOptions, makeClient, makeContract, makeEvent } from './deal.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let bill: Person
let ann: Person

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
  bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  ann = await agency.person('commercial', { fullName: 'Ann Other' })
})
afterAll(() => agency.close())

const argv = (id: number, ...more: string[]) => ['contract', 'update', String(id), ...more]
const update = (id: number, ...more: string[]) => agency.json<ContractCard>(argv(id, ...more), { as: bill })
const refused = (id: number, ...more: string[]) => agency.run(argv(id, ...more), { as: bill })
const view = (id: number) => agency.json<ContractCard>(['contract', 'view', String(id)], { as: manager })

describe('money', () => {
  test('a payment → less remains; --is-fully-paid → nothing; and back again by an amount', async () => {
    const { id } = await makeContract(agency, bill)
    expect(await update(id, '--remaining-amount', '150.50')).toMatchObject({ remaining_amount: '150.50', version: 2 })
    expect(await update(id, '--is-fully-paid')).toMatchObject({ remaining_amount: '0.00', is_fully_paid: true })
    expect(await update(id, '--is-fully-paid', 'true')).toMatchObject({ version: 3 })
    const unpaid = await refused(id, '--is-fully-paid', 'false')
    expect(unpaid.code).toBe(Exit.refused)
    expect(unpaid.stderr).toContain(`contract update ${id} --remaining-amount 1200.00`)
    const some = await update(id, '--is-fully-paid', 'false', '--remaining-amount', '10')
    expect(some).toMatchObject({ remaining_amount: '10.00', is_fully_paid: false })
    expect(await update(id, '--is-fully-paid', 'false')).toMatchObject({ remaining_amount: '10.00', version: 4 })
  })

  test('options that contradict each other → 2, and nothing is written', async () => {
    const { id } = await makeContract(agency, bill)
    expect((await refused(id, '--is-fully-paid', '--remaining-amount', '3')).code).toBe(Exit.usage)
    expect(await view(id)).toMatchObject({ version: 1 })
  })

  test('a total alone → what remains moves along; below what was paid → 6 with the least one', async () => {
    const { id } = await makeContract(agency, bill, '--remaining-amount', '500')
    expect(await update(id, '--total-amount', '1000')).toMatchObject({
      remaining_amount: '300.00',
      paid_amount: '700.00',
    })
    const less = await refused(id, '--total-amount', '699.99')
    expect(less.code).toBe(Exit.refused)
    expect(less.stderr).toContain(`€700.00 was paid for contract ${id} already, so its total cannot be €699.99.`)
    expect(less.stderr).toContain(`contract update ${id} --total-amount 700.00`)
    expect(await update(id, '--total-amount', '700.00')).toMatchObject({
      remaining_amount: '0.00',
      is_fully_paid: true,
    })
  })

  test('a form → the remaining amount follows the total, and a total below what was paid is told before the end', async () => {
    const { id } = await makeContract(agency, bill, '--remaining-amount', '500')
    const { asked, code } = await agency.run(['contract', 'update', String(id)], {
      as: bill,
      terminal: 80,
      answers: [undefined, '1000', undefined, undefined, undefined],
    })
    expect(code).toBe(Exit.ok)
    expect(asked.find(({ message }) => message === 'Remaining')).toMatchObject({ initial: '300.00' })
    expect(await view(id)).toMatchObject({ total_amount: '1000.00', remaining_amount: '300.00' })
  })

  test('both amounts together → accepted as they are', async () => {
    const { id } = await makeContract(agency, bill)
    const both = await update(id, '--total-amount', '500', '--remaining-amount', '500')
    expect(both).toMatchObject({ total_amount: '500.00', remaining_amount: '500.00' })
    const more = await update(id, '--total-amount', '2000', '--remaining-amount', '1500')
    expect(more).toMatchObject({ total_amount: '2000.00', remaining_amount: '1500.00' })
    expect((await refused(id, '--remaining-amount', '2000.01')).code).toBe(Exit.refused)
  })
})

describe('signature', () => {
  test('--is-signed → old → new', async () => {
    const { id } = await makeContract(agency, bill)
    const { code, stderr } = await refused(id, '--is-signed')
    expect(code).toBe(Exit.ok)
    expect(stderr).toContain('Signed: ✗ unsigned → ✓ signed')
    expect(await update(id, '--is-signed=non')).toMatchObject({ is_signed: false })
  })

  test('unsigning a contract that has events → 6, and it stays signed', async () => {
    const event = await makeEvent(agency, bill)
    const { code, stderr } = await refused(event.contract_id, '--is-signed', 'false')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain(`Contract ${event.contract_id} has events`)
    expect(await view(event.contract_id)).toMatchObject({ is_signed: true, event_count: 1 })
  })

  test('unsigning and creating an event at the same moment → never an event without a signature', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await makeContract(agency, bill, '--is-signed')
      const [unsigned, created] = await Promise.all([
        refused(id, '--is-signed', 'false'),
        agency.run(['event', 'create', '-c', String(id), ...eventOptions], { as: bill }),
      ])
      expect([unsigned.code, created.code].sort()).toEqual([Exit.ok, Exit.refused])
      const now = await view(id)
      expect(now.is_signed).toBe(now.event_count === 1)
    }
  })
})

describe('client and commercial', () => {
  test('a manager moves a contract to another client → its commercial and its events follow', async () => {
    const event = await makeEvent(agency, bill)
    const hers = await makeClient(agency, ann)
    const moved = await agency.json<ContractCard>(argv(event.contract_id, '--client-id', String(hers.id)), {
      as: manager,
    })
    expect(moved).toMatchObject({ client_id: hers.id, commercial_id: ann.id, commercial_name: 'Ann Other' })
    const seen = await agency.json<EventCard>(['event', 'view', String(event.id)], { as: bill })
    expect(seen).toMatchObject({ client_id: hers.id, client_email: hers.email, commercial_id: ann.id })
  })

  test('a commercial → to a client of their own; to one of a colleague → 5', async () => {
    const { id } = await makeContract(agency, bill)
    const [mine, hers] = [await makeClient(agency, bill), await makeClient(agency, ann)]
    expect((await refused(id, '--client-id', String(hers.id))).code).toBe(Exit.forbidden)
    expect(await update(id, '--client-id', String(mine.id))).toMatchObject({ client_id: mine.id, version: 2 })
  })

  test('an absent client → 3; a commercial who is not the one of the client → 6; the one who is → accepted', async () => {
    const { id, client_id } = await makeContract(agency, bill)
    const absent = await refused(id, '--client-id', '9999')
    expect(absent.code).toBe(Exit.notFound)
    expect(absent.stderr).toContain('Client 9999 not found')
    const other = await refused(id, '--commercial-id', String(ann.id))
    expect(other.code).toBe(Exit.refused)
    expect(other.stderr).toContain(`Bill Boquet (${bill.id})`)
    expect(other.stderr).toContain(`client update ${client_id} --commercial-id ${ann.id}`)
    expect(await update(id, '--commercial-id', String(bill.id))).toMatchObject({ version: 1 })
    const hers = await makeClient(agency, ann)
    const to = argv(id, '--client-id', String(hers.id), '--commercial-id')
    expect((await agency.run([...to, String(bill.id)], { as: manager })).code).toBe(Exit.refused)
    expect(await agency.json([...to, String(ann.id)], { as: manager })).toMatchObject({ commercial_id: ann.id })
  })
})

describe('who, and at which version', () => {
  test('the contract of a colleague → 5 before any rule; an absent one → 3', async () => {
    const { id } = await makeContract(agency, ann)
    const foreign = await refused(id, '--total-amount', '1')
    expect(foreign.code).toBe(Exit.forbidden)
    expect(foreign.stderr).toContain('contract:update')
    expect((await refused(9999, '--total-amount', '1')).code).toBe(Exit.notFound)
  })

  test('two people with the same --if-version → one wins, and the other gets 6 with the current value', async () => {
    const { id } = await makeContract(agency, bill)
    const both = await Promise.all(
      ['100', '200'].map((rest) =>
        agency.run(argv(id, '--remaining-amount', rest, '--if-version', '1'), { as: rest === '100' ? bill : manager }),
      ),
    )
    expect(both.map(({ code }) => code).sort()).toEqual([Exit.ok, Exit.refused])
    const now = await view(id)
    expect(now.version).toBe(2)
    expect(both.find(({ code }) => code === Exit.refused)?.stderr).toContain(now.remaining_amount)
  })

  test('an old --if-version → 6 with the version, before any rule that the values break', async () => {
    const { id } = await makeContract(agency, bill)
    await update(id, '--remaining-amount', '100')
    const late = await refused(id, '--total-amount', '50', '--if-version', '1')
    expect(late.code).toBe(Exit.refused)
    expect(late.stderr).toContain('version 2')
  })
})

test('the form → shows the current values and sends only what was changed', async () => {
  const { id } = await makeContract(agency, bill)
  const { code, stderr, stdout, asked } = await agency.run(argv(id), {
    as: bill,
    terminal: 80,
    answers: { Client: undefined, Total: '1200.00', Remaining: '300', Signed: true, 'Fully paid': false },
  })
  expect(code).toBe(Exit.ok)
  expect(asked.map(({ message }) => message)).toEqual(['Client', 'Total', 'Remaining', 'Signed', 'Fully paid'])
  expect(stderr).toContain(`contract update ${id} --remaining-amount 300.00 --is-signed true`)
  expect(stdout).toContain('€300.00')
})
