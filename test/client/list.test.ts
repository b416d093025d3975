import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Client } from '../../src/client/client.ts'
import { makeClient, makeEvent } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { clientTeam } from './team.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('client list (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person

  beforeAll(async () => {
    ;({ agency, manager, bill } = await clientTeam(kind))
  })

  test('--only-mine → the clients of a commercial, those of the events of a support, none of a manager', async () => {
    const [pat, sue] = [await agency.person('commercial'), await agency.person('support')]
    const mine = await makeClient(agency, pat)
    const event = await makeEvent(agency, bill)
    await agency.json(['event', 'assign_support', String(event.id), String(sue.id)], { as: manager })
    const list = async (as: Person) =>
      (await agency.json<Client[]>(['client', 'list', '--only-mine'], { as })).map(({ id }) => id)
    expect(await list(pat)).toEqual([mine.id])
    expect(await list(sue)).toEqual([event.client_id ?? 0])
    expect(await list(manager)).toEqual([])
  })
})
