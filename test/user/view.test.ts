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

describe('user view', () => {
  test('with user:view:own → oneself, and nobody else', async () => {
    const own = await somebody('own', ['user:list:own', 'user:view:own'])
    expect(await agency.json(['user', 'view', String(own.id)], { as: own })).toMatchObject({ username: own.username })
    expect((await agency.run(['user', 'view', String(boss.id)], { as: own })).code).toBe(Exit.notFound)
  })

  test('a commercial → 5; an unknown id → 3', async () => {
    expect((await agency.run(['user', 'view', '1'], { as: alice })).code).toBe(Exit.forbidden)
    expect((await agency.run(['user', 'view', '999999'], { as: boss })).code).toBe(Exit.notFound)
  })

  test('--history → who changed what, and never a hash; without audit:list, what one did oneself', async () => {
    const lea = await agency.person('support', { fullName: 'Léa' })
    await agency.json(['user', 'update', String(lea.id), '-n', 'Léa Durand'], { as: boss })
    await agency.run(['user', 'update-password', String(lea.id), '--password-stdin'], { as: boss, stdin: 'Neuf-2026' })
    const { stdout } = await agency.run(['user', 'view', String(lea.id), '--history', '--json'], { as: boss })
    expect(JSON.parse(stdout).history).toMatchObject([
      { user_id: null, action: 'insert' },
      {
        user_id: boss.id,
        user_name: 'Martine Chef',
        action: 'update',
        old_values: { full_name: 'Léa' },
        new_values: { full_name: 'Léa Durand' },
      },
      { user_id: boss.id, action: 'update', new_values: { password: 'changed' } },
    ])
    expect(stdout).not.toContain('$2')
    const table = await agency.run(['user', 'view', String(lea.id), '--history'], { as: boss })
    expect(table.stdout).toContain('Full name: Léa → Léa Durand')
    expect(table.stdout).toContain('password changed')
    const blind = await somebody('blind', ['user:view'])
    const seen = await agency.json<{ history: unknown[] }>(['user', 'view', String(lea.id), '--history'], { as: blind })
    expect(seen.history).toEqual([])
  })
})
