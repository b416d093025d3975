import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { codes } from '../../src/access/catalogue.ts'
import { Exit } from '../../src/errors.ts'
import { role as english } from '../../src/i18n/en/role.ts'
import { role as french } from '../../src/i18n/fr/role.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
let made = 0
beforeAll(async () => {
  agency = await openAgency()
  boss = await agency.person('management', { fullName: 'Martine Chef' })
  alice = await agency.person('commercial', { fullName: 'Alice Vente' })
})
afterAll(() => agency.close())

/** A new role, by a name of its own. */
async function role(...permissions: string[]): Promise<string> {
  made += 1
  const name = `trainee ${made}`
  await agency.json(['role', 'create', '-n', name], { as: boss })
  if (permissions.length > 0) await agency.json(['role', 'grant', name, ...permissions], { as: boss })
  return name
}
const asBoss = (...argv: string[]) => agency.run(argv, { as: boss })
const errorOf = (stderr: string): { message: string; next: string[] } => JSON.parse(stderr).error
const permissionsOf = async (name: string) => {
  const [row] = await agency.owner(
    (sql) => sql`select to_json(permissions) as permissions from epic_events.role where name = ${name}`,
  )
  return row?.['permissions']
}

describe('list and view', () => {
  test('the default roles, with how much they allow and how many hold them', async () => {
    const rows = await agency.json<Record<string, unknown>[]>(['role', 'list'], { as: boss })
    expect(rows.slice(0, 3)).toMatchObject([
      { id: 1, name: 'management', permission_count: 31, people_count: 1 },
      { id: 2, name: 'commercial', permission_count: 15, people_count: 1 },
      { id: 3, name: 'support', permission_count: 9, people_count: 0 },
    ])
  })

  test('one role by its name, whatever the case, or by its id', async () => {
    const byName = await agency.json(['role', 'view', 'Commercial'], { as: boss })
    expect(byName).toEqual(await agency.json(['role', 'view', '2'], { as: boss }))
    expect(byName).toMatchObject({ id: 2, people: [{ id: alice.id, full_name: 'Alice Vente', is_active: true }] })
    expect(byName['permissions']).toContain('client:update:own')
  })

  test('an unknown role is not found, with the name that was meant', async () => {
    const near = await asBoss('role', 'view', 'comercial')
    expect({ ...near }).toMatchObject({
      code: Exit.notFound,
      stderr: expect.stringContaining('Did you mean commercial?'),
    })
    expect((await asBoss('role', 'view', '99')).code).toBe(Exit.notFound)
    expect((await asBoss('role', 'view', '99999999999')).code).toBe(Exit.usage)
  })

  test('need role:list and role:view', async () => {
    for (const argv of [
      ['role', 'list'],
      ['role', 'view', 'commercial'],
      ['role', 'view', 'nothing'],
      ['role', 'permissions'],
      ['role', 'create', '-n', 'mine'],
      ['role', 'update', 'support', '-n', 'mine'],
      ['role', 'delete', 'support', '--yes'],
      ['role', 'grant', 'commercial', 'audit:list'],
      ['role', 'revoke', 'support', 'client:list'],
    ]) {
      expect({ argv, code: (await agency.run(argv, { as: alice })).code }).toEqual({ argv, code: Exit.forbidden })
    }
  })
})

describe('create, update, delete', () => {
  test('a role starts with nothing; its name is taken once, whatever the case', async () => {
    expect(await agency.json(['role', 'create', '-n', 'Stagiaire'], { as: boss })).toMatchObject({
      name: 'Stagiaire',
      permissions: [],
      permission_count: 0,
      people_count: 0,
    })
    expect((await asBoss('role', 'create', '-n', 'STAGIAIRE')).code).toBe(Exit.refused)
    expect((await asBoss('role', 'update', 'Stagiaire', '-n', 'support')).code).toBe(Exit.refused)
    expect((await asBoss('role', 'create', '-n', '12')).code).toBe(Exit.usage)
    expect((await asBoss('role', 'create', '-n', 'x'.repeat(33))).code).toBe(Exit.usage)
  })

  test('is renamed by name or id; the same name again changes nothing', async () => {
    const name = await role('client:view')
    const renamed = await agency.run(['role', 'update', name, '-n', 'apprentice', '--json'], { as: boss })
    expect(renamed.stderr).toContain(`${name} → apprentice`)
    expect(JSON.parse(renamed.stdout)).toMatchObject({ name: 'apprentice', permissions: ['client:view'] })
    const again = await asBoss('role', 'update', 'apprentice', '-n', 'apprentice')
    expect(again.stderr).toContain('Nothing was changed')
    expect((await asBoss('role', 'update', 'apprentice', '-n', 'other', '--if-version', '99')).code).toBe(Exit.refused)
    expect((await asBoss('role', 'update', 'nobody knows', '-n', 'other')).code).toBe(Exit.notFound)
  })

  test('the default roles are neither renamed nor deleted', async () => {
    for (const name of ['management', 'commercial', 'support']) {
      const renamed = await asBoss('role', 'update', name, '-n', `old ${name}`)
      expect(renamed.code).toBe(Exit.refused)
      expect(renamed.stderr).toContain(`${name} is one of the three default roles`)
      const deleted = await asBoss('role', 'delete', name, '--yes')
      expect(deleted.code).toBe(Exit.refused)
      expect(deleted.stderr).toContain('default roles')
    }
  })

  test('one that somebody holds stays, and they are named', async () => {
    const name = await role('client:view')
    const holder = await agency.person(name, { fullName: 'Hélène' })
    for (const o of [{ as: boss }, { as: boss, terminal: 100 }]) {
      const { code, stderr } = await agency.run(['role', 'delete', name, ...(o.terminal ? [] : ['--yes'])], o)
      expect(code).toBe(Exit.refused)
      expect(stderr).toContain(`Hélène (${holder.id})`)
    }
    await agency.json(['user', 'update', String(holder.id), '-r', 'support'], { as: boss })
    const { code, asked } = await agency.run(['role', 'delete', name], { as: boss, terminal: 100, answers: [true] })
    expect({ code, asked: asked.length }).toEqual({ code: Exit.ok, asked: 1 })
    expect((await asBoss('role', 'view', name)).code).toBe(Exit.notFound)
  })
})

