import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { Exit } from '../../../src/errors.ts'
import { makeCertificates } from '../../support/certificates.ts'
import { freePort } from '../../support/postgres.ts'
import { database, failing, one, proxy, query, server, t, urlOf } from '../../support/server-runs.ts'

setDefaultTimeout(60_000)

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
    for (const { said } of [missing, refused]) expect(said).toBe(t.server.setRole({ user, role }))
    expect(missing.more).toEndWith(`:\ncreate role ${role} nologin;\ngrant ${role} to ${user};`)
    expect(refused.more).toEndWith(`:\ngrant ${role} to ${user};`)
    expect(who).toBe(role)
  })

  test('a server that cannot prove that it knows the password', async () => {
    const frame = (type: string, ...parts: (string | number)[]): Buffer => {
      const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : int32(part))))
      return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
    }
    const int32 = (value: number): Buffer => {
      const bytes = Buffer.alloc(4)
      bytes.writeInt32BE(value)
      return bytes
    }
    const welcome = Buffer.concat([frame('R', 0), frame('K', 1, 1), frame('Z', 'I')])
    const salt = 'c=biws,s=c2FsdHNhbHQ=,i=4096'
    const scripts = {
      skips: [frame('R', 10, 'SCRAM-SHA-256\0\0'), welcome],
      skipsLate: [frame('R', 10, 'SCRAM-SHA-256\0\0'), frame('R', 11, `r=x,${salt}`), welcome],
      forges: [
        frame('R', 10, 'SCRAM-SHA-256\0\0'),
        frame('R', 11, `r=x,${salt}`),
        Buffer.concat([frame('R', 12, 'v=Zm9yZ2Vk'), welcome]),
      ],
    }
    for (const script of Object.values(scripts)) {
      const impostor = Bun.listen<{ said: number }>({
        hostname: '127.0.0.1',
        port: 0,
        socket: {
          open: (socket) => {
            socket.data = { said: 0 }
          },
          data: (socket) => {
            socket.write(script[socket.data.said] ?? Buffer.alloc(0))
            socket.data.said += 1
          },
        },
      })
      const { said, ms } = await failing(query(`postgres://a:b@127.0.0.1:${impostor.port}/d`, one))
      impostor.stop(true)
      expect(said).toBe(t.server.forged({ at: `127.0.0.1:${impostor.port}` }))
      expect(ms).toBeLessThan(1000)
    }
  })

  test('a full server is passed over', async () => {
    const user = `crowd_${process.pid}`
    await server.run('postgres', `create role ${user} login connection limit 0`)
    const { error, said, more } = await failing(query(urlOf([server, { port: await freePort() }], '', user), one))
    await server.run('postgres', `drop role ${user}`)
    expect(error.exit).toBe(Exit.unavailable)
    expect(said).toStartWith('None of')
    expect(more).toContain(t.server.tooMany({ at: `127.0.0.1:${server.port}` }))
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
    const folder = mkdtempSync(join(tmpdir(), 'epic-ca-'))
    const other = `&sslrootcert=${encodeURIComponent(makeCertificates(folder) ?? '')}`
    const { said } = await failing(query(`${mode('require', '127.0.0.1')}${other}`, encrypted))
    rmSync(folder, { recursive: true })
    expect(said).toContain('is not trusted')
  })

  test('a certificate file that is not there: the connection is let go of', async () => {
    const closed = Promise.withResolvers<void>()
    const willing = Bun.listen({
      hostname: '127.0.0.1',
      port: 0,
      socket: { data: (socket) => void socket.write('S'), close: () => closed.resolve() },
    })
    const { said } = await failing(query(urlOf([willing], '?sslmode=verify-ca&sslrootcert=/nowhere.crt'), one))
    const left = await Promise.race([closed.promise.then(() => false), Bun.sleep(3_000).then(() => true)])
    willing.stop(true)
    expect(said).toBe(t.server.rootCertificate({ path: '/nowhere.crt' }))
    expect(left).toBe(false)
  })

  test('a server that never answers the request for TLS', async () => {
    const silent = await proxy({ silent: true })
    const run = query(urlOf([silent], '?sslmode=require'), one, { options: { deadlineMs: 300 } })
    expect((await failing(run)).said).toBe(t.server.timeout({ at: `127.0.0.1:${silent.port}`, seconds: '0.3' }))
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
