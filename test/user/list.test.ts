import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type UserTeam, userTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let somebody: UserTeam['somebody']
beforeAll(async () => {
  ;({ agency, boss, alice, somebody } = await userTeam())
})
afterAll(() => agency.close())

describe('user list', () => {
  test('by roles, which combine; those who left are listed apart', async () => {
    const inactive = await agency.person('support', { active: false, fullName: 'Gone Girl' })
    const roles = async (...flags: string[]) => {
      const rows = await agency.json<{ id: number; role_id: number }[]>(['user', 'list', ...flags], { as: boss })
      return { rows, roles: [...new Set(rows.map(({ role_id }) => role_id))].sort() }
    }
    expect((await roles('-C')).roles).toEqual([2])
    expect((await roles('-M', '-C')).roles).toEqual([1, 2])
    expect((await roles('-S', '--limit', '0')).rows.map(({ id }) => id)).not.toContain(inactive.id)
    expect((await roles('--inactive')).rows.map(({ id }) => id)).toEqual([inactive.id])
  })

  test('with user:list alone → neither username nor email nor last login, and no view', async () => {
    const clerk = await somebody('clerk', ['user:list'])
    await agency.person('support')
    const rows = await agency.json<Record<string, unknown>[]>(['user', 'list', '--limit', '0'], { as: clerk })
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows) expect(row).toMatchObject({ username: null, email: null, last_login: null })
    expect(rows.map((row) => row['full_name'])).toContain('Alice Vente')
    expect((await agency.run(['user', 'view', String(boss.id)], { as: clerk })).code).toBe(Exit.forbidden)
  })

  test('with user:list:own → oneself alone', async () => {
    const own = await somebody('own', ['user:list:own', 'user:view:own'])
    const rows = await agency.json<{ id: number; username: string }[]>(['user', 'list'], { as: own })
    expect(rows).toMatchObject([{ id: own.id, username: own.username }])
  })

  test('a commercial → 5', async () => {
    expect((await agency.run(['user', 'list'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
