import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { makeClient } from './deal.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let bill: Person
let ann: Person
let client: Client

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
  bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
  ann = await agency.person('commercial', { fullName: 'Ann Other' })
  client = await makeClient(agency, bill)
})
afterAll(() => agency.close())

const argv = (...more: string[]) => ['contract', 'create', '--client-id', String(client.id), ...more]
const create = (...more: string[]) => agency.json<Contract>(argv(...more), { as: bill })
const refused = (...more: string[]) => agency.run(argv(...more), { as: bill })
const contracts = () => agency.json<Contract[]>(['contract', 'list', '--limit', '0'], { as: bill })

describe('contract create', () => {
  test('a client and a total → the whole record: all of it remains, and the commercial is the one of the client', async () => {
    const contract = await create('--total-amount', '1 200,50')
    expect(Object.keys(contract)).toEqual([
      'id',
      'client_id',
      'client_name',
      'commercial_id',
      'commercial_name',
      'total_amount',
      'paid_amount',
      'remaining_amount',
      'is_signed',
      'is_fully_paid',
      'next_due',
      'signed_at',
      'event_count',
      'created_at',
      'updated_at',
      'version',
    ])
    expect(contract).toMatchObject({
      client_id: client.id,
      client_name: client.full_name,
      commercial_id: bill.id,
      commercial_name: 'Bill Boquet',
      total_amount: '1200.50',
      remaining_amount: '1200.50',
      is_signed: false,
      is_fully_paid: false,
      version: 1,
    })
  })

  test('all options at once, with the commercial of the client → accepted', async () => {
    const all = [
      '--commercial-id',
      String(bill.id),
      '--total-amount',
      '1200',
      '--remaining-amount',
      '200',
      '--is-signed',
    ]
    expect(await create(...all)).toMatchObject({ remaining_amount: '200.00', is_signed: true, is_fully_paid: false })
  })

  test('a manager → for a client of anybody; the contract belongs to the commercial of the client', async () => {
    const contract = await agency.json<Contract>(argv('--total-amount', '10'), { as: manager })
    expect(contract.commercial_id).toBe(bill.id)
  })

  test('the largest amount → keeps its cents', async () => {
    expect(await create('--total-amount', '9999999999.99')).toMatchObject({ remaining_amount: '9999999999.99' })
  })
})

describe('--is-fully-paid says that nothing remains', () => {
  test('true → 0 remains, also beside --remaining-amount 0', async () => {
    expect(await create('--total-amount', '50', '--is-fully-paid')).toMatchObject({ remaining_amount: '0.00' })
    const twice = await create('--total-amount', '50', '--is-fully-paid', 'true', '--remaining-amount', '0')
    expect(twice).toMatchObject({ remaining_amount: '0.00', is_fully_paid: true })
  })

  test('false with something left → accepted', async () => {
    expect(await create('--total-amount', '50', '--is-fully-paid', 'false')).toMatchObject({
      remaining_amount: '50.00',
    })
  })

  test.each([
    [['--is-fully-paid', 'true', '--remaining-amount', '1'], '€1.00'],
    [['--is-fully-paid', 'false', '--remaining-amount', '0'], 'but --remaining-amount is 0'],
  ])('%j contradicts itself → 2', async (said, sentence) => {
    const before = await contracts()
    const { code, stderr } = await refused('--total-amount', '50', ...said)
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain(sentence)
    expect(await contracts()).toEqual(before)
  })

  test('false with a total of 0 contradicts the data → 6', async () => {
    const { code, stderr } = await refused('--total-amount', '0', '--is-fully-paid', 'false')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('A €0 contract is always fully paid.')
  })
})

describe('refused, and nothing written', () => {
  test('another commercial than the one of the client → 6, naming that one and how to hand the client over', async () => {
    const before = await contracts()
    const { code, stderr } = await refused('--total-amount', '1', '--commercial-id', String(ann.id))
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain(`Bill Boquet (${bill.id})`)
    expect(stderr).toContain(`client update ${client.id} --commercial-id ${ann.id}`)
    expect(await contracts()).toEqual(before)
  })

  test('more remains than the total → 6, with the amount as each language writes it', async () => {
    const { code, stderr } = await refused('--total-amount', '100', '--remaining-amount', '100.01')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('€100.01')
    const french = await agency.run(argv('--total-amount', '100', '--remaining-amount', '100.01'), {
      as: bill,
      lang: 'fr',
    })
    expect(french.stderr).toContain('100,01')
  })

  test('the client of a colleague → 5 before any rule; an absent client → 3', async () => {
    const broken = ['--total-amount', '1', '--remaining-amount', '2']
    const foreign = await agency.run(argv(...broken), { as: ann })
    expect(foreign.code).toBe(Exit.forbidden)
    expect(foreign.stderr).toContain('contract:create')
    const absent = await agency.run(['contract', 'create', '--client-id', '9999', ...broken], { as: ann })
    expect(absent.code).toBe(Exit.notFound)
    expect(absent.stderr).toContain('Client 9999 not found')
  })

  test('a support → 5', async () => {
    const support = await agency.person('support')
    expect((await agency.run(argv('--total-amount', '1'), { as: support })).code).toBe(Exit.forbidden)
  })

  test('missing and invalid values → 2, naming all of them at once', async () => {
    const { code, stderr } = await agency.run(['contract', 'create', '--total-amount', '-5'], { as: bill })
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('--client-id')
    expect(stderr).toContain('-5')
  })
})

describe('asked', () => {
  test('a commercial → chooses among their own clients; a manager → among all; nobody is asked for the commercial', async () => {
    const hers = await makeClient(agency, ann)
    const answers = ['#', '300', undefined, true, false] as const
    const asBill = await agency.run(['contract', 'create'], {
      as: bill,
      terminal: 80,
      answers: [client.full_name, ...answers.slice(1)],
    })
    expect(asBill.code).toBe(Exit.ok)
    const offered = asBill.asked[0]?.choices ?? []
    expect(offered.join('\n')).toContain(`${client.full_name} #${client.id}`)
    expect(offered.join('\n')).not.toContain(hers.full_name)
    expect(asBill.asked.map(({ message }) => message)).toEqual(['Client', 'Total', 'Remaining', 'Signed', 'Fully paid'])
    const asManager = await agency.run(['contract', 'create'], {
      as: manager,
      terminal: 80,
      answers: [hers.full_name, ...answers.slice(1)],
    })
    expect(asManager.stdout).toContain('Ann Other')
  })

  test('a support → 5 before the first question', async () => {
    const support = await agency.person('support')
    const { code, asked } = await agency.run(['contract', 'create'], { as: support, terminal: 80 })
    expect(code).toBe(Exit.forbidden)
    expect(asked).toEqual([])
  })
})

test('a hand-over at the same moment → no contract ever names another commercial than its client', async () => {
  for (let round = 0; round < 5; round++) {
    const { id } = await makeClient(agency, bill)
    const [made, handed] = await Promise.all([
      agency.run(
        ['contract', 'create', '--client-id', String(id), '--total-amount', '1', '--commercial-id', String(bill.id)],
        {
          as: manager,
        },
      ),
      agency.run(['client', 'update', String(id), '--commercial-id', String(ann.id)], { as: manager }),
    ])
    expect(handed.code).toBe(Exit.ok)
    expect<number[]>([Exit.ok, Exit.refused]).toContain(made.code)
    const found = await agency.owner(
      (sql) => sql<{ commercial_id: number }[]>`select commercial_id from epic_events.contract where client_id = ${id}`,
    )
    expect(found.map((row) => row.commercial_id)).toEqual(made.code === Exit.ok ? [ann.id] : [])
  }
})
