import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Contract } from '../../src/contract/contract.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'
import { makeContract } from './deal.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let bill: Person
let kate: Person
let contract: Contract

beforeAll(async () => {
  agency = await sharedAgency('server')
  manager = await agency.person('management')
  bill = await agency.person('commercial')
  kate = await agency.person('support')
  contract = await makeContract(agency, bill)
})

describe('contract view', () => {
  test('a card → names, amounts and states', async () => {
    const { id } = contract
    const { stdout } = await agency.run(['contract', 'view', String(id)], { as: kate, lang: 'fr' })
    expect(stdout.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain('1 200,00 €')
    expect(stdout).toContain(`${bill.fullName} (${bill.id})`)
    expect(stdout).toContain('✗ non signé')
  })

  test('--history → what happened; without audit:list → what one did oneself', async () => {
    const { id } = contract
    const { history } = await agency.json<{ history: { action: string }[] }>(
      ['contract', 'view', String(id), '--history'],
      {
        as: manager,
      },
    )
    expect(history.map(({ action }) => action)).toEqual(['insert'])
    const own = async (as: Person) =>
      (await agency.json<{ history: { action: string }[] }>(['contract', 'view', String(id), '--history'], { as }))
        .history
    expect((await own(bill)).map(({ action }) => action)).toEqual(['insert'])
    expect(await own(kate)).toEqual([])
  })
})
