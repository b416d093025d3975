import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { roleTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
beforeAll(async () => {
  ;({ agency, boss, alice } = await roleTeam())
})
afterAll(() => agency.close())

describe('role list', () => {
  test('the default roles → how many permissions and how many people each has', async () => {
    const rows = await agency.json<Record<string, unknown>[]>(['role', 'list'], { as: boss })
    expect(rows.slice(0, 3)).toMatchObject([
      { id: 1, name: 'management', permission_count: 42, people_count: 1 },
      { id: 2, name: 'commercial', permission_count: 23, people_count: 1 },
      { id: 3, name: 'support', permission_count: 14, people_count: 0 },
    ])
  })

  test('without the permission → 5', async () => {
    expect((await agency.run(['role', 'list'], { as: alice })).code).toBe(Exit.forbidden)
  })
})
