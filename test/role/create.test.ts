import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type RoleTeam, roleTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let asBoss: RoleTeam['asBoss']
beforeAll(async () => {
  ;({ agency, boss, alice, asBoss } = await roleTeam())
})
afterAll(() => agency.close())

describe('role create', () => {
  test('a new role has no permissions; a name that is taken, whatever its case and normal form → 6; an invalid name → 2', async () => {
    expect(await agency.json(['role', 'create', '-n', 'Stagiaire'], { as: boss })).toMatchObject({
      name: 'Stagiaire',
      permissions: [],
      permission_count: 0,
      people_count: 0,
    })
    expect((await asBoss('role', 'create', '-n', 'STAGIAIRE')).code).toBe(Exit.refused)
    await agency.json(['role', 'create', '-n', 'e\u0301quipe'], { as: boss })
    expect((await asBoss('role', 'create', '-n', '\u00c9quipe')).code).toBe(Exit.refused)
    for (const id of ['12', '#12', '１２']) expect((await asBoss('role', 'create', '-n', id)).code).toBe(Exit.usage)
    expect((await asBoss('role', 'create', '-n', 'x'.repeat(33))).code).toBe(Exit.usage)
  })

  test('without the permission → 5', async () => {
    expect((await agency.run(['role', 'create', '-n', 'mine'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
