import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import type postgres from 'postgres'
import { ConnectionLost, failureOf, openServer, type ServerOptions, withServer } from '../../src/db/server.ts'
import { parseDatabaseUrl } from '../../src/db/url.ts'
import { AppError, Unavailable } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { freePort, freshDatabase, type TestDatabase, testServer } from '../support/postgres.ts'
import { startProxy, type TcpProxy } from '../support/proxy.ts'

const t = catalog('en', 'UTC')
const proxies: TcpProxy[] = []
const server = await testServer()
let database: TestDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await database.run('create table note (id int primary key, body text)')
})

afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.stop()))
  await database.drop()
})

async function proxy(o?: { silent?: boolean; closes?: boolean }): Promise<TcpProxy> {
  const started = await startProxy(o?.silent ? undefined : server, o?.closes ? { closes: true } : {})
  proxies.push(started)
  return started
}

function urlOf(hosts: readonly { port: number }[], parameters = '', user = 'postgres'): string {
  const list = hosts.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return `postgres://${user}@${list}/${database.name}${parameters}`
}

interface Run {
  params?: Record<string, string>
  options?: Partial<ServerOptions>
}

function query<T>(url: string, work: (sql: postgres.Sql) => Promise<T>, run: Run = {}): Promise<T> {
  const options = { now: () => performance.now(), ...run.options }
  return withServer(parseDatabaseUrl(url), run.params ?? {}, options, work)
}

const one = (sql: postgres.Sql): Promise<unknown> => sql`select 1 as one`.then(([row]) => row?.['one'])

/** What a query fails with, and after how many milliseconds. */
async function failing(run: Promise<unknown>): Promise<{ error: AppError; said: string; more: string; ms: number }> {
  const began = performance.now()
  try {
    await run
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const more = (error.detail.more ?? []).map((say) => say(t)).join('\n')
    return { error, said: error.say(t), more, ms: performance.now() - began }
  }
  throw new Error('it should have failed')
}

