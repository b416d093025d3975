/** Why a server does not serve: the reason by its code, by what the server answers when it is asked, and by nothing else. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as failures from '../../../src/db/connection/failures.ts'
import { serverError } from '../../../src/db/server-errors.ts'
import { Exit } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { type Agency, openAgency, type Person } from '../../support/agency.ts'
import { startPool } from '../../support/pool.ts'
import { testServer } from '../../support/postgres.ts'

setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
let agency: Agency
let boss: Person
const at = () => new URL(agency.url ?? '')
beforeAll(async () => {
  agency = await openAgency('server')
  boss = await agency.person('management')
})
afterAll(() => agency?.close())
const sql = (statement: string) => agency.owner((client) => client.unsafe(statement))
const database = () => at().pathname.slice(1)

describe('a pooler that drops the settings it does not know (ignore_startup_parameters)', () => {
  const told = async (user: string, args: readonly string[]) => {
    const pool = await startPool({ port: (await testServer()).port, user, database: database(), drops: true })
    const DATABASE_URL = `postgres://${user}@127.0.0.1:${pool.port}/${database()}`
    const plain = await agency.run([...args, '--json'], { as: boss, env: { DATABASE_URL } })
    const configured = await agency.run([...args, '--json'], {
      as: boss,
      env: { DATABASE_URL, DATABASE_POOLER: 'transaction' },
    })
    await pool.stop()
    return { plain, configured, place: `127.0.0.1:${pool.port}/${database()}` }
  }

  // pgbouncer/pgbouncer#89, #674; goauthentik/authentik#19939: parameters that are ignored so that a connection comes about at all.
  test('a login that may do nothing by itself → names the pooler, not a permission; with DATABASE_POOLER it works', async () => {
    const login = `weak_${process.pid}`
    await sql(`create role ${login} login noinherit in role epic_events_app`)
    try {
      const { plain, configured, place } = await told(login, ['company', 'list'])
      expect({ code: plain.code, said: JSON.parse(plain.stderr).error.message }).toEqual({
        code: Exit.unavailable,
        said: t.server.settingsDropped({ at: place }),
      })
      expect(configured.code).toBe(Exit.ok)
    } finally {
      await sql(`drop role ${login}`)
    }
  })

  test('a login that may read everything → names the pooler, not an expired session', async () => {
    const { plain, configured, place } = await told('postgres', ['company', 'list'])
    expect({ code: plain.code, said: JSON.parse(plain.stderr).error.message }).toEqual({
      code: Exit.unavailable,
      said: t.server.settingsDropped({ at: place }),
    })
    expect(configured.code).toBe(Exit.ok)
  })

  test('what is forbidden without a pooler stays forbidden', async () => {
    const helper = await agency.person('support')
    const { code } = await agency.run(['company', 'create', '-n', 'x'], { as: helper })
    expect(code).toBe(Exit.forbidden)
    await sql(`update epic_events.session set revoked_at = now() where user_id = ${helper.id}`)
    const { code: ended, stderr } = await agency.run(['company', 'list', '--json'], { as: helper })
    expect({ ended, said: JSON.parse(stderr).error.message }).toEqual({
      ended: Exit.unauthenticated,
      said: t.refusal.expired,
    })
  })
})

describe('a primary that is read-only', () => {
  // bitnami/charts#23219, jhu-bids/TermHub#404, supabase/supabase#32689: 25006 on a server that is no standby.
  test('a write → 7, the setting and the line that removes it; doctor advises it; reading works', async () => {
    const line = `alter database ${database()} reset default_transaction_read_only;`
    await sql(`alter database "${database()}" set default_transaction_read_only = on`)
    const env = { DATABASE_URL: at().href }
    try {
      for (const pooler of ['', 'transaction']) {
        const { code, stderr } = await agency.run(['company', 'create', '-n', 'x', '--json'], {
          as: boss,
          env: { ...env, DATABASE_POOLER: pooler },
        })
        expect({ code, error: JSON.parse(stderr).error }).toMatchObject({
          code: Exit.unavailable,
          error: {
            message: t.server.primaryReadOnly({ database: database() }),
            more: ['set default_transaction_read_only = off;', line],
          },
        })
      }
      expect((await agency.run(['company', 'list'], { as: boss, env })).code).toBe(Exit.ok)
      const doctor = await agency.run(['doctor', '--json'], { as: boss, env })
      expect(doctor).toMatchObject({ code: Exit.ok, stdout: expect.stringContaining(line) })
    } finally {
      await agency.owner((client) =>
        client.unsafe('set default_transaction_read_only = off').then(() => client.unsafe(line)),
      )
    }
  })
})

describe('a newer server', () => {
  test('doctor → says up to which version the program was tried, and finds no fault', async () => {
    const to = { port: Number(at().port), host: '127.0.0.1' }
    const newer = createServer((client) => {
      const upstream = connect(to)
      client.pipe(upstream)
      upstream.on('data', (chunk) =>
        client.write(Buffer.from(chunk.toString('latin1').replaceAll(/18\.(?=\d)/g, '19.'), 'latin1')),
      )
      client.on('close', () => upstream.destroy()).on('error', () => {})
      upstream.on('error', () => {})
    })
    await new Promise<void>((resolve) => newer.listen(0, '127.0.0.1', resolve))
    const address = newer.address()
    const url = at()
    url.port = String(typeof address === 'object' && address ? address.port : 0)
    const { code, stdout } = await agency.run(['doctor', '--json'], { as: boss, env: { DATABASE_URL: url.href } })
    newer.close()
    expect({ code, stdout }).toMatchObject({ code: Exit.ok })
    expect(stdout).toContain(t.setup.doctor.newerServer({ major: 19, newestMajor: 18 }))
  })
})

describe('the network, by the code of the system', () => {
  const host = { host: 'db.example', port: 5432 }
  const place = 'db.example:5432'
  const said = (code: string, syscall = 'connect') =>
    failures
      .unreachable(host, Object.assign(new Error('no space left, connection refused'), { code, syscall }))
      .userMessage(t)

  test.each([
    ['ECONNREFUSED', t.server.refused({ at: place })],
    ['EHOSTUNREACH', t.server.noRoute({ at: place, code: 'EHOSTUNREACH' })],
    ['ENETUNREACH', t.server.noRoute({ at: place, code: 'ENETUNREACH' })],
    ['ENETDOWN', t.server.noRoute({ at: place, code: 'ENETDOWN' })],
    ['EADDRNOTAVAIL', t.server.noRoute({ at: place, code: 'EADDRNOTAVAIL' })],
    ['ETIMEDOUT', t.server.noAnswer({ at: place })],
    ['EACCES', t.server.blocked({ at: place })],
    ['EPERM', t.server.blocked({ at: place })],
    ['ECONNRESET', t.server.closed({ at: place })],
    ['ENOTFOUND', t.server.unknownHost({ at: place })],
    ['DNS_ENOTFOUND', t.server.unknownHost({ at: place })],
    ['EAI_AGAIN', t.server.noResolver({ at: place, code: 'EAI_AGAIN' })],
    ['DNS_ETIMEOUT', t.server.unreachable({ at: place, reason: 'ETIMEOUT' })],
    ['EMFILE', t.server.unreachable({ at: place, reason: 'EMFILE' })],
  ])('%s', (code, sentence) => expect(said(code)).toBe(sentence))

  test('a resolver that fails is not a name that does not exist', () => {
    expect(said('ESERVFAIL', 'getaddrinfo')).toBe(t.server.noResolver({ at: place, code: 'ESERVFAIL' }))
  })

  test.skipIf(!Bun.which('unshare') || process.getuid?.() !== 0)(
    'a machine without a network → no unknown host',
    async () => {
      const script = `const { dial } = await import('${join(import.meta.dir, '../../../src/db/connection/dial.ts')}')
      const { parseDatabaseUrl } = await import('${join(import.meta.dir, '../../../src/db/connection/url.ts')}')
      const { catalog } = await import('${join(import.meta.dir, '../../../src/i18n/catalog.ts')}')
      const target = parseDatabaseUrl('postgres://a@db.example/db')
      const error = await dial(target, target.hosts[0], AbortSignal.timeout(8000)).catch((reason) => reason)
      console.log(error.userMessage(catalog('en', 'UTC')))`
      const child = Bun.spawn(['unshare', '-n', process.execPath, '-e', script], { stdout: 'pipe', stderr: 'pipe' })
      expect((await new Response(child.stdout).text()).trim()).toBe(
        t.server.noResolver({ at: place, code: 'EAI_AGAIN' }),
      )
    },
  )

  test('a socket that one may not use', () => {
    const socket = { socket: '/run/postgresql/.s.PGSQL.5432' }
    const error = failures.unreachable(socket, Object.assign(new Error(), { code: 'EACCES' }))
    expect(error.userMessage(t)).toBe(t.server.socketDenied({ at: socket.socket }))
  })
})

describe('certificates, by their code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'epic-tls-'))
  const openssl = (...args: string[]) => Bun.spawnSync(['openssl', ...args], { cwd: folder }).success
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost']
  /** A certificate that signs itself. @param dates its first and last moment; a month from now without them */
  const make = (name: string, ...dates: string[]): boolean => {
    const [from, until] = dates
    const names = 'subjectAltName=DNS:localhost'
    if (!from || !until) {
      return openssl('req', '-x509', ...key, '-addext', names, '-keyout', `${name}.key`, '-out', `${name}.crt`)
    }
    const ca = [
      '[ca]',
      'default_ca=here',
      '[here]',
      'database=index',
      'new_certs_dir=.',
      'rand_serial=yes',
      'policy=any',
    ]
    writeFileSync(
      join(folder, 'ca.cnf'),
      [...ca, 'default_md=sha256', 'x509_extensions=names', '[any]', 'commonName=supplied', '[names]', names, ''].join(
        '\n',
      ),
    )
    writeFileSync(join(folder, 'index'), '')
    const own = ['-selfsign', '-keyfile', `${name}.key`, '-in', `${name}.csr`, '-out', `${name}.crt`]
    return (
      openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`) &&
      openssl('ca', '-batch', '-notext', '-config', 'ca.cnf', ...own, '-startdate', from, '-enddate', until)
    )
  }
  const canMake = Bun.which('openssl') !== null && make('good')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** What is said about a server with this certificate. @param authority the file that is trusted */
  const heard = async (name: string, authority: string, host = 'localhost') => {
    const { createServer: secureServer } = await import('node:tls')
    const server = secureServer({
      key: await Bun.file(join(folder, `${name}.key`)).text(),
      cert: await Bun.file(join(folder, `${name}.crt`)).text(),
    })
    server.on('tlsClientError', () => {})
    const front = createServer((client) => {
      client.on('error', () => {})
      client.once('data', () => {
        client.write('S')
        client.pause()
        server.emit('connection', client)
      })
    })
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
    const address = front.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { parseDatabaseUrl } = await import('../../../src/db/connection/url.ts')
    const { dial } = await import('../../../src/db/connection/dial.ts')
    const target = parseDatabaseUrl(
      `postgres://a@${host}:${port}/db?sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`,
    )
    const [to] = target.hosts
    const outcome =
      to &&
      (await dial(target, to, AbortSignal.timeout(5_000)).then(
        (socket) => socket.destroy() && 'trusted',
        (error) => error.userMessage(t),
      ))
    front.close()
    return { outcome, place: `${host}:${port}` }
  }
  const file = (name: string) => join(folder, `${name}.crt`)

  test.skipIf(!canMake)('expired, not yet valid, of another host, signed by itself', async () => {
    expect(make('old', '20200101000000Z', '20200201000000Z')).toBe(true)
    expect(make('young', '20600101000000Z', '20600201000000Z')).toBe(true)
    expect(make('other')).toBe(true)
    const { certificate, tlsUntrusted } = t.server
    for (const [name, authority, host, reason, code] of [
      ['old', file('old'), 'localhost', certificate.expired, 'CERT_HAS_EXPIRED'],
      ['young', file('young'), 'localhost', certificate.notYet, 'CERT_NOT_YET_VALID'],
      ['good', file('good'), '127.0.0.1', certificate.otherName, 'ERR_TLS_CERT_ALTNAME_INVALID'],
      ['good', file('other'), 'localhost', certificate.selfSigned, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ] as const) {
      const { outcome, place } = await heard(name, authority, host)
      expect({ name, outcome }).toEqual({ name, outcome: tlsUntrusted({ at: place, reason, code }) })
    }
    expect((await heard('good', file('good'))).outcome).toBe('trusted')
  })
})

