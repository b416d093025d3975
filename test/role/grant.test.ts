import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { errorOf, type RoleTeam, roleTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let role: RoleTeam['role']
let asBoss: RoleTeam['asBoss']
let permissionsOf: RoleTeam['permissionsOf']
beforeAll(async () => {
  ;({ agency, boss, alice, role, asBoss, permissionsOf } = await roleTeam())
})
afterAll(() => agency.close())

describe('role grant', () => {
  test('granting and revoking take effect at the next command of everyone who has the role, and the log names who did it', async () => {
    const name = await role('client:view')
    const person = await agency.person(name)
    expect((await agency.run(['client', 'list'], { as: person })).code).toBe(Exit.forbidden)
    const granted = await agency.json(['role', 'grant', name, 'client:list'], { as: boss })
    expect(granted).toMatchObject({ name, permissions: ['client:list', 'client:view'], permission_count: 2 })
    expect((await agency.run(['client', 'list'], { as: person })).code).toBe(Exit.ok)
    await agency.json(['role', 'revoke', name, 'client:list'], { as: boss })
    expect((await agency.run(['client', 'list'], { as: person })).code).toBe(Exit.forbidden)
    const log = await agency.json<Record<string, unknown>[]>(
      ['audit', 'list', '--table', 'role', '--id', String(granted['id'])],
      { as: boss },
    )
    expect(log[0]).toMatchObject({
      user_id: boss.id,
      old_values: { permissions: ['client:list', 'client:view'] },
      new_values: { permissions: ['client:view'] },
    })
  })

  test('of a long list of permissions, a person reads in the log what was granted and what was revoked', async () => {
    const name = await role('client:view', 'client:list', 'company:view')
    const { id } = await agency.json<{ id: number }>(['role', 'grant', name, 'event:view', 'event:list'], { as: boss })
    await agency.json(['role', 'revoke', name, 'company:view'], { as: boss })
    const log = async (lang: 'en' | 'fr') =>
      (await agency.run(['audit', 'list', '--table', 'role', '--id', String(id), '--limit', '2'], { as: boss, lang }))
        .stdout
    expect(await log('en')).toContain('Permissions added: event:list, event:view\n')
    expect(await log('en')).toContain('Permissions removed: company:view\n')
    expect(await log('fr')).toContain('Permissions (ajout)\u00a0: event:list, event:view\n')
    expect(await log('fr')).toContain('Permissions (retrait)\u00a0: company:view\n')
  })

  test('a permission that shows only some records → says what psql can find out, unless the role sees all of them', async () => {
    const name = await role('client:view')
    const said = async (...codes: string[]) => (await asBoss('role', 'grant', name, ...codes)).stderr
    expect(await said('client:list:own')).not.toContain('psql')
    expect(await said('company:view:own', 'company:update:own')).toContain(
      'company:view:own: other records of this kind',
    )
  })

  test('a permission that the role already has → named, and the others are granted', async () => {
    const name = await role('client:view')
    const granted = await asBoss('role', 'grant', name, 'client:view', 'client:list')
    expect(granted.stderr).toContain(`Granted to ${name}: client:list`)
    expect(granted.stderr).toContain(`${name} already had: client:view`)
    expect(await permissionsOf(name)).toEqual(['client:list', 'client:view'])
  })

  test('an unknown permission → 2 with a suggestion, and none of the command is granted', async () => {
    const name = await role()
    const { code, stderr } = await asBoss('role', 'grant', name, 'client:list', 'client:vew')
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('Did you mean client:view?')
    expect(await permissionsOf(name)).toEqual([])
  })

  test('a permission to write without the one to view → 6 with the command that works, which then does', async () => {
    const name = await role()
    const alone = await asBoss('role', 'grant', name, 'client:update:own', 'contract:create', '--json')
    expect(alone.code).toBe(Exit.refused)
    const { next, message } = errorOf(alone.stderr)
    expect(message).toContain('client:view:own')
    expect(next).toEqual([
      `epic-events role grant '${name}' client:view:own contract:view client:update:own contract:create`,
    ])
    expect(await permissionsOf(name)).toEqual([])
    const words = ['client:view:own', 'contract:view', 'client:update:own', 'contract:create']
    expect((await asBoss('role', 'grant', name, ...words)).code).toBe(Exit.ok)
  })

  test('an unknown role → a suggestion; without any argument → 2, naming all of them', async () => {
    expect((await asBoss('role', 'grant', 'suport', 'audit:list')).stderr).toContain('Did you mean support?')
    const { code, stderr } = await asBoss('role', 'grant')
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('ROLE, PERMISSION')
  })

  test('without the permission → 5', async () => {
    expect((await agency.run(['role', 'grant', 'commercial', 'audit:list'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