describe('grant and revoke', () => {
  test("take effect on the next command of everyone who holds the role, and are the boss's in the log", async () => {
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
    expect(log.at(-1)).toMatchObject({
      user_id: boss.id,
      old_values: { permissions: ['client:list', 'client:view'] },
      new_values: { permissions: ['client:view'] },
    })
  })

  test('say what was held already, or not held, and succeed', async () => {
    const name = await role('client:view')
    const granted = await asBoss('role', 'grant', name, 'client:view', 'client:list')
    expect(granted.stderr).toContain(`Granted to ${name}: client:list`)
    expect(granted.stderr).toContain(`${name} already had: client:view`)
    const revoked = await asBoss('role', 'revoke', name, 'audit:list')
    expect(revoked.code).toBe(Exit.ok)
    expect(revoked.stderr).toContain(`${name} did not have: audit:list`)
    expect(await permissionsOf(name)).toEqual(['client:list', 'client:view'])
  })

  test('an unknown code is a usage error with the one that was meant; nothing of the call is done', async () => {
    const name = await role()
    const { code, stderr } = await asBoss('role', 'grant', name, 'client:list', 'client:vew')
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('Did you mean client:view?')
    expect(await permissionsOf(name)).toEqual([])
  })

  test('writing needs viewing: refused with the command that works, and given together it is done', async () => {
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

    const taken = await asBoss('role', 'revoke', name, 'contract:view', '--json')
    expect(taken.code).toBe(Exit.refused)
    expect(errorOf(taken.stderr).next).toEqual([`epic-events role revoke '${name}' contract:view contract:create`])
    expect((await asBoss('role', 'revoke', name, 'contract:view', 'contract:create')).code).toBe(Exit.ok)
    expect(await permissionsOf(name)).toEqual(['client:update:own', 'client:view:own'])
  })

  test('management never loses role:assign', async () => {
    const { code, stderr } = await asBoss('role', 'revoke', 'management', 'role:assign')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('nobody could grant permissions')
    expect(await permissionsOf('management')).toContain('role:assign')
  })

  test('who takes the right to view roles from themselves is told that it is done', async () => {
    const name = await role('role:view', 'role:assign')
    const person = await agency.person(name)
    const { code, stdout, stderr } = await agency.run(['role', 'revoke', name, 'role:view', 'role:assign'], {
      as: person,
    })
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '' })
    expect(stderr).toContain(`Revoked from ${name}: role:view, role:assign`)
    expect(await permissionsOf(name)).toEqual([])
  })

  test('an unknown role is not found, and without a code all that is missing is named', async () => {
    expect((await asBoss('role', 'grant', 'suport', 'audit:list')).stderr).toContain('Did you mean support?')
    expect((await asBoss('role', 'revoke', '99', 'audit:list')).code).toBe(Exit.notFound)
    const { code, stderr } = await asBoss('role', 'grant')
    expect(code).toBe(Exit.usage)
    expect(stderr).toContain('ROLE, PERMISSION')
  })
})

describe('permissions', () => {
  test('every code of the catalogue, what it allows, and who holds it', async () => {
    const rows = await agency.json<{ code: string; allows: string; roles: string[] }[]>(['role', 'permissions'], {
      as: boss,
    })
    expect(rows.map(({ code }) => code)).toEqual([...codes])
    const of = (code: string) => rows.find((row) => row.code === code)
    expect(of('client:update:own')).toMatchObject({ allows: 'update clients (own only)' })
    expect(of('client:update:own')?.roles).toContain('commercial')
    expect(of('audit:list')?.roles).toEqual(['management'])
  })

  test.each([
    ['en', english],
    ['fr', french],
  ])('each code has words of its own: %s', (_, words) => {
    const said = codes.map((code) => {
      const [resource = '', action = '', scope] = code.split(':')
      return words.allows({ resource, action, scope })
    })
    // `own` and `own_client` mean the same of an event (docs/PRODUCT.md §4).
    const events = codes.filter((code) => code.endsWith(':own_client')).length
    expect(new Set(said).size).toBe(codes.length - events)
    expect(said.filter((text) => /[_:]|undefined/.test(text))).toEqual([])
  })
})
