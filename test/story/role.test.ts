/** The life of a role, from its first day to its last. Each test goes on where the one before ended. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person, commercial: Person, claire: Person

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management', { fullName: 'Marc Manager' })
  commercial = await agency.person('commercial', { fullName: 'Bill Boquet' })
  claire = await agency.person('support', { fullName: 'Claire Compta' })
  await agency.json(['client', 'create', '-n', 'Kevin Casey', '-e', 'kevin@startup.io'], { as: commercial })
  await agency.json(['contract', 'create', '--client-id', '1', '--total-amount', '1200', '--is-signed'], {
    as: commercial,
  })
}, 60_000)
afterAll(() => agency.close())

/** Types a command; its exit code, and what it says on stderr. */
async function type(line: string, as: Person): Promise<[code: number, said: string]> {
  const { code, stderr } = await agency.run(line.split(' '), { as })
  return [code, stderr.trim()]
}

test('a new role, accountant → has no permissions yet', async () => {
  expect(await type('role create -n accountant', manager)).toEqual([
    Exit.ok,
    '✓ Role 4 (accountant) created. It has no permissions yet.\n→ epic-events role grant 4\n→ epic-events role permissions',
  ])
  expect(await agency.json(['role', 'view', 'accountant'], { as: manager })).toMatchObject({
    id: 4,
    permissions: [],
    people: [],
  })
})

test('contract:update without contract:view → 6', async () => {
  const [code, said] = await type('role grant accountant contract:update', manager)
  expect(code).toBe(Exit.refused)
  expect(said).toContain('contract:update')
  expect(said).toContain('→ epic-events role grant accountant contract:view contract:update')
  expect(await agency.json(['role', 'view', '4'], { as: manager })).toMatchObject({ permissions: [] })
})

const five = ['client:list', 'client:view', 'contract:list', 'contract:update', 'contract:view']

test('five permissions at once, some of which need each other → granted together', async () => {
  const [code, said] = await type(`role grant accountant ${five.join(' ')}`, manager)
  expect(code, said).toBe(Exit.ok)
  expect(await agency.json(['role', 'view', 'accountant'], { as: manager })).toMatchObject({
    permissions: five,
    permission_count: 5,
  })
  expect((await type(`role grant accountant ${five.join(' ')}`, manager))[0]).toBe(Exit.ok)
  expect((await type('role grant accountant contract:updaet', manager))[1]).toContain('contract:update')
})

test('somebody without role:assign gives the role to nobody → 5', async () => {
  expect((await type(`user update ${claire.id} --role accountant`, commercial))[0]).toBe(Exit.forbidden)
  expect((await type('role grant commercial user:list', commercial))[0]).toBe(Exit.forbidden)
  expect((await type('contract update 1 --remaining-amount 900', claire))[0]).toBe(Exit.forbidden)
})

test('Claire becomes the accountant → in the session that she has', async () => {
  expect((await type(`user update ${claire.id} --role accountant`, manager))[0]).toBe(Exit.ok)
  expect(await agency.json(['whoami'], { as: claire })).toMatchObject({ role_name: 'accountant', permissions: five })
  expect((await type('contract update 1 --remaining-amount 900', claire))[0]).toBe(Exit.ok)
  expect(await agency.json(['contract', 'view', '1'], { as: claire })).toMatchObject({ remaining_amount: '900.00' })
  expect((await type('event list', claire))[0]).toBe(Exit.forbidden) // with her old role, support, she could
})

test('contract:view cannot be revoked while she may update contracts → 6', async () => {
  const [code, said] = await type('role revoke accountant contract:view', manager)
  expect(code).toBe(Exit.refused)
  expect(said).toContain('→ epic-events role revoke accountant contract:view contract:update')
  expect((await type('contract update 1 --remaining-amount 800', claire))[0]).toBe(Exit.ok)
})

test('the role is narrowed → from her next command on', async () => {
  expect((await type('role revoke accountant contract:update', manager))[0]).toBe(Exit.ok)
  const [code, said] = await type('contract update 1 --remaining-amount 700', claire)
  expect(code).toBe(Exit.forbidden)
  expect(said).toContain("You don't have permission")
  expect(said).toContain('contract:update')
  expect(await agency.json(['contract', 'view', '1'], { as: claire })).toMatchObject({ remaining_amount: '800.00' })
})

test('every step → is in the log, under the name of who took it', async () => {
  const log = await agency.json<
    { user_name: string; action: string; new_values: { permissions?: string[]; name?: string } }[]
  >(['audit', 'list', '--table', 'role', '--id', '4', '--limit', '0'], { as: manager })
  expect(
    log.map(({ user_name, action, new_values }) => [user_name, action, new_values.permissions ?? new_values.name]),
  ).toEqual([
    ['Marc Manager', 'update', five.filter((code) => code !== 'contract:update')],
    ['Marc Manager', 'update', five],
    ['Marc Manager', 'insert', []],
  ])
  expect((await type('audit list', claire))[0]).toBe(Exit.forbidden)
})

test('a role that somebody has → is not deleted, and the way out is named', async () => {
  const [code, said] = await type('role delete accountant --yes', manager)
  expect(code).toBe(Exit.refused)
  expect(said).toContain('Claire Compta')
  expect(said).toContain(`→ epic-events user update ${claire.id}`)
})

test('Claire gets her old role back → the new one can be deleted', async () => {
  expect((await type(`user update ${claire.id} --role support`, manager))[0]).toBe(Exit.ok)
  expect((await type('event list', claire))[0]).toBe(Exit.ok)
  expect((await type('role delete accountant --yes', manager))[0]).toBe(Exit.ok)
  expect((await type('role view accountant', manager))[0]).toBe(Exit.notFound)
  expect((await type('role delete support --yes', manager))[0]).toBe(Exit.refused) // one of the first three
  expect((await type('role revoke management role:assign', manager))[0]).toBe(Exit.refused) // otherwise nobody could grant it again
})
