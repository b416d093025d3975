import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person, password } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let alice: Person
beforeAll(async () => {
  agency = await openAgency()
  boss = await agency.person('management', { fullName: 'Martine Chef' })
  alice = await agency.person('commercial', { fullName: 'Alice Vente' })
})
afterAll(() => agency.close())

/** A role with these permissions and somebody who holds it. */
async function somebody(role: string, codes: readonly string[]): Promise<Person> {
  await agency.json(['role', 'create', '-n', role], { as: boss })
  await agency.json(['role', 'grant', role, ...codes], { as: boss })
  return agency.person(role, { fullName: `Holder of ${role}` })
}

const create = (username: string, ...more: string[]) => [
  ...['user', 'create', '-u', username, '-n', "Lucie L'été", '-e', `${username}@epic.example`, '--password-stdin'],
  ...more,
]

describe('create', () => {
  test('answers the record; the new colleague may sign in with the password', async () => {
    const made = await agency.json(create('lucie.moreau', '-r', 'Support'), { as: boss, stdin: 'Sesame-2026\n' })
    expect(made).toMatchObject({
      username: 'lucie.moreau',
      full_name: "Lucie L'été",
      role_id: 3,
      role_name: 'support',
      is_active: true,
      last_login: null,
      version: 1,
    })
    const login = ['login', '-u', 'lucie.moreau', '--password-stdin']
    expect((await agency.run(login, { stdin: 'Sesame-2026\n' })).code).toBe(Exit.ok)
    expect((await agency.run(login, { stdin: 'Sesame-2027\n' })).code).toBe(Exit.unauthenticated)
  })

  test('takes the role by its id, under both names of the option', async () => {
    const made = await agency.json(create('by.id.1', '--role-id', '2'), { as: boss, stdin: password })
    expect(made).toMatchObject({ role_id: 2, role_name: 'commercial' })
  })

  test('an unknown role is not found, with the name that was meant; nobody is created', async () => {
    const { code, stderr } = await agency.run(create('no.role.yet', '-r', 'suport'), { as: boss, stdin: password })
    expect({ code, stderr }).toMatchObject({
      code: Exit.notFound,
      stderr: expect.stringContaining('Did you mean support?'),
    })
    expect((await agency.run(create('no.role.yet', '-r', '99'), { as: boss, stdin: password })).code).toBe(
      Exit.notFound,
    )
    expect((await agency.run(create('no.role.yet', '-r', '3'), { as: boss, stdin: password })).code).toBe(Exit.ok)
  })

  test('a name or address that is taken is refused with the value', async () => {
    const names = await agency.run(create(alice.username, '-r', 'support'), { as: boss, stdin: password })
    expect(names).toMatchObject({ code: Exit.refused, stderr: expect.stringContaining(`username ${alice.username}`) })
    const argv = ['user', 'create', '-u', 'other.name', '-n', 'X', '-r', 'support', '--password-stdin']
    const mails = await agency.run([...argv, '-e', `${alice.username.toUpperCase()}@agency.example`], {
      as: boss,
      stdin: password,
    })
    expect(mails).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining(`${alice.username}@agency.example`),
    })
  })

  test('a weak password is a usage error that does not repeat it', async () => {
    const { code, stderr } = await agency.run(create('weak.one', '-r', 'support'), { as: boss, stdin: 'azertyui' })
    expect(code).toBe(Exit.usage)
    expect(stderr).not.toContain('azertyui')
  })

  test('a person is asked, the password twice, the role from a list; the one-line command has no secret', async () => {
    const { code, asked, stderr } = await agency.run(['user', 'create'], {
      as: boss,
      terminal: 100,
      answers: ['asked.one', 'Asked One', 'asked@epic.example', 'commercial', 'Sesame-2026', 'Sesame-2026'],
    })
    expect({ code, kinds: asked.map(({ kind }) => kind) }).toEqual({
      code: Exit.ok,
      kinds: ['text', 'text', 'text', 'choose', 'secret', 'secret'],
    })
    expect(stderr).toContain('epic-events user create --username asked.one')
    expect(stderr).not.toContain('Sesame')
  })

  test('a commercial may not, and without role:assign nobody makes somebody who may do more', async () => {
    expect(await agency.run(create('by.alice', '-r', 'support'), { as: alice, stdin: password })).toMatchObject({
      code: Exit.forbidden,
      stderr: expect.stringContaining('user:create'),
    })
    const hirer = await somebody('hirer', ['user:create', 'user:view', 'client:list', 'client:view'])
    const manager = await agency.run(create('by.hirer', '-r', 'management'), { as: hirer, stdin: password })
    expect(manager).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('role:assign') })
    const peer = await agency.run([...create('by.hirer', '-r', 'hirer'), '--json'], { as: hirer, stdin: password })
    expect(JSON.parse(peer.stdout)).toMatchObject({ role_name: 'hirer' })
  })
})

