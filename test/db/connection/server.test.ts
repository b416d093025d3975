import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { openServer } from '../../../src/db/connection/server.ts'
import { parseDatabaseUrl } from '../../../src/db/connection/url.ts'
import { Exit } from '../../../src/errors.ts'
import { freePort } from '../../support/postgres.ts'
import { database, failing, one, proxy, query, server, t, urlOf } from '../../support/server-runs.ts'

setDefaultTimeout(60_000)

describe('round trips', () => {
  test('a statement costs 2, with parameters or without', async () => {
    const between = await proxy()
    expect(await query(urlOf([between]), one)).toBe(1)
    expect(between.roundTrips()).toBe(2)
    between.resetCount()
    const text = await query(urlOf([between]), (sql) => sql`select ${'x'}::text as text`.then(([row]) => row?.['text']))
    expect(text).toBe('x')
    expect(between.roundTrips()).toBe(2)
    expect(between.connections()).toBe(2)
  })

  test('settings ride on the start-up message', async () => {
    const between = await proxy()
    const params = { 'epic_events.session': 'secret', statement_timeout: '4321' }
    const row = await query(
      urlOf([between], '?application_name=crm'),
      (sql) =>
        sql`select current_setting('epic_events.session') s, current_setting('statement_timeout') t, current_setting('application_name') a`.then(
          ([first]) => ({ ...first }),
        ),
      { params },
    )
    expect(row).toEqual({ s: 'secret', t: '4321ms', a: 'crm' })
    expect(between.roundTrips()).toBe(2)
  })

  test('behind a pool nothing but the name is set', async () => {
    const row = await query(
      urlOf([server]),
      (sql) => sql`select current_setting('epic_events.session', true) s`.then(([first]) => first?.['s']),
      { params: { 'epic_events.session': 'secret' }, options: { pooler: true } },
    )
    expect(row).toBeNull()
  })

  test('the end of a connection waits for nobody', async () => {
    const between = await proxy()
    const client = openServer(parseDatabaseUrl(urlOf([between])), {}, { now: () => performance.now() })
    expect(await one(client.sql)).toBe(1)
    between.delay(2000)
    const began = performance.now()
    await client.close()
    expect(performance.now() - began).toBeLessThan(200)
  })

  test('a client that was never used connects to nothing', async () => {
    const between = await proxy()
    expect(await query(urlOf([between]), async () => 'idle')).toBe('idle')
    expect(between.connections()).toBe(0)
  })
})

