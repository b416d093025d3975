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
      answers: ['asked.one', 'Asked One', 'asked@epic.example', 'commercial', 'Sesame-2026', 'Sesame-2026'],
    })
    expect({ code, kinds: asked.map(({ kind }) => kind) }).toEqual({
      code: Exit.ok,
      kinds: ['text', 'text', 'text', 'choose', 'secret', 'secret'],
    })
    expect(stderr).toContain('epic-events user create --username asked.one')
    expect(stderr).not.toContain('Sesame')
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
