import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import { Exit } from '../../src/errors.ts'
import { makeClient, makeContract } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { clientTeam } from './team.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('client delete (%s)', (kind) => {
  let agency: Agency
  let bill: Person
  let ann: Person
  let kate: Person

  beforeAll(async () => {
    ;({ agency, bill, ann, kate } = await clientTeam(kind))
  })

  test('a client that has contracts → 6 before any question, and it stays', async () => {
    const contract = await makeContract(agency, bill)
    const argv = ['client', 'delete', String(contract.client_id)]
    for (const run of [
      await agency.run([...argv, '--yes'], { as: bill }),
      await agency.run(argv, { as: bill, terminal: 80 }),
    ]) {
      expect(run.code).toBe(Exit.refused)
      expect(run.stderr).toContain('has contracts')
      expect(run.asked).toEqual([])
    }
    expect(await agency.json<Client>(['client', 'view', String(contract.client_id)], { as: kate })).toMatchObject({
      contract_count: 1,
    })
  })

  test('the question tells of the notes that go with it', async () => {
    const { id } = await makeClient(agency, bill)
    for (const [lang, told] of [
      ['en', 'and its note?'],
      ['fr', 'et ses 2 notes\u00a0?'],
    ] as const) {
      await agency.json(['client', 'note', String(id), 'Hello'], { as: bill })
      const { asked } = await agency.run(['client', 'delete', String(id)], {
        ...{ as: bill, terminal: 80, lang, answers: [false] },
      })
      expect(asked[0]?.message).toEndWith(told)
    }
  })

  test("one's own client → deleted after a yes; a colleague's → 5", async () => {
    const { id } = await makeClient(agency, bill)
    expect((await agency.run(['client', 'delete', String(id), '--yes'], { as: ann })).code).toBe(Exit.forbidden)
    const { code, asked } = await agency.run(['client', 'delete', String(id)], {
      as: bill,
      terminal: 80,
      answers: [true],
    })
    expect(code).toBe(Exit.ok)
    expect(asked[0]?.message).toMatch(new RegExp(`client ${id} \\(.*\\)\\?$`))
    const { id: other } = await makeClient(agency, bill)
    expect(await agency.json(['client', 'delete', String(other), '--yes'], { as: bill })).toEqual({ id: other })
    expect((await agency.run(['client', 'view', String(other)], { as: bill })).code).toBe(Exit.notFound)
  })
})
