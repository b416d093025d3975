/** A session that is begun before its command is loaded: it serves that command, and is no trace in whatever else is typed. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { Cancelled, Exit } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { sign } from '../../../src/session/token.ts'
import { type Agency, openAgency, type Person, type RunOptions, secretKey } from '../../support/agency.ts'
import { freePort } from '../../support/postgres.ts'
import { startProxy, type TcpProxy } from '../../support/proxy.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
let agency: Agency
let anna: Person
let proxy: TcpProxy

beforeAll(async () => {
  agency = await openAgency('server')
  anna = await agency.person('management')
  const { hostname, port } = new URL(agency.url ?? '')
  proxy = await startProxy({ host: hostname, port: Number(port) })
})
afterAll(async () => {
  await proxy.stop()
  await agency.close()
})

const urlAt = (port: number, parameters = '') => {
  const url = new URL(`${agency.url}${parameters}`)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return String(url)
}
/** Runs a command through the proxy. @returns also how many connections it made, and how many of its sessions the server still has */
async function typed(argv: string[], o: RunOptions = {}) {
  const name = `typed_${crypto.randomUUID()}`
  const before = { connections: proxy.connections(), trips: proxy.roundTrips() }
  const ran = await agency.run(argv, {
    as: anna,
    ...o,
    env: { DATABASE_URL: urlAt(proxy.port, `?application_name=${name}`), ...o.env },
  })
  const left = async () =>
    agency.owner(async (sql) => (await sql`select from pg_stat_activity where application_name = ${name}`).length)
  for (let tries = 0; tries < 100 && (await left()) > 0; tries += 1) await Bun.sleep(20)
  const { connections, trips } = before
  return {
    ...ran,
    connections: proxy.connections() - connections,
    trips: proxy.roundTrips() - trips,
    left: await left(),
  }
}

describe('serves the command', () => {
  test.each([
    [['client', 'list']],
    // Management's lines of the months and weeks are a statement of their own.
    [['today'], 3],
    [['find', 'anna']],
    [['whoami']],
    [['company', 'create', '-n', 'Cool Startup LLC']],
  ] as readonly (readonly [string[], number?])[])('%p → one connection', async (argv, trips = 2) => {
    const ran = await typed(argv)
    expect(ran).toMatchObject({ code: Exit.ok, connections: 1, left: 0 })
    expect(ran.trips).toBe(trips)
  })

  test('what it writes has an operation of its own in the audit log', async () => {
    await typed(['company', 'create', '-n', 'One'])
    await typed(['company', 'create', '-n', 'Two'])
    const written = await agency.owner(
      (sql) => sql`select distinct operation from epic_events.audit_log where table_name = 'company'`,
    )
    expect(written.length).toBeGreaterThanOrEqual(2)
  })
})

describe('is begun for nothing', () => {
  test.each([
    [['client', 'lst'], Exit.usage],
    [['client', 'list', '--no-such-option'], Exit.usage],
    [['client', 'list', '--limit', 'many'], Exit.usage],
    [['client', 'view'], Exit.usage],
  ])('%p → the error of the command line, and the session is ended', async (argv, code) => {
    const ran = await typed(argv)
    expect(ran).toMatchObject({ code, left: 0 })
    // None where the error was found before the server was reached.
    expect(ran.connections).toBeLessThanOrEqual(1)
    expect(ran.stderr).not.toBe('')
  })

  test('settings that are wrong → their error', async () => {
    const ran = await typed(['client', 'list'], { env: { ACCESS_TOKEN_LIFETIME_MINUTES: 'many' } })
    expect(ran).toMatchObject({ code: Exit.unavailable, left: 0 })
    expect(ran.stderr).toContain('ACCESS_TOKEN_LIFETIME_MINUTES')
  })

  test('a question is asked with no session open', async () => {
    const name = `asked_${crypto.randomUUID()}`
    const env = { DATABASE_URL: urlAt(proxy.port, `?application_name=${name}`) }
    const { app, prompt } = agency.app({ as: anna, terminal: 80, env })
    let open = -1
    Object.assign(prompt, {
      async text() {
        // The server ends a session a moment after its client has gone.
        for (let tries = 0; tries < 50 && open !== 0; tries += 1) {
          await Bun.sleep(20)
          open = await agency.owner(
            async (sql) => (await sql`select from pg_stat_activity where application_name = ${name}`).length,
          )
        }
        throw new Cancelled((words) => words.ask.cancelled)
      },
    })
    expect(await app.run(['company', 'create'])).toBe(130)
    await app.close()
    expect(open).toBe(0)
  })
})

describe('is not begun', () => {
  test.each([
    [['client']],
    [['client', '--help']],
    [['client', 'list', '--help']],
    [['help', 'client', 'list']],
    [['client', 'help']],
    [['--version']],
    [['nonsense', 'list']],
  ])('%p → no connection', async (argv) => {
    expect(await typed(argv)).toMatchObject({ connections: 0 })
  })

  /** A session file with this token in the place of Anna's. */
  const withToken = (accessToken: string): Person => {
    const sessionFile = `${anna.sessionFile}.other`
    const tokens = JSON.parse(readFileSync(anna.sessionFile, 'utf8'))
    writeFileSync(sessionFile, JSON.stringify({ ...tokens, access_token: accessToken }), { mode: 0o600 })
    return { ...anna, sessionFile }
  }
  const token = (o: { now: number; key?: string }) =>
    sign({
      ...{ kid: 'v1', key: secretKey, userId: anna.id, role: 'management', sessionId: '1', secret: anna.secret },
      ...{ lifetimeSeconds: 60, ...o },
    })

  test('with a forged token → 4, and no session of that name', async () => {
    const forged = withToken(await token({ now: Math.floor(Date.now() / 1000), key: 'x'.repeat(40) }))
    const ran = await typed(['whoami'], { as: forged })
    // One connection without an identity finds out whether anybody has an account.
    expect(ran).toMatchObject({ code: Exit.unauthenticated, connections: 1, left: 0 })
  })

  test('with a token that has expired → it is renewed as ever, or refused', async () => {
    const expired = withToken(await token({ now: Math.floor(Date.now() / 1000) - 3600 }))
    expect(await typed(['client', 'list'], { as: expired })).toMatchObject({ code: Exit.unauthenticated, left: 0 })
  })

  test('by somebody who is not signed in → 4', async () => {
    const nobody = { ...anna, sessionFile: `${anna.sessionFile}.missing` }
    expect(await typed(['client', 'list'], { as: nobody })).toMatchObject({ code: Exit.unauthenticated, left: 0 })
  })
})

describe('what is wrong with the server is told once, by the command', () => {
  test('it refuses', async () => {
    const port = await freePort()
    const ran = await agency.run(['client', 'list'], { as: anna, env: { DATABASE_URL: urlAt(port) } })
    expect(ran.code).toBe(Exit.unavailable)
    expect(ran.stderr).toContain(t.server.refused({ at: `127.0.0.1:${port}` }))
  })

  test('it hangs up → and is tried once', async () => {
    const closing = await startProxy(undefined, { closes: true })
    const ran = await agency.run(['client', 'list'], { as: anna, env: { DATABASE_URL: urlAt(closing.port) } })
    expect(ran.code).toBe(Exit.unavailable)
    expect(ran.stderr).toContain(t.server.closed({ at: `127.0.0.1:${closing.port}` }))
    expect(closing.connections()).toBe(1)
    await closing.stop()
  })
})
