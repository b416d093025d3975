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

describe('role view', () => {
  test('a name, whatever its case, or an id → the role with its people', async () => {
    const byName = await agency.json(['role', 'view', 'Commercial'], { as: boss })
    expect(byName).toEqual(await agency.json(['role', 'view', '2'], { as: boss }))
    expect(byName).toMatchObject({ id: 2, people: [{ id: alice.id, full_name: 'Alice Vente', is_active: true }] })
    expect(byName['permissions']).toContain('client:update:own')
  })

  test('a name is found in the other normal form, and shown as it was typed', async () => {
    const decomposed = 'E\u0301quipe te\u0301le\u0301phone'
    const { id } = await agency.json(['role', 'create', '-n', decomposed], { as: boss })
    expect(await agency.json(['role', 'view', '\u00e9quipe t\u00e9l\u00e9phone'], { as: boss })).toMatchObject({
      id,
      name: decomposed,
    })
    const composed = 'No\u00ebl'
    await agency.json(['role', 'update', String(id), '-n', composed], { as: boss })
    expect(await agency.json(['role', 'view', 'noe\u0308l'], { as: boss })).toMatchObject({ id, name: composed })
    const argv = ['user', 'update', String(alice.id), '-r', 'NOE\u0308L']
    expect(await agency.json(argv, { as: boss })).toMatchObject({ role_id: id })
    await agency.json(['user', 'update', String(alice.id), '-r', '#2'], { as: boss })
  })

  test('an unknown role → 3 and a suggestion; an id that cannot be one → 2', async () => {
    const near = await asBoss('role', 'view', 'comercial')
    expect({ ...near }).toMatchObject({
      code: Exit.notFound,
      stderr: expect.stringContaining('Did you mean commercial?'),
    })
    expect((await asBoss('role', 'view', '99')).code).toBe(Exit.notFound)
    expect((await asBoss('role', 'view', '99999999999')).code).toBe(Exit.usage)
  })

  test('without the permission → 5, whether the role exists or not', async () => {
    for (const argv of [
      ['role', 'view', 'commercial'],
      ['role', 'view', 'nothing'],
    ]) {
      expect({ argv, code: (await agency.run(argv, { as: alice })).code }).toEqual({ argv, code: Exit.forbidden })
    }
  })
})
