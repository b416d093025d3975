import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type RoleTeam, roleTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let role: RoleTeam['role']
let asBoss: RoleTeam['asBoss']
beforeAll(async () => {
  ;({ agency, boss, alice, role, asBoss } = await roleTeam())
})
afterAll(() => agency.close())

describe('role update', () => {
  test('a new name → old → new; the same name → nothing was changed; an old --if-version → 6; an unknown role → 3', async () => {
    const name = await role('client:view')
    const renamed = await agency.run(['role', 'update', name, '-n', 'apprentice', '--json'], { as: boss })
    expect(renamed.stderr).toContain(`${name} → apprentice`)
    expect(JSON.parse(renamed.stdout)).toMatchObject({ name: 'apprentice', permissions: ['client:view'] })
    const again = await asBoss('role', 'update', 'apprentice', '-n', 'apprentice')
    expect(again.stderr).toContain('Nothing was changed')
    expect((await asBoss('role', 'update', 'apprentice', '-n', 'other', '--if-version', '99')).code).toBe(Exit.refused)
    expect((await asBoss('role', 'update', 'nobody knows', '-n', 'other')).code).toBe(Exit.notFound)
  })

  test('a name that another role has → 6', async () => {
    const name = await role()
    expect((await asBoss('role', 'update', name, '-n', 'support')).code).toBe(Exit.refused)
  })

  test('a default role → 6, and it keeps its name', async () => {
    for (const name of ['management', 'commercial', 'support']) {
      const renamed = await asBoss('role', 'update', name, '-n', `old ${name}`)
      expect(renamed.code).toBe(Exit.refused)
      expect(renamed.stderr).toContain(`${name} is one of the three default roles`)
    }
  })

  test('without the permission → 5', async () => {
    expect((await agency.run(['role', 'update', 'support', '-n', 'mine'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
