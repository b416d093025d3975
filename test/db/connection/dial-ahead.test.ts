/** A server that is far away is dialled before it is known who comes: it hears nothing before that, and nothing of it stays behind. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrokerOf } from '../../../src/db/broker/borrow.ts'
import { brokersIn, socketOf } from '../../../src/db/broker/place.ts'
import { keyOf, split } from '../../../src/db/broker/wanted.ts'
import { server as serverDatabase } from '../../../src/db/connection/connect.ts'
import { dialAhead } from '../../../src/db/connection/dial-ahead.ts'
import type { Parameters } from '../../../src/db/connection/protocol.ts'
import { fixedSettings, sessionParameters } from '../../../src/db/connection/settings.ts'
import { parseDatabaseUrl } from '../../../src/db/connection/url.ts'
import { Exit } from '../../../src/errors.ts'
import { sign } from '../../../src/session/token.ts'
import { type Agency, openAgency, type Person, secretKey } from '../../support/agency.ts'
import { canBeFar } from '../../support/far.ts'
import { startProxy, type TcpProxy } from '../../support/proxy.ts'
import { database, failing, one, proxy, server, t } from '../../support/server-runs.ts'

setDefaultTimeout(60_000)

const now = () => performance.now()
/** `prefer` asks for TLS, so the server is none that is simply here. */
const databaseAt = (port: number) =>
  serverDatabase(parseDatabaseUrl(`postgres://postgres@127.0.0.1:${port}/${database.name}?sslmode=prefer`), {
    pooler: false,
    now,
  })
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let tries = 0; tries < 500 && !(await holds()); tries += 1) await Bun.sleep(10)
  expect(await holds()).toBe(true)
}

describe('before it is known who comes', () => {
  let listening: Server
  let port = 0
  let heard: string[] = []
  let sockets: Socket[] = []
  let gone = 0
  beforeAll(async () => {
    listening = createServer({ allowHalfOpen: false }, (socket) => {
      sockets.push(socket)
      socket.on('data', (chunk) => heard.push(chunk.toString('latin1'))).on('error', () => {})
      socket.on('close', () => {
        gone += 1
      })
    })
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const address = listening.address()
    port = typeof address === 'object' && address ? address.port : 0
  })
  afterAll(() => void listening.close())

  /** Begins a session of somebody who is known only when `known` is called. */
  async function begin() {
    heard = []
    sockets = []
    gone = 0
    const who = Promise.withResolvers<Parameters | undefined>()
    const made = databaseAt(port)
    const begun = made.begin?.(() => who.promise)
    await until(() => sockets.length === 1)
    // Time in which somebody who does not wait would have spoken.
    await Bun.sleep(50)
    return { made, who, begun }
  }

  test('the server is connected to, and hears nothing; then it is asked for TLS', async () => {
    const { made, who, begun } = await begin()
    expect(heard).toEqual([])
    who.resolve({})
    await begun
    await until(() => heard.length > 0)
    expect(heard).toEqual(['\0\0\0\x08\x04\xd2\x16/'])
    await made.close()
    await until(() => gone === 1)
  })

  test.each([
    ['nobody comes', (who: PromiseWithResolvers<Parameters | undefined>) => who.resolve(undefined)],
    ['it cannot be found out', (who: PromiseWithResolvers<Parameters | undefined>) => who.reject(new Error('no'))],
  ])('%s → it is left without a word', async (_, answer) => {
    const { who, begun } = await begin()
    answer(who)
    await begun
    await until(() => gone === 1)
    expect([heard, sockets.length]).toEqual([[], 1])
  })

  test.each([
    ['hangs up', (socket: Socket) => socket.end()],
    ['resets the connection', (socket: Socket) => socket.resetAndDestroy()],
  ])('the server %s meanwhile → the command is told so at once', async (_, leave) => {
    const { made, who, begun } = await begin()
    for (const socket of sockets) leave(socket)
    await until(() => gone === 1)
    await Bun.sleep(50)
    who.resolve({})
    await begun
    const { said, ms } = await failing(made.use({}, one))
    expect(said).toBe(t.server.closed({ at: `127.0.0.1:${port}` }))
    expect(ms).toBeLessThan(2_000)
    expect(sockets.length).toBe(1)
    await made.close()
  })
})

test('what was dialled serves the command', async () => {
  const front = await proxy()
  const made = databaseAt(front.port)
  await made.begin?.(() => Bun.sleep(200).then(() => ({ application_name: 'dialled' })))
  const name = await made.use({ application_name: 'dialled' }, async (sql) => {
    const [row] = await sql`select pg_catalog.current_setting('application_name') as name`
    return row?.['name']
  })
  expect([name, front.connections()]).toEqual(['dialled', 1])
  await made.close()
  await front.stop()
})

