import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { ContractCard } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { eventOptions, makeContract } from './deal.ts'

setDefaultTimeout(60_000)

let agency: Agency
let bill: Person
let boss: Person
beforeAll(async () => {
  agency = await openAgency('server')
  bill = await agency.person('commercial')
  boss = await agency.person('management')
})
afterAll(() => agency.close())

const argv = (id: number | string, ...more: string[]) => ['contract', 'clone', String(id), ...more]
const paymentsOf = (id: number) =>
  agency.owner((sql) => sql`select amount, kind from epic_events.payment where contract_id = ${id}`)

describe('contract clone', () => {
  test('a signed contract that is partly paid → an unsigned one, of which all remains; what was and was not copied', async () => {
    const was = await makeContract(agency, bill, '--is-signed', '--remaining-amount', '200')
    await agency.json(['event', 'create', '-c', String(was.id), ...eventOptions], { as: bill })
    await agency.owner(
      (sql) =>
        sql`insert into epic_events.instalment (contract_id, due_on, amount) values (${was.id}, '2027-03-01', 1200)`,
    )
    const { code, stdout, stderr } = await agency.run(argv(was.id, '--json'), { as: bill })
    expect({ code, stderr }).toEqual({
      code: Exit.ok,
      stderr: [
        `✓ Contract ${was.id + 1} (${was.client_name}) created like contract ${was.id}. It is not signed.`,
        'Copied: client and total. Not copied: signature, payments, schedule and events.\n',
      ].join('\n'),
    })
    const made = JSON.parse(stdout) as ContractCard
    const view = await agency.json<ContractCard>(['contract', 'view', String(was.id)], { as: bill })
    expect(Object.keys(made)).toEqual(Object.keys(view).filter((key) => key !== 'events'))
    expect(made).toMatchObject({
      ...{ id: was.id + 1, client_id: was.client_id, commercial_id: bill.id, version: 1, event_count: 0 },
      ...{ total_amount: '1200.00', remaining_amount: '1200.00', is_signed: false, is_fully_paid: false },
    })
    expect(await paymentsOf(made.id)).toHaveLength(0)
    expect(await paymentsOf(was.id)).toHaveLength(1)

    const plain = await agency.run(argv(made.id, '--total-amount', '1 500,50'), { as: bill, lang: 'fr' })
    expect(plain.stderr).toContain('Repris\u00a0: client. Non repris\u00a0: total.')
    expect(plain.stdout).toContain('1\u202f500,50\u00a0€')
  })

  test('judged as a creation: role → 5, another’s client → 5, absent → 3, wrong amount → 2; nothing is written', async () => {
    const kate = await agency.person('support')
    const ann = await agency.person('commercial')
    const { id } = await makeContract(agency, bill)
    const count = async () => (await agency.run(['contract', 'list', '--count'], { as: boss })).stdout
    const before = await count()
    for (const [as, of, options, code] of [
      [kate, id, [], Exit.forbidden],
      [kate, 9999, [], Exit.forbidden],
      [ann, id, [], Exit.forbidden],
      [bill, 9999, [], Exit.notFound],
      [bill, 'nobody', [], Exit.notFound],
      [bill, id, ['--total-amount', '-5'], Exit.usage],
      [bill, id, ['--is-signed'], Exit.usage],
    ] as const) {
      const { code: ended, stderr } = await agency.run(argv(of, ...options), { as })
      expect({ of, options, ended, stderr }).toMatchObject({ of, options, ended: code })
    }
    expect(await count()).toBe(before)
    expect(await agency.json(argv(id), { as: boss })).toMatchObject({ commercial_id: bill.id })
  })

  test('named by its client → nothing is asked; without a name, which contract', async () => {
    const first = await makeContract(agency, bill)
    const named = await agency.run(argv(first.client_name ?? ''), { as: bill, terminal: 80, answers: [] })
    expect(named).toMatchObject({ code: Exit.ok, asked: [], stdout: expect.stringContaining('€1,200.00') })

    const second = await makeContract(agency, bill)
    const answers = [second.client_name ?? '']
    const { code, asked } = await agency.run(['contract', 'clone'], { as: bill, terminal: 80, answers })
    expect(code).toBe(Exit.ok)
    expect(asked.map(({ message }) => message)).toEqual(['Which contract?'])
  })
})
