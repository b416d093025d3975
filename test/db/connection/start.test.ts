/** Sessions that are started before the driver is there, and what becomes of them meanwhile. */
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { driverOptions } from '../../../src/db/connection/driver.ts'
import { Listeners } from '../../../src/db/connection/listeners.ts'
import { ConnectionLost, openServer, withServer } from '../../../src/db/connection/server.ts'
import { DriverSocket } from '../../../src/db/connection/socket.ts'
import { startSession, startupParameters } from '../../../src/db/connection/start.ts'
import { parseDatabaseUrl, type ServerTarget } from '../../../src/db/connection/url.ts'
import { database, failing, one, proxy, query, server, t, urlOf } from '../../support/server-runs.ts'

setDefaultTimeout(60_000)

const now = () => performance.now()
const started = (url: string, parameters: Record<string, string> = {}) => {
  const target = parseDatabaseUrl(url)
  return { target, starting: startSession(target, parameters, { now }) }
}
const backends = async (name: string): Promise<number> => {
  const [row] = await server.run(
    'postgres',
    `select count(*)::int as n from pg_stat_activity where application_name = '${name}'`,
  )
  return row?.['n'] ?? 0
}
/** Waits for what the server does in its own time. */
const eventually = async (holds: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100 && !(await holds()); tries += 1) await Bun.sleep(20)
  return holds()
}

describe('the start-up message', () => {
  /** What the driver writes first, with the options that it gets for this target. */
  const ofDriver = async (target: ServerTarget, parameters: Record<string, string>): Promise<Buffer> => {
    const written = Promise.withResolvers<Buffer>()
    class Deaf extends Listeners {
      readyState = 'open'
      write(bytes: Buffer) {
        written.resolve(bytes)
        return true
      }
      end() {
        this.readyState = 'closed'
        this.emit('close')
      }
    }
    const { user, database: name } = target
    const sql = postgres(
      driverOptions({
        ...{ host: 'server', user, database: name, prepare: true, socket: () => new Deaf() as never },
        parameters: startupParameters(target, parameters),
      }),
    )
    sql`select 1`.catch(() => {})
    const bytes = await written.promise
    await sql.end({ timeout: 0 })
    return bytes
  }

  test.each([
    ['postgres://a@127.0.0.1/b', {}],
    ['postgres://a:p@127.0.0.1/b?application_name=crm', { application_name: 'x', role: 'epic_events_app' }],
    ['postgres://J%C3%A9r%C3%B4me@127.0.0.1/%C3%A9v%C3%A9nements', { 'epic_events.session': 'é'.repeat(300) }],
    ['postgres://a@127.0.0.1/b', { search_path: '', DateStyle: 'ISO, MDY', TimeZone: 'UTC' }],
  ])('is the driver’s own, byte by byte: %s', async (url, parameters) => {
    const target = parseDatabaseUrl(url)
    const starting = startSession(target, parameters, { now })
    starting.abandon()
    expect(starting.message.toString('latin1')).toBe((await ofDriver(target, parameters)).toString('latin1'))
  })
})

