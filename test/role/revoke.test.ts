import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { errorOf, type RoleTeam, roleTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let alice: Person
let role: RoleTeam['role']
let asBoss: RoleTeam['asBoss']
let permissionsOf: RoleTeam['permissionsOf']
beforeAll(async () => {
  ;({ agency, alice, role, asBoss, permissionsOf } = await roleTeam())
})
afterAll(() => agency.close())

describe('role revoke', () => {
  test('a permission that the role does not have → named, and the command succeeds', async () => {
    const name = await role('client:list', 'client:view')
    const revoked = await asBoss('role', 'revoke', name, 'audit:list')
    expect(revoked.code).toBe(Exit.ok)
    expect(revoked.stderr).toContain(`${name} did not have: audit:list`)
    expect(await permissionsOf(name)).toEqual(['client:list', 'client:view'])
  })

  test('the permission to view without the one to write → 6 with the command that works, which then does', async () => {
    const name = await role('client:view:own', 'contract:view', 'client:update:own', 'contract:create')
    const taken = await asBoss('role', 'revoke', name, 'contract:view', '--json')
    expect(taken.code).toBe(Exit.refused)
    expect(errorOf(taken.stderr).next).toEqual([`epic-events role revoke '${name}' contract:view contract:create`])
    expect((await asBoss('role', 'revoke', name, 'contract:view', 'contract:create')).code).toBe(Exit.ok)
    expect(await permissionsOf(name)).toEqual(['client:update:own', 'client:view:own'])
  })

  test('role:assign of management → 6', async () => {
    const { code, stderr } = await asBoss('role', 'revoke', 'management', 'role:assign')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('nobody could grant permissions')
    expect(await permissionsOf('management')).toContain('role:assign')
  })

  test('the permission to view roles from oneself → done, without a card', async () => {
    const name = await role('role:view', 'role:assign')
    const person = await agency.person(name)
    const { code, stdout, stderr } = await agency.run(['role', 'revoke', name, 'role:view', 'role:assign'], {
      as: person,
    })
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '' })
    expect(stderr).toContain(`Revoked from ${name}: role:view, role:assign`)
    expect(await permissionsOf(name)).toEqual([])
  })

  test('an unknown role → 3', async () => {
    expect((await asBoss('role', 'revoke', '99', 'audit:list')).code).toBe(Exit.notFound)
  })

  test('without the permission → 5', async () => {
    expect((await agency.run(['role', 'revoke', 'support', 'client:list'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
