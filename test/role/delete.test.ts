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

describe('role delete', () => {
  test('a role that somebody has → 6, naming them; without anybody → deleted after a yes', async () => {
    const name = await role('client:view')
    const holder = await agency.person(name, { fullName: 'Hélène' })
    for (const options of [{ as: boss }, { as: boss, terminal: 100 }]) {
      const argv = ['role', 'delete', name, ...(options.terminal ? [] : ['--yes'])]
      const { code, stderr } = await agency.run(argv, options)
      expect(code).toBe(Exit.refused)
      expect(stderr).toContain(`Hélène (${holder.id})`)
    }
    await agency.json(['user', 'update', String(holder.id), '-r', 'support'], { as: boss })
    const { code, asked } = await agency.run(['role', 'delete', name], { as: boss, terminal: 100, answers: [true] })
    expect({ code, asked: asked.length }).toEqual({ code: Exit.ok, asked: 1 })
    expect((await asBoss('role', 'view', name)).code).toBe(Exit.notFound)
  })

  test('a default role → 6', async () => {
    for (const name of ['management', 'commercial', 'support']) {
      const deleted = await asBoss('role', 'delete', name, '--yes')
      expect(deleted.code).toBe(Exit.refused)
      expect(deleted.stderr).toContain('default roles')
    }
  })

  test('without the permission → 5', async () => {
    expect((await agency.run(['role', 'delete', 'support', '--yes'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