describe('round trips', () => {
  test('a statement without parameters costs 2, with parameters 3', async () => {
    const between = await proxy()
    expect(await query(urlOf([between]), one)).toBe(1)
    expect(between.roundTrips()).toBe(2)
    between.resetCount()
    const text = await query(urlOf([between]), (sql) => sql`select ${'x'}::text as text`.then(([row]) => row?.['text']))
    expect(text).toBe('x')
    expect(between.roundTrips()).toBe(3)
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
    expect(error.exit).toBe(7)
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
    const { said, more, ms } = await failing(query(urlOf(silent), one, { options: { deadlineMs: 1500 } }))
    expect(ms).toBeWithin(1300, 2200)
    expect(said).toStartWith('None of the database servers serves')
    expect(more.match(/did not answer within 0.5 s/g)).toHaveLength(3)
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

  test('a database that only reads is passed over for one that writes', async () => {
    const user = `reader_${process.pid}`
    await server.run('postgres', `create role ${user} login; alter role ${user} set default_transaction_read_only = on`)
    const url = urlOf([server], '?target_session_attrs=read-write', user)
    const { said } = await failing(query(url, one))
    await server.run('postgres', `drop role ${user}`)
    expect(said).toBe(t.server.wrongState({ at: `127.0.0.1:${server.port}`, wanted: 'read-write' }))
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

describe('signing in', () => {
  test.skipIf(!server.scram)('SCRAM: right, wrong and missing password', async () => {
    const { user, password } = server.scram ?? { user: '', password: '' }
    const between = await proxy()
    const at = `127.0.0.1:${between.port}`
    const url = (secret: string): string =>
      `postgres://${user}${secret && `:${encodeURIComponent(secret)}`}@${at}/${database.name}`
    expect(await query(url(password), one)).toBe(1)
    expect(between.roundTrips()).toBe(4)
    expect((await failing(query(url('canary'), one))).said).toBe(t.server.password({ user, at }))
    expect((await failing(query(url(''), one))).said).toBe(t.server.passwordMissing({ user, at }))
  })

  test('no such user, no such database', async () => {
    const at = `127.0.0.1:${server.port}`
    expect((await failing(query(urlOf([server], '', 'ghost'), one))).said).toBe(t.server.noRole({ user: 'ghost', at }))
    const { said } = await failing(query(`postgres://postgres@${at}/ghost`, one))
    expect(said).toBe(t.server.noDatabase({ database: 'ghost', at }))
  })

  test('a role that was not granted, or does not exist: the two lines for the DBA', async () => {
    const [user, role] = [`weak_${process.pid}`, `app_${process.pid}`]
    const url = urlOf([server], '', user)
    await server.run('postgres', `create role ${user} login`)
    const missing = await failing(query(url, one, { params: { role } }))
    await server.run('postgres', `create role ${role} nologin`)
    const refused = await failing(query(url, one, { params: { role } }))
    await server.run('postgres', `grant ${role} to ${user}`)
    const who = await query(url, (sql) => sql`select current_user as who`.then(([row]) => row?.['who']), {
      params: { role },
    })
    await server.run('postgres', `drop role ${user}; drop role ${role}`)
    for (const { said, more } of [missing, refused]) {
      expect(said).toBe(t.server.setRole({ user, role }))
      expect(more).toEndWith(`create role ${role} nologin;\ngrant ${role} to ${user};`)
    }
    expect(who).toBe(role)
  })

  test('a full server is passed over', async () => {
    const user = `crowd_${process.pid}`
    await server.run('postgres', `create role ${user} login connection limit 0`)
    const { error, said, more } = await failing(query(urlOf([server, { port: await freePort() }], '', user), one))
    await server.run('postgres', `drop role ${user}`)
    expect(error.exit).toBe(7)
    expect(said).toStartWith('None of')
    expect(more).toContain(t.server.tooMany({ at: `127.0.0.1:${server.port}` }))
  })
})

describe('a connection lost on the way', () => {
  const kill = (pid: number): Promise<unknown> => database.run(`select pg_terminate_backend(${pid})`)
  const pidOf = async (sql: postgres.Sql | postgres.TransactionSql): Promise<number> =>
    Number((await sql`select pg_backend_pid() as pid`)[0]?.['pid'])

  test('the backend is killed in mid-query', async () => {
    const { error, ms } = await failing(
      query(urlOf([server]), async (sql) => {
        const pid = await pidOf(sql)
        setTimeout(() => void kill(pid), 100)
        return sql`select pg_sleep(20)`
      }),
    )
    expect(error).toBeInstanceOf(ConnectionLost)
    expect(error).toMatchObject({ sent: true, exit: 7 })
    expect(ms).toBeLessThan(3000)
  })

  test('the backend is killed inside a transaction (porsager/postgres#1066)', async () => {
    const { error } = await failing(
      query(urlOf([server]), (sql) =>
        sql.begin(async (tx) => {
          const pid = await pidOf(tx)
          setTimeout(() => void kill(pid), 100)
          await tx`insert into note values (1, 'lost')`
          return tx`select pg_sleep(20)`
        }),
      ),
    )
    expect(error).toMatchObject({ name: 'ConnectionLost', sent: true })
    await Bun.sleep(50)
    expect((await database.run('select count(*)::int as n from note where id = 1'))[0]?.['n']).toBe(0)
  })

  test('killed between two statements: nothing was sent', async () => {
    const { error } = await failing(
      query(urlOf([server]), (sql) =>
        sql.begin(async (tx) => {
          await kill(await pidOf(tx))
          await Bun.sleep(100)
          return tx`select 1`
        }),
      ),
    )
    expect(error).toMatchObject({ name: 'ConnectionLost', sent: false })
  })

  test('the answer to COMMIT is lost: sent, and it took effect', async () => {
    for (const [id, cut] of [
      [2, true],
      [3, false],
    ] as const) {
      const between = await proxy()
      between.swallowAnswerAfter('commit', { cut })
      const { error, ms } = await failing(
        query(urlOf([between]), (sql) => sql.begin((tx) => tx`insert into note values (${id}, 'kept')`), {
          options: { statementDeadlineMs: 800 },
        }),
      )
      expect(error).toMatchObject({ name: 'ConnectionLost', sent: true })
      expect(ms).toBeLessThan(2000)
      expect((await database.run(`select count(*)::int as n from note where id = ${id}`))[0]?.['n']).toBe(1)
    }
  })

  test('a server that falls silent after it signed us in', async () => {
    const between = await proxy()
    const { said, error } = await failing(
      query(
        urlOf([between]),
        async (sql) => {
          await one(sql)
          between.silence()
          return sql`select ${2}::int as two`
        },
        { options: { statementDeadlineMs: 500 } },
      ),
    )
    expect(error).toMatchObject({ sent: true })
    expect(said).toBe(t.server.silent({ at: `127.0.0.1:${between.port}`, seconds: '0.5' }))
  })

  test('silence is measured while an answer is owed, not while we think or rows flow', async () => {
    const rows = await query(
      urlOf([server]),
      async (sql) => {
        await one(sql)
        await Bun.sleep(500)
        let count = 0
        for await (const part of sql`select * from generate_series(1, 6)`.cursor(2)) {
          count += part.length
          await Bun.sleep(400)
        }
        await Promise.all([sql`select 1`, sql`select ${2}::int`, sql`select 3`, one(sql)])
        await Bun.sleep(400)
        return count
      },
      { options: { statementDeadlineMs: 300 } },
    )
    expect(rows).toBe(6)
  })

  test('who goes on after a failure hears of it, every time', async () => {
    const port = await freePort()
    const client = openServer(parseDatabaseUrl(urlOf([{ port }])), {}, { now: () => performance.now() })
    for (let time = 0; time < 3; time += 1) {
      const error = await client.sql`select ${'canary'}::text`.catch((reason: unknown) => reason)
      const failure = failureOf(client, error)
      expect(failure).toBeInstanceOf(Unavailable)
      expect(Bun.inspect(failure, { depth: 9 })).not.toContain('canary')
    }
    await client.close()
  })

  test('an error of the work itself stays what it is', async () => {
    const bug = new RangeError('mine')
    await expect(query(urlOf([server]), () => Promise.reject(bug))).rejects.toBe(bug)
    const wrong = query(urlOf([server]), (sql) => sql`select 1/0`)
    await expect(wrong).rejects.toMatchObject({ code: '22012' })
  })
})

describe('TLS', () => {
  const mode = (name: string, host = 'localhost'): string =>
    `postgres://postgres@${host}:${server.port}/${database.name}?sslmode=${name}`
  const encrypted = (sql: postgres.Sql): Promise<unknown> =>
    sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.then(([row]) => row?.['ssl'])
  const authority = (): string => `&sslrootcert=${encodeURIComponent(server.authority ?? '')}`

  test.skipIf(!server.authority)('sslmode decides, and this machine is plain without one', async () => {
    expect(await query(urlOf([server]), encrypted)).toBe(false)
    for (const [name, wanted] of [
      ['disable', false],
      ['prefer', true],
      ['allow', true],
      ['require', true],
    ] as const) {
      expect(await query(mode(name), encrypted)).toBe(wanted)
    }
  })

  test.skipIf(!server.authority)('one round trip for TLS beside the handshake', async () => {
    const between = await proxy()
    expect(await query(urlOf([between], '?sslmode=require'), encrypted)).toBe(true)
    expect(between.roundTrips()).toBeWithin(4, 6)
  })

  test.skipIf(!server.authority)('verify-full wants a trusted certificate of that name', async () => {
    expect(await query(`${mode('verify-full')}${authority()}`, encrypted)).toBe(true)
    expect(await query(`${mode('verify-ca', '127.0.0.1')}${authority()}`, encrypted)).toBe(true)
    const wrongName = await failing(query(`${mode('verify-full', '127.0.0.1')}${authority()}`, encrypted))
    const unknown = await failing(query(mode('verify-full'), encrypted))
    const unknownCa = await failing(query(mode('verify-ca'), encrypted))
    for (const { said } of [wrongName, unknown, unknownCa]) expect(said).toContain('is not trusted')
    const noFile = await failing(query(`${mode('verify-full')}&sslrootcert=/nowhere.crt`, encrypted))
    expect(noFile.said).toBe(t.server.rootCertificate({ path: '/nowhere.crt' }))
  })

  test.skipIf(!server.authority)('require with an authority verifies, as libpq does', async () => {
    expect(await query(`${mode('require', '127.0.0.1')}${authority()}`, encrypted)).toBe(true)
  })

  test('a server without TLS: refused where it is required, plain where it is preferred', async () => {
    // Answers N to the request for TLS and passes everything else on.
    const without = Bun.listen<{ up?: Socket }>({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        open: (socket) => {
          socket.data = {}
        },
        data: (socket, chunk) => {
          if (chunk.length === 8) return void socket.write('N')
          socket.data.up ??= upstream((answer) => void socket.write(answer))
          socket.data.up.write(chunk)
        },
        close: (socket) => void socket.data.up?.destroy(),
      },
    })
    const at = `127.0.0.1:${without.port}`
    expect(await query(urlOf([without], '?sslmode=prefer'), encrypted)).toBe(false)
    const { said } = await failing(query(urlOf([without], '?sslmode=require'), encrypted))
    without.stop(true)
    expect(said).toBe(t.server.tlsMissing({ at }))
  })

  function upstream(answer: (chunk: Buffer) => void): Socket {
    return connect(server.port, server.host).on('data', answer)
  }
})
