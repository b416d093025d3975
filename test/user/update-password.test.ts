import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { sha256 } from '../../src/secret.ts'
import { type Agency, type Person, password } from '../support/agency.ts'
import { id, type UserTeam, userTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let somebody: UserTeam['somebody']
let source: Person
let target: Person
beforeAll(async () => {
  ;({ agency, boss, somebody } = await userTeam())
})
beforeEach(async () => {
  source = await agency.person('commercial', { fullName: 'Gil' })
  target = await agency.person('commercial', { fullName: 'Tara' })
})
afterAll(() => agency.close())

describe('user update-password', () => {
  const change = (who: Person, as: Person, stdin: string) =>
    agency.run(['user', 'update-password', id(who), '--password-stdin'], { as, stdin })

  test("one's own: the current password, then the new one → all sessions end, and only the new one logs in", async () => {
    const { code, stderr } = await change(source, source, `${password}\nNouveau-2026\n`)
    expect({ code, stderr }).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('login') })
    expect((await agency.run(['client', 'list'], { as: source })).code).toBe(Exit.unauthenticated)
    const login = (stdin: string) => agency.run(['login', '-u', source.username, '--password-stdin'], { stdin })
    expect((await login(password)).code).toBe(Exit.unauthenticated)
    expect((await login('Nouveau-2026')).code).toBe(Exit.ok)
  })

  test('without an id, a manager chooses from the team, and is the first of the list', async () => {
    const { asked } = await agency.run(['user', 'update-password'], { as: boss, terminal: 80, answers: [] })
    expect(asked[0]?.choices?.[0]).toContain(`#${boss.id} `)
    expect(asked[0]?.choices?.length).toBeGreaterThan(2)
  })

  test('a wrong current password → 6, and no session ends; after three of them one must wait', async () => {
    for (let n = 1; n <= 3; n++)
      expect((await change(source, source, 'Wrong-2026\nNouveau-2026')).code).toBe(Exit.refused)
    // Three failures cost one second, which a busy machine needs for the next command alone: the last one is dated later.
    await agency.owner(
      (sql) => sql`update epic_events.login_attempt set at = clock_timestamp() + interval '20 seconds'
      where id = (select max(id) from epic_events.login_attempt)`,
    )
    expect(await change(source, source, `${password}\nNouveau-2026`)).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining('Try again in'),
    })
    expect((await agency.run(['client', 'list'], { as: source })).code).toBe(Exit.ok)
  })

  test('the current password as it was stored, and the new one, with accents of their own', async () => {
    const [composed, decomposed] = ['Caf\u00e9-2026', 'Cafe\u0301-2026']
    const typed = await Bun.password.hash(sha256(`epic-events/password/v1\0${decomposed}`).toString('hex'), {
      ...{ algorithm: 'bcrypt', cost: 12 },
    })
    await agency.owner((sql) => sql`update epic_events.users set password_hash = ${typed} where id = ${source.id}`)
    // A password that is stored ends the sessions before it.
    const env = { TEMP_FILE_PATH: `${source.sessionFile}.forms` }
    const login = (stdin: string) => agency.run(['login', '-u', source.username, '--password-stdin'], { stdin, env })
    expect((await login(decomposed)).code).toBe(Exit.ok)
    const changed = await agency.run(['user', 'update-password', id(source), '--password-stdin'], {
      ...{ stdin: `${decomposed}\nE\u0301te\u0301-2027\n`, env },
    })
    expect(changed.code).toBe(Exit.ok)
    expect((await login(composed)).code).toBe(Exit.unauthenticated)
    expect((await login('\u00c9t\u00e9-2027')).code).toBe(Exit.ok)
  })

  test("one's own without the current password → 2, naming it", async () => {
    const { code, stderr } = await change(source, source, 'Nouveau-2026')
    expect({ code, stderr }).toMatchObject({ code: Exit.usage, stderr: expect.stringContaining('Current password') })
    expect((await agency.run(['user', 'update-password', id(source)], { as: source })).code).toBe(Exit.usage)
  })

  test('asked: the current password once, then the new one twice', async () => {
    const { code, asked } = await agency.run(['user', 'update-password', id(source)], {
      as: source,
      terminal: 100,
      answers: [password, 'Nouveau-2026', 'Nouveau-2026'],
    })
    expect({ code, asked: asked.map(({ message }) => message) }).toEqual({
      code: Exit.ok,
      asked: ['Current password', 'New password', 'New password (again)'],
    })
  })

  test("a manager sets somebody else's without knowing it → the sessions of that user end", async () => {
    const { code, stderr, stdout } = await change(source, boss, 'Nouveau-2026')
    expect({ code, stdout }).toEqual({ code: Exit.ok, stdout: '' })
    expect(stderr).toContain('Gil')
    expect((await agency.run(['client', 'list'], { as: source })).code).toBe(Exit.unauthenticated)
    expect((await agency.run(['client', 'list'], { as: boss })).code).toBe(Exit.ok)
  })

  test("somebody else's without user:update → 5 before any question, whether they exist or not; an unknown user → 3", async () => {
    expect((await change(target, source, 'Nouveau-2026')).code).toBe(Exit.forbidden)
    expect(
      (
        await agency.run(['user', 'update-password', '999999', '--password-stdin'], {
          as: source,
          stdin: 'Nouveau-2026',
        })
      ).code,
    ).toBe(Exit.forbidden)
    const person = await agency.run(['user', 'update-password', id(target)], { as: source, terminal: 100 })
    expect({ code: person.code, asked: person.asked }).toEqual({ code: Exit.forbidden, asked: [] })
    expect(
      (await agency.run(['user', 'update-password', '999999', '--password-stdin'], { as: boss, stdin: 'Nouveau-2026' }))
        .code,
    ).toBe(Exit.notFound)
  })

  test('somebody of a role that one does not govern → 5', async () => {
    const editor = await somebody('editor', ['user:view', 'user:update'])
    const password = await agency.run(['user', 'update-password', String(boss.id), '--password-stdin'], {
      as: editor,
      stdin: 'Pirate-2026',
    })
    expect(password).toMatchObject({ code: Exit.forbidden, stderr: expect.stringContaining('role:assign') })
  })
})
