/** What TLS and a password cost on a server that is far away: round trips, counted without a clock. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createServer, type Server } from 'node:tls'
import { canBeFar, type Far, farAway } from '../../support/far.ts'
import { ownServer, type TestServer } from '../../support/postgres.ts'
import { failing, one, query, server as shared, t } from '../../support/server-runs.ts'

setDefaultTimeout(60_000)

let own: TestServer
let far: Far
beforeAll(async () => {
  if (!canBeFar(shared)) return
  own = await ownServer()
  far = await farAway(own)
}, 60_000)
afterAll(async () => {
  await far?.stop()
  await own?.stop()
})

/** Restricts the curves of the server's TLS to the only one that PostgreSQL knew up to 17, or allows all of them. */
async function curves(groups: string | undefined): Promise<void> {
  await own.run('postgres', groups ? `alter system set ssl_groups = '${groups}'` : 'alter system reset ssl_groups')
  await own.run('postgres', 'select pg_reload_conf()')
  const shown = async () => (await own.run('postgres', 'show ssl_groups'))[0]?.['ssl_groups']
  while (groups && (await shown()) !== groups) await Bun.sleep(10)
}

async function trips(parameters = ''): Promise<number> {
  far.proxy.resetCount()
  expect(await query(far.url('postgres', parameters), one)).toBe(1)
  return far.proxy.roundTrips()
}

// The request for TLS, the handshake, start-up, SCRAM twice, the statement.
test.skipIf(!canBeFar(shared))('six round trips, with the curve of PostgreSQL up to 17 too', async () => {
  expect(await trips()).toBe(6)
  await curves('prime256v1')
  expect(await trips()).toBe(6)
  await curves('X25519')
  // The server knows only the second curve that is offered: it asks again.
  expect(await trips()).toBe(7)
  await curves(undefined)
})

test.skipIf(!canBeFar(shared))('sslnegotiation=direct saves the request for TLS', async () => {
  expect(await trips('&sslnegotiation=direct')).toBe(5)
  expect(await trips('&sslnegotiation=postgres')).toBe(6)
})

test.skipIf(!canBeFar(shared))('sslnegotiation=direct where TLS is asked for first: told, and what helps', async () => {
  // A server before version 17 takes the handshake for the beginning of a start-up message, and hangs up.
  const old = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data: (socket) => void socket.end() } })
  const url = `postgres://a:b@127.0.0.1:${old.port}/d?sslmode=require&sslnegotiation=direct`
  const { said, more, ms } = await failing(query(url, one))
  old.stop(true)
  expect(said).toContain(`127.0.0.1:${old.port}`)
  expect(more).toBe(t.server.directAdvice)
  expect(ms).toBeLessThan(5000)
})

test.skipIf(!canBeFar(shared))(
  'sslnegotiation=direct to a service that is not PostgreSQL: it hears nothing',
  async () => {
    const files = own.authority?.replace('ca.crt', '') ?? ''
    const [cert, key] = [await Bun.file(`${files}server.crt`).text(), await Bun.file(`${files}server.key`).text()]
    for (const ALPNProtocols of [undefined, ['postgresql']]) {
      const heard: Buffer[] = []
      const other: Server = createServer({ cert, key, ...(ALPNProtocols && { ALPNProtocols }) }, (socket) =>
        socket.on('data', (chunk: Buffer) => heard.push(chunk)).on('error', () => {}),
      )
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      const address = other.address()
      const port = typeof address === 'object' && address ? address.port : 0
      const url = far.url('postgres', '&sslnegotiation=direct').replace(/:\d+\//, `:${port}/`)
      const { said } = await failing(query(url, one, { options: { deadlineMs: 1000 } }))
      const at = `localhost:${port}`
      expect(said).toBe(ALPNProtocols ? t.server.timeout({ at, seconds: '1' }) : t.server.notPostgres({ at }))
      expect(heard.length).toBe(ALPNProtocols ? 1 : 0)
      other.close()
    }
  },
)

test.skipIf(!canBeFar(shared))('sslnegotiation=direct verifies the certificate like any other', async () => {
  const url = far.url('postgres', '&sslnegotiation=direct')
  const { said, more } = await failing(query(url.replace('localhost', '127.0.0.1'), one))
  expect(said).toContain('is not trusted')
  expect(more).toBe('')
})
