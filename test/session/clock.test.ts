/**
 * A machine whose clock is wrong: what is told is the clock, not that the session has expired (golang-jwt/jwt#98,
 * banzaicloud/banzai-cli#164, uport-project/uport-credentials#151).
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, rmSync } from 'node:fs'
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { lockFile } from '../../src/session/file.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

const minutes = (n: number) => n * 60_000
const t = catalog('en', 'Europe/Paris')

describe.each(['server', 'embedded'] as const)('on a %s database', (kind) => {
  let agency: Agency
  let boss: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management')
  })
  afterAll(() => agency.close())
  const login = (person: Person, now: number) =>
    agency.run(['login', '-u', person.username, '--password-stdin'], { as: person, stdin: 'Sesame-2026', now })

  test.each([
    ['two hours', minutes(120)],
    ['to 1970, as without a battery', Date.now()],
  ])('set back by %s → 4, says so with both times; refresh goes on as it is', async (_, by) => {
    const now = Date.now() - by
    const { code, stderr } = await agency.run(['company', 'list', '--json'], { as: boss, now })
    const said = JSON.parse(stderr).error
    expect({ code, next: said.next }).toEqual({ code: Exit.unauthenticated, next: ['epic-events refresh'] })
    expect(said.message).toContain(t.format.date(new Date(now).toISOString()))
    expect(said.message).toStartWith("This machine's clock is wrong")
    const french = await agency.run(['company', 'list'], { as: boss, now, lang: 'fr' })
    expect(french.stderr).toContain("L'horloge de cette machine est fausse")
    expect(french.stderr).not.toContain('expirée')
    expect((await agency.run(['company', 'list'], { as: boss, now: Date.now() - minutes(0.5) })).code).toBe(Exit.ok)
  })

  test('the renewal that is named → works with the clock as it is, and with the right one afterwards', async () => {
    const person = await agency.person('management')
    expect((await login(person, Date.now())).code).toBe(Exit.ok)
    const now = Date.now() - minutes(120)
    expect((await agency.run(['whoami'], { as: person, now })).code).toBe(Exit.unauthenticated)
    expect((await agency.run(['refresh'], { as: person, now })).code).toBe(Exit.ok)
    expect((await agency.run(['whoami'], { as: person, now })).code).toBe(Exit.ok)
    expect((await agency.run(['whoami'], { as: person })).code).toBe(Exit.ok)
  })

  test('set forward → renews, and nobody is told anything', async () => {
    const person = await agency.person('management')
    expect((await login(person, Date.now())).code).toBe(Exit.ok)
    expect(await agency.run(['whoami'], { as: person, now: Date.now() + minutes(300) })).toMatchObject({
      code: Exit.ok,
      stderr: '',
    })
  })

  test('doctor → names the clock in the check of the session', async () => {
    const { code, stdout } = await agency.run(['doctor', '--json'], { as: boss, now: Date.now() - minutes(120) })
    expect(code).toBe(Exit.unavailable)
    const session = (JSON.parse(stdout) as { check: string; detail: string }[]).find(({ check }) => check === 'Session')
    expect(session?.detail).toStartWith("This machine's clock is wrong")
  })

  test('behind the database’s clock, so that the token is valid here alone → says by how much; refresh helps', async () => {
    const person = await agency.person('management')
    // Somebody logs in, works for 25 minutes, the clock is set back by 20, and 10 minutes later the database knows the token no more.
    expect((await login(person, Date.now() - minutes(35))).code).toBe(Exit.ok)
    await agency.owner(
      (sql) => sql`update epic_events.session_secret set expires_at = clock_timestamp() - interval '1 second'
        where kind = 'a' and session_id in (select id from epic_events.session where user_id = ${person.id})`,
    )
    const now = Date.now() - minutes(20)
    const { code, stderr } = await agency.run(['company', 'list', '--json'], { as: person, now })
    const said = JSON.parse(stderr).error
    expect({ code, said: said.message, next: said.next }).toEqual({
      code: Exit.unauthenticated,
      said: t.session.clockBehind({ minutes: 20 }),
      next: ['epic-events refresh'],
    })
    expect((await agency.run(['refresh'], { as: person, now })).code).toBe(Exit.ok)
    expect((await agency.run(['company', 'list'], { as: person, now })).code).toBe(Exit.ok)
  })

  test('a session that was ended while the clock is right → expired', async () => {
    const person = await agency.person('management')
    await agency.owner((sql) => sql`update epic_events.session set revoked_at = now() where user_id = ${person.id}`)
    const { code, stderr } = await agency.run(['company', 'list', '--json'], { as: person })
    expect(code).toBe(Exit.unauthenticated)
    expect(JSON.parse(stderr).error.message).toBe(t.refusal.expired)
  })

  test('the lock of the session cannot be made → 7 with the reason, never a bug', async () => {
    const person = await agency.person('management')
    const path = lockFile((await agency.app({ as: person }).app.sessionContext()).location)
    rmSync(path, { recursive: true, force: true })
    mkdirSync(path)
    const { code, stderr } = await login(person, Date.now())
    expect({ code, stderr }).toMatchObject({ code: Exit.unavailable })
    expect(stderr).toContain(t.session.unwritable({ path, reason: 'ELOOP' }))
  })
})