describe('list and view', () => {
  test('by role, combined; those who left apart', async () => {
    const gone = await agency.person('support', { active: false, fullName: 'Gone Girl' })
    const roles = async (...flags: string[]) => {
      const rows = await agency.json<{ id: number; role_id: number }[]>(['user', 'list', ...flags], { as: boss })
      return { rows, roles: [...new Set(rows.map(({ role_id }) => role_id))].sort() }
    }
    expect((await roles('-C')).roles).toEqual([2])
    expect((await roles('-M', '-C')).roles).toEqual([1, 2])
    expect((await roles('-S', '--limit', '0')).rows.map(({ id }) => id)).not.toContain(gone.id)
    expect((await roles('--inactive')).rows.map(({ id }) => id)).toEqual([gone.id])
  })

  test('user:list alone shows neither username nor address nor last login', async () => {
    const clerk = await somebody('clerk', ['user:list'])
    const rows = await agency.json<Record<string, unknown>[]>(['user', 'list', '--limit', '0'], { as: clerk })
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows) expect(row).toMatchObject({ username: null, email: null, last_login: null })
    expect(rows.map((row) => row['full_name'])).toContain('Alice Vente')
    expect((await agency.run(['user', 'view', String(boss.id)], { as: clerk })).code).toBe(Exit.forbidden)
  })

  test('the scope own: one sees, lists and changes oneself, nobody else', async () => {
    const own = await somebody('own', ['user:list:own', 'user:view:own', 'user:update:own'])
    const me = String(own.id)
    const rows = await agency.json<{ id: number; username: string }[]>(['user', 'list'], { as: own })
    expect(rows).toMatchObject([{ id: own.id, username: own.username }])
    expect(await agency.json(['user', 'view', me], { as: own })).toMatchObject({ username: own.username })
    expect((await agency.run(['user', 'view', String(boss.id)], { as: own })).code).toBe(Exit.notFound)
    expect(await agency.json(['user', 'update', me, '-n', 'New Name'], { as: own })).toMatchObject({
      full_name: 'New Name',
    })
    expect((await agency.run(['user', 'update', String(boss.id), '-n', 'X'], { as: own })).code).toBe(Exit.notFound)
    const active = await agency.run(['user', 'update', me, '--is-active', 'false'], { as: own })
    expect(active).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('user:update') })
    const role = await agency.run(['user', 'update', me, '-r', 'management'], { as: own })
    expect(role).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('role:assign') })
  })

  test('a commercial may neither list nor view; an unknown id is 3', async () => {
    expect((await agency.run(['user', 'list'], { as: alice })).code).toBe(Exit.forbidden)
    expect((await agency.run(['user', 'view', '1'], { as: alice })).code).toBe(Exit.forbidden)
    expect((await agency.run(['user', 'view', '999999'], { as: boss })).code).toBe(Exit.notFound)
  })

  test('--history tells who changed what, and never a hash', async () => {
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
    const refused = await agency.run(['user', 'view', String(lea.id), '--history'], { as: blind })
    expect(refused).toMatchObject({ code: Exit.forbidden, stdout: '', stderr: expect.stringContaining('audit:list') })
  })
})

describe('update', () => {
  test('tells old → new and answers the record; the same again changes nothing', async () => {
    const ben = await agency.person('support', { fullName: 'Ben' })
    const argv = ['user', 'update', String(ben.id), '-n', 'Benoît', '-r', 'commercial']
    const { code, stderr, stdout } = await agency.run([...argv, '--json'], { as: boss })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('Ben → Benoît') })
    expect(stderr).toContain(`support (3) → commercial (2)`)
    expect(JSON.parse(stdout)).toMatchObject({ full_name: 'Benoît', role_id: 2, role_name: 'commercial', version: 2 })
    const again = await agency.run([...argv, '--json'], { as: boss })
    expect(again.stderr).toContain('Nothing was changed')
    expect(JSON.parse(again.stdout)).toMatchObject({ version: 2 })
  })

  test('a form left as it was changes nothing', async () => {
    const { code, stderr } = await agency.run(['user', 'update', String(alice.id)], {
      as: boss,
      terminal: 100,
      answers: { Username: undefined, 'Full name': undefined, Email: undefined, Role: 'commercial', Active: true },
    })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('Nothing was changed') })
  })

  test('--if-version of another day is refused with the difference', async () => {
    const eve = await agency.person('support', { fullName: 'Eve' })
    const argv = ['user', 'update', String(eve.id), '-n', 'Ève', '--if-version', '7']
    const { code, stderr } = await agency.run(argv, { as: boss })
    expect({ code, stderr }).toMatchObject({ code: Exit.refused, stderr: expect.stringContaining('Eve') })
    const [row] = await agency.owner((sql) => sql`select full_name from epic_events.users where id = ${eve.id}`)
    expect(row).toEqual({ full_name: 'Eve' })
  })

  test('an unknown role is not found even with a version', async () => {
    const argv = ['user', 'update', String(alice.id), '-r', 'comercial', '--if-version', '1']
    expect(await agency.run(argv, { as: boss })).toMatchObject({
      code: Exit.notFound,
      stderr: expect.stringContaining('Did you mean commercial?'),
    })
  })

  test('who does not govern a role touches nobody of it', async () => {
    const editor = await somebody('editor', ['user:view', 'user:update'])
    const refused = await agency.run(['user', 'update', String(boss.id), '-n', 'Hacked'], { as: editor })
    expect(refused).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('role:assign') })
    const password = await agency.run(['user', 'update-password', String(boss.id), '--password-stdin'], {
      as: editor,
      stdin: 'Pirate-2026',
    })
    expect(password).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('role:assign') })
  })
})