describe('a session that is ready before the driver', () => {
  test('serves its first query, at the cost of one', async () => {
    const between = await proxy()
    const { target, starting } = started(urlOf([between]), { 'epic_events.session': 'secret' })
    await starting.take()
    expect(between.roundTrips()).toBe(1)
    const read = withServer(
      target,
      { 'epic_events.session': 'secret' },
      { now },
      (sql) => sql`select current_setting('epic_events.session') as s`.then(([row]) => row?.['s']),
      starting,
    )
    expect(await read).toBe('secret')
    expect([between.connections(), between.roundTrips()]).toEqual([1, 2])
  })

  test('and that nobody uses is ended', async () => {
    const name = `unused_${process.pid}`
    const { target, starting } = started(urlOf([server], `?application_name=${name}`))
    expect(await eventually(async () => (await backends(name)) === 1)).toBe(true)
    expect(await withServer(target, {}, { now }, async () => 'idle', starting)).toBe('idle')
    expect(await eventually(async () => (await backends(name)) === 0)).toBe(true)
  })

  test('given up while it starts: nothing is left of it', async () => {
    const name = `given_up_${process.pid}`
    const { starting } = started(urlOf([server], `?application_name=${name}`))
    starting.abandon()
    expect(await starting.take()).toHaveProperty('failure')
    expect(await eventually(async () => (await backends(name)) === 0)).toBe(true)
  })

  test('and was ended before its first query: told as lost, with nothing sent', async () => {
    const name = `lost_${process.pid}`
    const { target, starting } = started(urlOf([server], `?application_name=${name}`))
    expect(await eventually(async () => (await backends(name)) === 1)).toBe(true)
    await server.run(
      'postgres',
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`,
    )
    await Bun.sleep(100)
    const client = openServer(target, {}, { now }, starting)
    const error = await one(client.sql).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConnectionLost)
    expect((error as ConnectionLost).sent).toBe(false)
    await client.close()
  })

  test('what the driver would begin otherwise is not answered', async () => {
    const { target, starting } = started(urlOf([server]), { role: 'postgres' })
    const other = startSession(target, {}, { now })
    const socket = new DriverSocket({ start: () => starting, silenceMs: 1_000 })
    expect(() => socket.write(other.message)).toThrow('otherwise')
    other.abandon()
    starting.abandon()
  })
})

describe('an impostor', () => {
  /** Speaks SCRAM with the client's nonce. @param answers to the client's messages, from the second on */
  const impostor = (...answers: ((clientFirst: string) => Buffer)[]) => {
    const heard: string[] = []
    const listener = Bun.listen({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        data(socket, chunk) {
          heard.push(chunk.toString('latin1'))
          const answer = heard.length === 1 ? message('R', 10, 'SCRAM-SHA-256\0\0') : answers[heard.length - 2]
          socket.write(typeof answer === 'function' ? answer(heard[1] ?? '') : (answer ?? Buffer.alloc(0)))
        },
      },
    })
    return { listener, heard, url: `postgres://a:b@127.0.0.1:${listener.port}/d` }
  }
  const message = (type: string, ...parts: (string | number)[]): Buffer => {
    const int32 = (value: number) => Buffer.from(new Uint8Array(new Int32Array([value]).buffer).reverse())
    const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : int32(part))))
    return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
  }
  const welcome = Buffer.concat([message('R', 0), message('K', 1, 1), message('Z', 'I')])
  const challenge =
    (iterations: number, more = 'x') =>
    (first: string) =>
      message('R', 11, `r=${/r=(.*)$/.exec(first)?.[1]}${more},s=c2FsdHNhbHQ=,i=${iterations}`)

  test.each([
    ['proves what it does not know', [challenge(4096), () => Buffer.concat([message('R', 12, 'v=Zm9yZ2Vk'), welcome])]],
    ['proves it before it asked', [() => Buffer.concat([message('R', 12, 'v=Zm9yZ2Vk'), welcome])]],
    ['skips its proof', [challenge(4096), () => welcome]],
    ['skips it in the same breath', [(first: string) => Buffer.concat([challenge(4096)(first), welcome])]],
    ['repeats another exchange', [() => message('R', 11, 'r=another,s=c2FsdHNhbHQ=,i=4096')]],
    ['adds nothing to the nonce', [challenge(4096, '')]],
  ])('%s → refused, and nothing of the session is sent', async (_, answers) => {
    const { listener, heard, url } = impostor(...answers)
    const { said, ms } = await failing(query(url, one))
    listener.stop(true)
    expect(said).toBe(t.server.forged({ at: `127.0.0.1:${listener.port}` }))
    expect(ms).toBeLessThan(1000)
    expect(heard.slice(2).every((text) => text.startsWith('p'))).toBe(true)
  })

  test('has us reckon for hours → the deadline holds', async () => {
    const { listener, url } = impostor(challenge(2_000_000_000))
    const { said, ms } = await failing(query(url, one, { options: { deadlineMs: 500 } }))
    listener.stop(true)
    expect(said).toBe(t.server.timeout({ at: `127.0.0.1:${listener.port}`, seconds: '0.5' }))
    expect(ms).toBeWithin(400, 1500)
  })
})

test('an answer longer than the network takes at once arrives whole, and a statement too', async () => {
  const long = 'é'.repeat(20_000_000)
  const length = (sql: postgres.Sql) => sql`select length(${long}) as n, ${long}::text as back`
  const [row] = await query(urlOf([server]), length)
  expect(row?.['n']).toBe(long.length)
  expect(row?.['back'] === long).toBe(true)
})

test.skipIf(!server.socketFolder)('a Unix socket is as good', async () => {
  const url = `postgres://postgres@${encodeURIComponent(server.socketFolder ?? '')}:${server.port}/${database.name}`
  const { target, starting } = started(url)
  expect(await withServer(target, {}, { now }, one, starting)).toBe(1)
})
