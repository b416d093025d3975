import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { makeClient } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { clientTeam } from './team.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('client view (%s)', (kind) => {
  let agency: Agency
  let bill: Person
  let kate: Person

  beforeAll(async () => {
    ;({ agency, bill, kate } = await clientTeam(kind))
  })

  test('a client → a card with the names of the company and the commercial', async () => {
    const { id, full_name, email } = await makeClient(agency, bill, '-p', '06 12 34 56 78')
    const { code, stdout } = await agency.run(['client', 'view', String(id)], { as: kate })
    expect(code).toBe(Exit.ok)
    for (const part of [full_name, email, '06 12 34 56 78', `Bill Boquet (${bill.id})`]) expect(stdout).toContain(part)
  })

  test('an absent client → 3, in both languages', async () => {
    for (const [lang, sentence] of [
      ['en', 'Client 9999 not found'],
      ['fr', 'Client 9999 introuvable'],
    ] as const) {
      const { code, stderr } = await agency.run(['client', 'view', '9999'], { as: kate, lang })
      expect(code).toBe(Exit.notFound)
      expect(stderr).toContain(sentence)
    }
  })
})
