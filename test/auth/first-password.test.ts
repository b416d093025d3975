import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { Exit } from '../../src/errors.ts'
import { type Agency, type Person, password } from '../support/agency.ts'
import { esc } from '../support/prompter.ts'
import { type Device, type Devices, devices } from './device.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('the first login with a generated password (%s)', (kind) => {
  let agency: Agency
  let boss: Person
  let device: Devices['device']
  /** For what does not depend on the kind of database, because each password costs a third of a second of bcrypt. */
  const once = test.skipIf(kind === 'embedded')
  beforeAll(async () => {
    ;({ agency, device } = await devices(kind))
    boss = await agency.person('management')
  })

  const own = 'Own-Sesame-2026'
  let made = 0
  /** A new colleague of the role support, with a device of their own. */
  async function newcomer(): Promise<{ id: number; username: string; first: string; mine: Device }> {
    made += 1
    const username = `first.${kind}.${made}`
    const { id, password: first } = await agency.json<{ id: number; password: string }>(
      [
        ...['user', 'create', '-u', username, '-n', 'New Comer', '-e', `${username}@epic.example`, '-r', 'support'],
        '--generate-password',
      ],
      { as: boss },
    )
    return { id, username, first, mine: device(username) }
  }
  const login = (mine: Device, username: string, stdin: string, ...more: string[]) =>
    mine.run(['login', '-u', username, '--password-stdin', ...more], { stdin })

  test('a script → 4 with a code and the command that mends it, which then does', async () => {
    const { id, username, first, mine } = await newcomer()
    const refused = await login(mine, username, first, '--json')
    expect([refused.code, refused.stdout]).toEqual([Exit.unauthenticated, ''])
    const { code, message, next } = JSON.parse(refused.stderr).error
    const change = `user update-password ${id} --password-stdin`
    expect([code, next]).toEqual(['password_change_required', [expect.stringContaining(change)]])
    expect(message).toContain('Choose your own password first')
    expect(refused.stderr).not.toContain(first)

    const changed = await mine.run(change.split(' '), { stdin: `${first}\n${own}\n` })
    expect([changed.code, changed.stderr]).toEqual([Exit.ok, expect.stringContaining(`login --username ${username}`)])
    expect((await login(mine, username, first)).code).toBe(Exit.unauthenticated)
    expect((await login(mine, username, own)).code).toBe(Exit.ok)
    expect((await mine.run(['client', 'list'])).code).toBe(Exit.ok)
  })

  once('until then every command says so, and logout works', async () => {
    const { username, first, mine } = await newcomer()
    await login(mine, username, first)
    for (const argv of [
      ['whoami'],
      ['client', 'list'],
      ['today'],
      ['company', 'create', '-n', 'Mine'],
      ['session', 'list'],
    ]) {
      const { code, stdout, stderr } = await mine.run([...argv, '--json'])
      expect([argv, code, stdout]).toEqual([argv, Exit.unauthenticated, ''])
      expect(JSON.parse(stderr).error.code).toBe('password_change_required')
    }
    // A refreshed session is no better.
    expect((await mine.run(['refresh'])).code).toBe(Exit.ok)
    const french = await mine.run(['whoami'], { lang: 'fr' })
    expect(french.stderr).toContain("Choisissez d'abord votre propre mot de passe\u00a0:")
    expect((await mine.run(['logout'])).code).toBe(Exit.ok)
    expect(existsSync(mine.file)).toBe(false)
  })

  test('a person chooses one, typed twice, and goes on', async () => {
    const { username, first, mine } = await newcomer()
    const { code, asked, stderr } = await mine.run(['login', '-u', username], {
      terminal: 100,
      answers: [first, 'short', first, own, own],
    })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('Welcome, New Comer') })
    expect(asked.map(({ message, refused }) => [message, refused !== undefined])).toEqual([
      ['Password', false],
      ['New password', true],
      ['New password', true],
      ['New password', false],
      ['New password (again)', false],
    ])
    // The generated one, typed again, is not accepted.
    expect(asked[2]?.refused).toContain('generated for you')
    expect((await mine.run(['whoami'])).code).toBe(Exit.ok)
    expect((await login(device(`${username}.2`), username, own)).code).toBe(Exit.ok)
  })

  once('a person whose command asks them to log in chooses one too, and the command goes on', async () => {
    const { username, first, mine } = await newcomer()
    const { code, asked, stdout, stderr } = await mine.run(['whoami'], {
      terminal: 100,
      answers: [username, first, own, own],
    })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(stdout).toContain('New Comer')
    expect(asked.map(({ message }) => message)).toEqual([
      'Username',
      `Password of ${username}`,
      'New password',
      'New password (again)',
    ])
    expect((await mine.run(['client', 'list'])).code).toBe(Exit.ok)
  })

  once('a person who gives up has no session that opens anything', async () => {
    const { username, first, mine } = await newcomer()
    const { code, stdout } = await mine.run(['login', '-u', username], { terminal: 100, answers: [first, esc] })
    expect([code, stdout]).toEqual([Exit.cancelled, ''])
    expect((await mine.run(['client', 'list'])).code).toBe(Exit.unauthenticated)
    // The next login asks again.
    expect((await login(mine, username, first)).code).toBe(Exit.unauthenticated)
  })

  once('the change by a script: wrong current password → 6, the same one → 6, that of somebody else → 4', async () => {
    const { id, username, first, mine } = await newcomer()
    await login(mine, username, first)
    const change = (target: number, stdin: string) =>
      mine.run(['user', 'update-password', String(target), '--password-stdin'], { stdin })
    expect((await change(id, `Wrong-2026\n${own}`)).code).toBe(Exit.refused)
    const same = await change(id, `${first}\n${first}`)
    expect([same.code, same.stderr]).toEqual([Exit.refused, expect.stringContaining('generated for you')])
    expect((await change(boss.id, `${first}\n${own}`)).code).toBe(Exit.unauthenticated)
    expect((await change(id, own)).code).toBe(Exit.usage)
  })

  once('a password that a manager types afterwards is good at once', async () => {
    const { id, username, first, mine } = await newcomer()
    const given = await agency.run(['user', 'update-password', String(id), '--password-stdin'], {
      as: boss,
      stdin: own,
    })
    expect(given.code).toBe(Exit.ok)
    expect((await login(mine, username, first)).code).toBe(Exit.unauthenticated)
    expect((await login(mine, username, own)).code).toBe(Exit.ok)
  })

  once('a password that was typed at the creation binds nobody', async () => {
    const { username, id } = await agency.json<{ username: string; id: number }>(
      [
        ...[
          'user',
          'create',
          '-u',
          `typed.${kind}`,
          '-n',
          'Typed',
          '-e',
          `typed.${kind}@epic.example`,
          '-r',
          'support',
        ],
        '--password-stdin',
      ],
      { as: boss, stdin: password },
    )
    const logged = await login(device(username), username, password, '--json')
    expect([logged.code, JSON.parse(logged.stdout).id]).toEqual([Exit.ok, id])
    expect(JSON.parse(logged.stdout)).not.toHaveProperty('must_change')
  })
})