describe('hosts', () => {
  test('the first that answers serves', async () => {
    expect(await query(urlOf([{ port: await freePort() }, server]), one)).toBe(1)
  })

  test('all refused: each is told', async () => {
    const ports = [await freePort(), await freePort()]
    const { error, said, more, ms } = await failing(query(urlOf(ports.map((port) => ({ port }))), one))
    expect(error.exit).toBe(Exit.unavailable)
    expect(said).toContain(`127.0.0.1:${ports[0]},127.0.0.1:${ports[1]}/${database.name}`)
    expect(more.split('\n')).toEqual(ports.map((port) => t.server.refused({ at: `127.0.0.1:${port}` })))
    expect(ms).toBeLessThan(2000)
  })

  test('a name that does not exist', async () => {
    const { said } = await failing(query('postgres://a@nowhere.invalid/db', one, { options: { deadlineMs: 4000 } }))
    expect([
      t.server.unknownHost({ at: 'nowhere.invalid:5432' }),
      t.server.timeout({ at: 'nowhere.invalid:5432', seconds: '4' }),
    ]).toContain(said)
  })

  test('a silent first host leaves its successor time', async () => {
    const silent = await proxy({ silent: true })
    const began = performance.now()
    expect(await query(urlOf([silent, server]), one, { options: { deadlineMs: 2000 } })).toBe(1)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test('all hosts silent: within the deadline, all together', async () => {
    const silent = [await proxy({ silent: true }), await proxy({ silent: true }), await proxy({ silent: true })]
    const { said, more, ms } = await failing(query(urlOf(silent), one, { options: { deadlineMs: 3000 } }))
    expect(ms).toBeWithin(2700, 4000)
    expect(said).toStartWith('None of the database servers is available')
    expect(more.match(/did not answer within (0\.[789]|1(\.\d)?) s/g)).toHaveLength(3)
  })

  test('a silent host without a deadline of our own choosing: within 10 s', async () => {
    const silent = await proxy({ silent: true })
    const { said, ms } = await failing(query(urlOf([silent]), one))
    expect(said).toBe(t.server.timeout({ at: `127.0.0.1:${silent.port}`, seconds: '9' }))
    expect(ms).toBeWithin(8900, 9900)
  }, 15_000)

  test('connect_timeout is for one host', async () => {
    const silent = await proxy({ silent: true })
    const { ms } = await failing(query(urlOf([silent], '?connect_timeout=1'), one))
    expect(ms).toBeWithin(900, 2000)
  })

  test('a peer that accepts and closes is tried once', async () => {
    const closing = await proxy({ closes: true })
    const { said } = await failing(query(urlOf([closing]), one))
    expect(said).toBe(t.server.closed({ at: `127.0.0.1:${closing.port}` }))
    await Bun.sleep(200)
    expect(closing.connections()).toBe(1)
  })

  test('a server that is none of PostgreSQL', async () => {
    const web = Bun.listen({
      hostname: '127.0.0.1',
      port: 0,
      socket: { data: (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') },
    })
    const { said } = await failing(query(urlOf([web]), one))
    web.stop(true)
    expect(said).toBe(t.server.notPostgres({ at: `127.0.0.1:${web.port}` }))
  })

  test.skipIf(!server.socketFolder)('a socket folder', async () => {
    const folder = encodeURIComponent(server.socketFolder ?? '')
    expect(await query(`postgres://postgres@:${server.port}/${database.name}?host=${folder}`, one)).toBe(1)
    expect(await query(`postgres://postgres@${folder}:${server.port}/${database.name}`, one)).toBe(1)
    const { said } = await failing(query(`postgres://postgres@${folder}:1/${database.name}`, one))
    expect(said).toBe(t.server.noSocket({ at: `${server.socketFolder}/.s.PGSQL.1` }))
  })
})

describe('target_session_attrs', () => {
  test('a primary is no standby, and says so at once', async () => {
    for (const wanted of ['standby', 'read-only']) {
      const { said, ms } = await failing(query(urlOf([server], `?target_session_attrs=${wanted}`), one))
      expect(said).toBe(t.server.wrongState({ at: `127.0.0.1:${server.port}`, wanted }))
      expect(ms).toBeLessThan(1000)
    }
  })

  test('a primary serves where one is wanted, with no question asked', async () => {
    for (const wanted of ['any', 'read-write', 'primary']) {
      const between = await proxy()
      expect(await query(urlOf([between], `?target_session_attrs=${wanted}`), one)).toBe(1)
      expect(between.roundTrips()).toBe(2)
    }
  })

  test('prefer-standby falls back on the primary', async () => {
    const between = await proxy()
    expect(await query(urlOf([{ port: await freePort() }, between], '?target_session_attrs=prefer-standby'), one)).toBe(
      1,
    )
    expect(between.connections()).toBe(2)
  })

  test('a database that only reads is passed over for one that writes, and serves whoever asks for any', async () => {
    const user = `reader_${process.pid}`
    await server.run('postgres', `create role ${user} login; alter role ${user} set default_transaction_read_only = on`)
    const { said } = await failing(query(urlOf([server], '?target_session_attrs=read-write', user), one))
    const any = await query(urlOf([server], '', user), one, {
      options: { statementDeadlineMs: 1000, deadlineMs: 1000 },
    })
    await server.run('postgres', `drop role ${user}`)
    expect(said).toBe(t.server.wrongState({ at: `127.0.0.1:${server.port}`, wanted: 'read-write' }))
    expect(any).toBe(1)
  })

  test('PGTARGETSESSIONATTRS of the environment does not reach the driver', async () => {
    for (const wanted of ['any', 'standby', 'read-write']) {
      process.env['PGTARGETSESSIONATTRS'] = wanted
      try {
        expect(await query(urlOf([server]), one)).toBe(1)
      } finally {
        delete process.env['PGTARGETSESSIONATTRS']
      }
    }
  })
})