describe('a server in trouble, by SQLSTATE', () => {
  test.each([
    ['53100', t.server.diskFull],
    ['53200', t.server.outOfMemory],
    ['53300', t.server.noConnections],
    ['53400', t.server.noResources({ code: '53400' })],
    ['53000', t.server.noResources({ code: '53000' })],
    ['58030', t.server.diskFailure],
    ['58P01', t.server.fileMissing],
    ['58P02', t.server.systemError({ code: '58P02' })],
    ['XX000', t.server.internalError({ code: 'XX000' })],
    ['XX001', t.server.corrupted],
    ['XX002', t.server.corrupted],
    ['57P01', t.refusal.shutDown],
    ['57P02', t.server.crashed],
    ['57P03', t.server.notReady],
    ['57P04', t.server.dropped],
    ['57014', t.refusal.tooSlow],
    ['25P04', t.refusal.tooSlow],
    ['40001', t.refusal.locked],
    ['55P03', t.refusal.locked],
  ])('%s', (code, sentence) => {
    expect(serverError({ code, message: 'out of memory, disk full, standby' })?.userMessage(t)).toBe(sentence)
  })

  test.each(['23505', '22P02', '42601', 'P0001'])('%s is no trouble of the server', (code) => {
    expect(serverError({ code, message: 'out of memory' })).toBeUndefined()
  })

  test.each([
    ['53100', 'diskFull'],
    ['58P01', 'fileMissing'],
    ['XX001', 'corrupted'],
  ] as const)('%s in the middle of a command → 7, and nothing was written', async (state, reason) => {
    await sql(`create function public.trouble() returns trigger language plpgsql as
      $$ begin raise exception 'keine Worte' using errcode = '${state}'; end $$;
      create trigger trouble before insert on epic_events.company for each row execute function public.trouble()`)
    try {
      const { code, stderr } = await agency.run(['company', 'create', '-n', 'x', '--json'], { as: boss })
      expect({ code, said: JSON.parse(stderr).error.message }).toEqual({
        code: Exit.unavailable,
        said: t.server[reason],
      })
    } finally {
      await sql('drop trigger trouble on epic_events.company; drop function public.trouble()')
    }
  })
})
