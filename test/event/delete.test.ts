import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { makeEvent } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('event delete (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let kate: Person

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    manager = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  })

  test('a manager → deleted after a yes; others → 5; a no → 130; an old --if-version → 6; an absent event → 3', async () => {
    const { id } = await makeEvent(agency, bill)
    const argv = ['event', 'delete', String(id)]
    for (const as of [bill, kate]) expect((await agency.run([...argv, '--yes'], { as })).code).toBe(Exit.forbidden)
    const no = await agency.run(argv, { as: manager, terminal: 80, answers: [false] })
    expect([no.code, no.asked[0]?.message]).toEqual([Exit.cancelled, `Delete event ${id} “Gala”?`])
    expect((await agency.run([...argv, '--yes', '--if-version', '7'], { as: manager })).code).toBe(Exit.refused)
    expect(await agency.json([...argv, '--yes'], { as: manager })).toEqual({ id })
    expect((await agency.run([...argv, '--yes'], { as: manager })).code).toBe(Exit.notFound)
  })
})
