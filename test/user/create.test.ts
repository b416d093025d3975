import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, type Person, password } from '../support/agency.ts'
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

const create = (username: string, ...more: string[]) => [
  ...['user', 'create', '-u', username, '-n', "Lucie L'été", '-e', `${username}@epic.example`, '--password-stdin'],
  ...more,
]

describe('user create', () => {
  test('answers the whole record, and the new colleague logs in with the password and no other', async () => {
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

  test('the role by its id, under both names of the option', async () => {
    const made = await agency.json(create('by.id.1', '--role-id', '2'), { as: boss, stdin: password })
    expect(made).toMatchObject({ role_id: 2, role_name: 'commercial' })
  })

  test('an unknown role → 3 with a suggestion, and nobody is created', async () => {
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

  test('a username or an email address that is taken → 6, naming it', async () => {
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

  test('a weak password → 2, which does not repeat it', async () => {
    const { code, stderr } = await agency.run(create('weak.one', '-r', 'support'), { as: boss, stdin: 'azertyui' })
    expect(code).toBe(Exit.usage)
    expect(stderr).not.toContain('azertyui')
  })

  test('asked: the password twice and the role from a list; the equivalent command holds no secret', async () => {
    const { code, asked, stderr } = await agency.run(['user', 'create'], {
      as: boss,
      terminal: 100,
      answers: [
        'asked.one',
        'Asked One',
        'asked@epic.example',
        '06 12 34 56 78',
        'commercial',
        'Sesame-2026',
        'Sesame-2026',
      ],
    })
    expect({ code, kinds: asked.map(({ kind }) => kind) }).toEqual({
      code: Exit.ok,
      kinds: ['text', 'text', 'text', 'text', 'choose', 'secret', 'secret'],
    })
    expect(stderr).toContain('epic-events user create --username asked.one')
    expect(stderr).not.toContain('Sesame')
  })

  test('a phone, in the form in which it is stored; a wrong one → 2', async () => {
    const made = await agency.json(create('with.phone', '-r', 'support', '-p', '06 12 34 56 78'), {
      ...{ as: boss, stdin: password },
    })
    expect(made['phone']).toBe('+33612345678')
    const wrong = await agency.run(create('no.phone', '-r', 'support', '-p', '06 12'), { as: boss, stdin: password })
    expect([wrong.code, wrong.stderr]).toEqual([Exit.usage, expect.stringContaining('phone number')])
  })

  test('a colleague sees the phone of another with user:view, as the email, and else not', async () => {
    const made = await agency.json<{ id: number }>(create('called.one', '-r', 'support', '-p', '0639980101'), {
      ...{ as: boss, stdin: password },
    })
    const lister = await somebody('lister', ['user:list', 'user:list:own', 'user:view:own'])
    const rows = await agency.json<Record<string, unknown>[]>(['user', 'list', '--limit', '0'], { as: lister })
    const seen = rows.find(({ id }) => id === made.id)
    expect(seen).toMatchObject({ full_name: "Lucie L'été", email: null, phone: null })
    const all = await agency.json<Record<string, unknown>[]>(['user', 'list', '--limit', '0'], { as: boss })
    expect(all.find(({ id }) => id === made.id)).toMatchObject({ phone: '+33639980101' })
  })

  test('a commercial → 5; without role:assign, a role that may do more than oneself → 5', async () => {
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

describe('user create --generate-password', () => {
  const generate = (username: string, ...more: string[]) => [
    ...['user', 'create', '-u', username, '-n', 'New Comer', '-e', `${username}@epic.example`, '-r', 'support'],
    ...['--generate-password', ...more],
  ]
  const shape = /^[A-HJ-NP-Za-km-np-z2-9]{20}$/

  test('JSON has the password once; it satisfies the rules, and no two are alike', async () => {
    const first = await agency.run(generate('gen.one', '--json'), { as: boss })
    expect(first.code).toBe(Exit.ok)
    const { password: one, ...record } = JSON.parse(first.stdout)
    expect(first.stderr).not.toContain(one)
    expect(one).toMatch(shape)
    expect(first.stdout.split(one)).toHaveLength(2)
    const { password: two } = await agency.json(generate('gen.two'), { as: boss })
    expect(two).not.toBe(one)
    // Nobody reads it a second time.
    const view = await agency.json(['user', 'view', String(record.id)], { as: boss })
    expect(view).toEqual(record)
    const history = await agency.run(['user', 'view', String(record.id), '--history', '--json'], { as: boss })
    expect(history.stdout).not.toMatch(/password|must_change/)
  })

  test('a person gets it on a line of its own, with --quiet too', async () => {
    const shown = await agency.run(generate('gen.three'), { as: boss, lang: 'fr', terminal: 80 })
    expect(shown.stdout.trimEnd().split('\n').at(-1)).toMatch(shape)
    expect(shown.stderr).toContain('Premier mot de passe de New Comer, affiché cette seule fois')
    const quiet = await agency.run(generate('gen.four', '--quiet'), { as: boss })
    const [id, password, ...rest] = quiet.stdout.trimEnd().split('\n')
    expect([id, password, rest]).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(shape), []])
    expect(quiet.stderr).toBe('')
  })

  test('together with --password-stdin → 2, and nobody is created', async () => {
    const both = await agency.run(generate('gen.five', '--password-stdin'), { as: boss, stdin: password })
    expect([both.code, both.stderr]).toEqual([
      Exit.usage,
      expect.stringContaining('Give --generate-password or --password-stdin, not both.'),
    ])
    expect(both.stderr).not.toContain(password)
    const [row] = await agency.owner((sql) => sql`select from epic_events.users where username = 'gen.five'`)
    expect(row).toBeUndefined()
  })

  test('a person is asked for the rest, never for a password, and the equivalent command has the option', async () => {
    const { code, asked, stderr } = await agency.run(['user', 'create', '--generate-password', '-u', 'gen.six'], {
      as: boss,
      terminal: 100,
      answers: ['Gen Six', 'gen.six@epic.example', undefined, 'commercial'],
    })
    expect([code, asked.map(({ kind }) => kind)]).toEqual([Exit.ok, ['text', 'text', 'text', 'choose']])
    expect(stderr).toMatch(/epic-events user create --username gen\.six .* --generate-password\n/)
  })

  test('without user:create → 5, and no password is shown', async () => {
    const { code, stdout } = await agency.run(generate('gen.seven'), { as: alice })
    expect([code, stdout]).toEqual([Exit.forbidden, ''])
  })
})
