import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { sha256 } from '../../src/secret.ts'
import { hash } from '../../src/session/password.ts'
import { type Agency, type Person, password, type Ran, type RunOptions } from '../support/agency.ts'
import { type Devices, decoded, devices, minutes } from './device.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('login (%s)', (kind) => {
  /** For what does not depend on the kind of database, because each password costs a third of a second of bcrypt. */
  const once = test.skipIf(kind === 'embedded')
  let agency: Agency
  let sam: Person
  let device: Devices['device']
  beforeAll(async () => {
    ;({ agency, sam, device } = await devices(kind))
  })

  test('the right password → who one is, and a session file that only its owner can read', async () => {
    const mine = device('login')
    const argv = ['login', '-u', sam.username.toUpperCase(), '--password-stdin', '--json']
    const { code, stdout } = await mine.run(argv, { stdin: `${password}\n` })
    expect(code).toBe(Exit.ok)
    expect(JSON.parse(stdout)).toMatchObject({ id: sam.id, username: sam.username, role_name: 'commercial' })
    expect(statSync(mine.file).mode & 0o777).toBe(0o600)
    expect(stdout).not.toContain(mine.tokens().refresh_token)
    expect((await mine.run(['whoami'])).code).toBe(Exit.ok)
  })

  once('a username with what came along when it was copied → the same person', async () => {
    const mine = device('login-copied')
    const argv = ['login', '-u', ` \u202a${sam.username}\u200b\u202c`, '--password-stdin', '--json']
    const { code, stdout } = await mine.run(argv, { stdin: `${password}\n` })
    expect(code).toBe(Exit.ok)
    expect(JSON.parse(stdout)).toMatchObject({ id: sam.id, username: sam.username })
  })

  test('a wrong password and an unknown username → the same 4, and no session file', async () => {
    const mine = device('login-wrong')
    const answers = await Promise.all(
      [sam.username, 'nobody.at.all'].map((name) =>
        mine.run(['login', '-u', name, '--password-stdin'], { stdin: 'Wrong-2026' }),
      ),
    )
    const [wrong, unknown] = answers
    expect(wrong).toMatchObject({ code: Exit.unauthenticated, stdout: '' })
    expect(unknown).toEqual(wrong as Ran)
    expect(existsSync(mine.file)).toBe(false)
  })

  once('an accent of its own or not → the same password; one that was stored as typed still opens', async () => {
    const mine = device('forms')
    const [composed, decomposed] = ['Caf\u00e9-2026', 'Cafe\u0301-2026']
    const sue = await agency.person('support')
    const login = async (stdin: string) =>
      (await mine.run(['login', '-u', sue.username, '--password-stdin'], { stdin })).code
    const store = (hash: string) =>
      agency.owner((sql) => sql`update epic_events.users set password_hash = ${hash} where id = ${sue.id}`)
    await store(await hash(decomposed))
    expect([await login(composed), await login(decomposed)]).toEqual([Exit.ok, Exit.ok])
    // As programs before this one stored it: the digest of the text as it was typed.
    await store(
      await Bun.password.hash(sha256(`epic-events/password/v1\0${decomposed}`).toString('hex'), {
        ...{ algorithm: 'bcrypt', cost: 12 },
      }),
    )
    expect([await login(decomposed), await login(composed)]).toEqual([Exit.ok, Exit.unauthenticated])
    // Three failures make the next attempt wait, and here the first form is the third one.
    expect(await login('Wrong-2026')).toBe(Exit.unauthenticated)
    expect(await login(decomposed)).toBe(Exit.ok)
  })

  test('where the login goes → told the first time, and when it is another place than the last time', async () => {
    const mine = device('target')
    const argv = ['login', '-u', sam.username, '--password-stdin']
    const login = async (o: RunOptions = {}) => {
      const { code, stderr } = await mine.run(argv, { stdin: password, ...o })
      expect({ code, stderr }).toMatchObject({ code: Exit.ok })
      return stderr.replace(/\s+/g, ' ')
    }
    // Nothing was sent yet, and nothing is remembered.
    expect((await mine.run(argv, { stdin: 'Wrong-2026' })).stderr).toContain('Logging in to ')
    const first = await login()
    expect(first).toContain('Logging in to ')
    expect(first).not.toContain('settings')
    expect(await login()).not.toContain('Logging in to ')
    expect(await login({ lang: 'fr' })).not.toContain('Connexion à ')

    const folder = mkdtempSync(join(tmpdir(), 'epic-events-target-'))
    const envFile = join(folder, '.env')
    writeFileSync(envFile, 'EPIC_EVENTS_LANG=en\n', { mode: 0o600 })
    const env = { EPIC_EVENTS_ENV_FILE: envFile, EPIC_EVENTS_LANG: '' }
    const changed = await login({ env })
    expect(changed).toContain(`with the settings in ${envFile}. Your last login was to `)
    expect(changed).toContain(', with no settings file.')
    expect(await login({ env })).not.toContain('Logging in to ')
    const back = await mine.run([...argv, '--json', '--quiet'], { stdin: password, lang: 'fr' })
    expect(back.stderr.replace(/\s+/g, ' ')).toContain(`La fois précédente, c'était à `)
    expect(Object.keys(JSON.parse(back.stdout))).not.toContain('server')
    // Each session file has its own memory.
    expect((await device('another').run(argv, { stdin: password })).stderr).toContain('Logging in to ')
  })

  test('a session at the end of its day → 4, and the way to log in again', async () => {
    const mine = device('old')
    await mine.login()
    const before = mine.tokens()
    await agency.owner(async (sql) => {
      await sql`
      update epic_events.session set ends_at = now() - interval '1 second'
      where id::text = ${String(decoded(before.access_token, 1)['sid'])}`
    })
    for (const now of [Date.now(), Date.now() + minutes(24 * 60 + 1)]) {
      const { code, stderr } = await mine.run(['client', 'list'], { now })
      expect({ code, stderr }).toMatchObject({ code: Exit.unauthenticated })
      expect(stderr).toContain('epic-events login')
    }
  })
})
