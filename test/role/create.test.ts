import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type RoleTeam, roleTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let asBoss: RoleTeam['asBoss']
let role: RoleTeam['role']
let permissionsOf: RoleTeam['permissionsOf']
beforeAll(async () => {
  ;({ agency, boss, alice, asBoss, role, permissionsOf } = await roleTeam())
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

describe('role create --like', () => {
  test('the new role has what the other one allows, by its name or its id, and the log says who gave it', async () => {
    const made = await agency.json(['role', 'create', '-n', 'régisseur', '--like', 'SUPPORT'], { as: boss })
    const support = await permissionsOf('support')
    expect(made).toMatchObject({ name: 'régisseur', permissions: support, people_count: 0 })
    expect(made['permission_count']).toBe((support as string[]).length)
    expect(await permissionsOf('régisseur')).toEqual(support)
    await agency.json(['role', 'create', '-n', 'second', '--like', '3'], { as: boss })
    expect(await permissionsOf('second')).toEqual(support)
    const log = await agency.json<Record<string, unknown>[]>(
      ['audit', 'list', '--table', 'role', '--id', String(made['id'])],
      { as: boss },
    )
    expect(log.map(({ user_id, action }) => [user_id, action])).toEqual([
      [boss.id, 'update'],
      [boss.id, 'insert'],
    ])
    expect(log[0]).toMatchObject({ new_values: { permissions: support } })
  })

  test('the two roles go their own ways afterwards', async () => {
    const model = await role('client:view', 'client:list')
    await agency.json(['role', 'create', '-n', 'copy', '--like', model], { as: boss })
    await agency.json(['role', 'revoke', model, 'client:list'], { as: boss })
    expect(await permissionsOf('copy')).toEqual(['client:list', 'client:view'])
    // Of a role without permissions, a copy has none.
    await agency.json(['role', 'create', '-n', 'empty', '--like', await role()], { as: boss })
    expect(await permissionsOf('empty')).toEqual([])
  })

  test('without role:assign → 5, as for a grant, and no role is made', async () => {
    const creator = await agency.person(await role('role:list', 'role:view', 'role:create'))
    const { code, stderr } = await agency.run(['role', 'create', '-n', 'sneaky', '--like', 'management'], {
      as: creator,
    })
    expect([code, stderr]).toEqual([Exit.forbidden, expect.stringContaining('role:assign')])
    // Nobody may be the only thing that makes a role either.
    const granter = await agency.person(await role('role:list', 'role:view', 'role:assign'))
    const alone = await agency.run(['role', 'create', '-n', 'sneaky', '--like', 'support'], { as: granter })
    expect([alone.code, alone.stderr]).toEqual([Exit.forbidden, expect.stringContaining('role:create')])
    expect(await permissionsOf('sneaky')).toBeUndefined()
    expect((await agency.run(['role', 'create', '-n', 'plain'], { as: creator })).code).toBe(Exit.ok)
  })

  test('a role that does not exist → 3 with a suggestion; a name that is taken → 6; neither leaves anything', async () => {
    const unknown = await asBoss('role', 'create', '-n', 'nobody', '--like', 'suport')
    expect([unknown.code, unknown.stderr]).toEqual([Exit.notFound, expect.stringContaining('Did you mean support?')])
    expect((await asBoss('role', 'create', '-n', 'nobody', '--like', '999')).code).toBe(Exit.notFound)
    expect(await permissionsOf('nobody')).toBeUndefined()
    expect((await asBoss('role', 'create', '-n', 'Support', '--like', 'management')).code).toBe(Exit.refused)
    expect(await permissionsOf('support')).not.toContain('role:assign')
  })

  test('a person is offered it, and may go without; nobody is offered what they may not do', async () => {
    const likeSupport = await agency.run(['role', 'create'], {
      as: boss,
      terminal: 100,
      answers: { Name: 'asked', 'Same permissions as': 'support' },
    })
    expect(likeSupport.code).toBe(Exit.ok)
    expect(likeSupport.stderr).toContain('role create --name asked --like')
    expect(await permissionsOf('asked')).toEqual(await permissionsOf('support'))
    const without = await agency.run(['role', 'create'], {
      as: boss,
      terminal: 100,
      answers: { Name: 'alone', 'Same permissions as': undefined },
    })
    expect(without.code).toBe(Exit.ok)
    expect(await permissionsOf('alone')).toEqual([])
    const creator = await agency.person(await role('role:list', 'role:view', 'role:create'))
    const { code } = await agency.run(['role', 'create'], { as: creator, terminal: 100, answers: { Name: 'third' } })
    expect(code).toBe(Exit.ok)
  })
})