test('settings that differ from those it was begun with → another connection, and none is left', async () => {
  const front = await proxy()
  const made = databaseAt(front.port)
  const name = `differs_${crypto.randomUUID()}`
  await made.begin?.(async () => ({ application_name: name }))
  expect(await made.use({ application_name: `${name}_too` }, one)).toBe(1)
  expect(front.connections()).toBe(2)
  await until(async () => {
    const rows = await server.run('postgres', `select from pg_stat_activity where application_name like '${name}%'`)
    return rows.length === 0
  })
  await made.close()
  await front.stop()
})

describe('where there is a broker', () => {
  const ownFolder = mkdtempSync(join(tmpdir(), 'epic-ahead-'))
  const broker: BrokerOf = {
    ownFolder,
    command: ['/bin/false'],
    build: 'a build',
    minutes: 5,
    uid: process.geteuid?.(),
  }
  afterAll(() => rmSync(ownFolder, { recursive: true, force: true }))

  test('nothing is dialled, whatever the command', async () => {
    const front = await proxy()
    const target = parseDatabaseUrl(`postgres://postgres@127.0.0.1:${front.port}/${database.name}?sslmode=prefer`)
    const dialled = await dialAhead(target, { now, pooler: false, broker })
    expect(dialled).toBeDefined()
    dialled?.abandon()
    await until(() => front.connections() === 1)
    // The settings of any command, as it asks the broker.
    const { fixed } = split({ ...fixedSettings, ...sessionParameters({ secret: 'somebody' }) })
    mkdirSync(brokersIn(ownFolder), { recursive: true, mode: 0o700 })
    const path = socketOf(brokersIn(ownFolder), keyOf({ target, parameters: fixed }, broker.build))
    const listening = Bun.listen({ unix: path, socket: { data() {} } })
    expect(await dialAhead(target, { now, pooler: false, broker })).toBeUndefined()
    await Bun.sleep(50)
    expect(front.connections()).toBe(1)
    listening.stop(true)
    await front.stop()
  })
})

describe('a command', () => {
  let agency: Agency
  let anna: Person
  let front: TcpProxy
  beforeAll(async () => {
    agency = await openAgency('server')
    anna = await agency.person('management')
    const { hostname, port } = new URL(agency.url ?? '')
    front = await startProxy({ host: hostname, port: Number(port) })
  })
  afterAll(async () => {
    await front.stop()
    await agency.close()
  })

  async function typed(argv: string[], as = anna) {
    const name = `ahead_${crypto.randomUUID()}`
    const url = new URL(`${agency.url}?sslmode=${canBeFar(server) ? 'require' : 'prefer'}&application_name=${name}`)
    url.hostname = '127.0.0.1'
    url.port = String(front.port)
    const before = front.connections()
    const ran = await agency.run(argv, { as, env: { DATABASE_URL: String(url) } })
    await until(async () =>
      agency.owner(
        async (sql) => (await sql`select from pg_stat_activity where application_name = ${name}`).length === 0,
      ),
    )
    return { ...ran, connections: front.connections() - before }
  }
  const expired = () => Math.floor(Date.now() / 1000) - 3600

  test.each([[['client', 'list']], [['whoami']], [['company', 'create', '-n', 'Cool Startup LLC']]])(
    '%p → one connection',
    async (argv) => {
      expect(await typed(argv)).toMatchObject({ code: Exit.ok, connections: 1 })
    },
  )

  test.each([[['client']], [['client', 'list', '--help']], [['help', 'client', 'list']], [['--version']]])(
    '%p → none',
    async (argv) => {
      expect(await typed(argv)).toMatchObject({ code: Exit.ok, connections: 0 })
    },
  )

  test('of somebody who is not signed in → the error as ever, and nothing was dialled for a session', async () => {
    const nobody = { ...anna, sessionFile: `${anna.sessionFile}.missing` }
    // One connection without an identity finds out whether anybody has an account.
    expect(await typed(['whoami'], nobody)).toMatchObject({ code: Exit.unauthenticated, connections: 1 })
  })

  test.each([
    ['forged', () => ({ key: 'x'.repeat(40), now: expired() + 3600 })],
    ['expired', () => ({ key: secretKey, now: expired() })],
  ])('with a token that is %s → the error as ever, and no connection is left', async (_, o) => {
    const tokens = JSON.parse(readFileSync(anna.sessionFile, 'utf8'))
    const sessionFile = `${anna.sessionFile}.other`
    const mine = { kid: 'v1', userId: anna.id, role: 'management', sessionId: '1', secret: anna.secret }
    const access_token = await sign({ ...mine, lifetimeSeconds: 60, ...o() })
    writeFileSync(sessionFile, JSON.stringify({ ...tokens, access_token }), { mode: 0o600 })
    expect(await typed(['whoami'], { ...anna, sessionFile })).toMatchObject({ code: Exit.unauthenticated })
  })
})
