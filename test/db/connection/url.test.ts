import { expect, describe as group, test } from 'bun:test'
import fc from 'fast-check'
import { describe, parseDatabaseUrl, sslModeAt, targetOfParts } from '../../../src/db/connection/url.ts'
import { AppError, Exit, Unavailable } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'

const said = (url: string, o?: { name?: string; user?: string }): string => {
  try {
    parseDatabaseUrl(url, o)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.exit).toBe(Exit.unavailable)
    return `${error.userMessage(catalog('en', 'UTC'))} | ${error.userMessage(catalog('fr', 'UTC'))} | ${Bun.inspect(error)}`
  }
  throw new Error('understood')
}

group('what libpq understands', () => {
  test('scheme, user, password, host, port, database', () => {
    const target = {
      hosts: [{ host: 'db.example.org', port: 5433 }],
      user: 'alice',
      password: "p@ss/w'rd é%",
      database: 'crm',
      targetSessionAttrs: 'any' as const,
    }
    const rest = "alice:p%40ss%2Fw'rd%20%C3%A9%25@db.example.org:5433/crm"
    for (const scheme of ['postgres', 'postgresql', 'postgresql+psycopg2', 'POSTGRESQL+asyncpg']) {
      const written = parseDatabaseUrl(`${scheme}://${rest}`)
      expect(written).toEqual({ ...target, password: "p@ss/w'rd é%" })
    }
  })

  test('an @ inside the password may stand as it is', () => {
    expect(parseDatabaseUrl('postgres://a:b@c@h/d')).toMatchObject({ user: 'a', password: 'b@c', database: 'd' })
  })

  test('what is missing is filled as libpq does', () => {
    expect(parseDatabaseUrl('postgres://alice@')).toEqual({
      hosts: [{ host: 'localhost', port: 5432 }],
      user: 'alice',
      database: 'alice',
      targetSessionAttrs: 'any',
    })
    expect(parseDatabaseUrl('postgresql:///crm', { user: 'me' })).toMatchObject({ user: 'me', database: 'crm' })
    expect(said('postgresql:///crm')).toContain('does not name a user')
  })

  test('several hosts and IPv6', () => {
    expect(parseDatabaseUrl('postgres://a@h1:1,h2,[::1]:5433,[fe80::1%25eth0]/d').hosts).toEqual([
      { host: 'h1', port: 1 },
      { host: 'h2', port: 5432 },
      { host: '::1', port: 5433 },
      { host: 'fe80::1%eth0', port: 5432 },
    ])
  })

  test('socket folders', () => {
    const socket = [{ socket: '/var/run/postgresql/.s.PGSQL.5432' }]
    expect(parseDatabaseUrl('postgresql://a@%2Fvar%2Frun%2Fpostgresql/d').hosts).toEqual(socket)
    expect(parseDatabaseUrl('postgresql://a@/d?host=/var/run/postgresql').hosts).toEqual(socket)
    expect(parseDatabaseUrl('postgresql:///d?host=%2Fvar%2Frun%2Fpostgresql/', { user: 'a' }).hosts).toEqual(socket)
    expect(parseDatabaseUrl('postgresql://a@:5433/d?host=/run').hosts).toEqual([{ socket: '/run/.s.PGSQL.5433' }])
    expect(parseDatabaseUrl('postgresql://a@:1,:2/d?host=/run,h').hosts).toEqual([
      { socket: '/run/.s.PGSQL.1' },
      { host: 'h', port: 2 },
    ])
  })

  test('parameters', () => {
    const parameters =
      'sslmode=verify-ca&sslrootcert=%2Fca.crt&target_session_attrs=read-write&connect_timeout=3&application_name=the%20crm'
    expect(parseDatabaseUrl(`postgres://a@h/d?${parameters}`)).toMatchObject({
      sslmode: 'verify-ca',
      sslrootcert: '/ca.crt',
      targetSessionAttrs: 'read-write',
      connectTimeoutMs: 3000,
      applicationName: 'the crm',
    })
    expect(parseDatabaseUrl('postgres://a@h/d?connect_timeout=0')).not.toHaveProperty('connectTimeoutMs')
    expect(parseDatabaseUrl('postgres://a@h/d?sslrootcert=system').sslmode).toBe('verify-full')
    expect(parseDatabaseUrl('postgres://a@h/d')).not.toHaveProperty('sslnegotiation')
  })

  test('direct TLS wants an encrypted connection, as in libpq', () => {
    const url = (more: string) => `postgres://a@h/d?sslnegotiation=direct${more}`
    for (const mode of ['&sslmode=require', '&sslmode=verify-ca', '&sslmode=verify-full', '&sslrootcert=system'])
      expect(parseDatabaseUrl(url(mode)).sslnegotiation).toBe('direct')
    for (const mode of ['', '&sslmode=prefer', '&sslmode=allow', '&sslmode=disable'])
      expect(() => parseDatabaseUrl(url(mode))).toThrow(Unavailable)
    expect(parseDatabaseUrl('postgres://a@h/d?sslnegotiation=postgres').sslnegotiation).toBe('postgres')
    expect(() => parseDatabaseUrl('postgres://a@h/d?sslmode=require&sslnegotiation=requiredirect')).toThrow(Unavailable)
  })

  test('without an sslmode: plain on this machine, require to any other', () => {
    const modes = (hosts: string): string[] => {
      const target = parseDatabaseUrl(`postgres://a@${hosts}/d`)
      return target.hosts.map((host) => sslModeAt(target, host))
    }
    expect(modes('localhost,127.0.0.1,127.8.9.1,[::1],%2Frun')).toEqual(Array(5).fill('disable'))
    const far = 'db,10.0.0.1,[fe80::1],localhost.example.org,127.0.0.1.example.org,[::11],[2001:db8::1]'
    expect(modes(far)).toEqual(Array(7).fill('require'))
    const written = parseDatabaseUrl('postgres://a@127.0.0.1,%2Frun/d?sslmode=verify-full')
    expect(written.hosts.map((host) => sslModeAt(written, host))).toEqual(['verify-full', 'disable'])
  })

  test('described without a secret', () => {
    const target = parseDatabaseUrl('postgres://a:canary@h1:1,[::1],%2Frun/crm?application_name=x')
    expect(describe(target)).toBe('h1:1,[::1]:5432,/run/.s.PGSQL.5432/crm')
  })

  test('the parts of POSTGRES_*', () => {
    const parts = { user: 'u', password: 'p$@/', host: '127.0.0.1', port: '5432', database: 'd' }
    expect(targetOfParts(parts)).toMatchObject({ hosts: [{ host: '127.0.0.1', port: 5432 }], password: 'p$@/' })
    expect(targetOfParts({ ...parts, host: '::1' }).hosts).toEqual([{ host: '::1', port: 5432 }])
    expect(targetOfParts({ ...parts, host: '/run' }).hosts).toEqual([{ socket: '/run/.s.PGSQL.5432' }])
    expect(() => targetOfParts({ ...parts, port: '54x2' })).toThrow(AppError)
  })
})

group('what is refused', () => {
  test.each([
    ['mysql://a:canary@h/d', 'postgresql://'],
    ['canary', 'postgresql://'],
    ['postgres://a:$CANARY@h/d', 'was not expanded'],
    ['postgres://a:b@\x24{HOST}/d', 'was not expanded'],
    ['postgres://a:canary%zz@h/d', 'hexadecimal'],
    ['postgres://a:canary%00@h/d', 'control character'],
    ['postgres://a:can/ary@h/d', 'after the first / or ?'],
    ['postgres://a:x@can/ary@h/d', 'after the first / or ?'],
    ['postgres://a:x@y?can=ary@h/d', 'after the first / or ?'],
    ['postgres://a:canary@h:0/d', 'ports'],
    ['postgres://a:canary@h:65536/d', 'ports'],
    ['postgres://a:canary@h:1:2/d', 'hosts'],
    ['postgres://a:canary@[::g]/d', 'hosts'],
    ['postgres://a:canary@:1,:2/d?host=/run', 'ports'],
    ['postgres://a:canary@h/d?sslmode=yes', 'sslmode must be one of: disable'],
    ['postgres://a:canary@h/d?target_session_attrs=x', 'target_session_attrs'],
    ['postgres://a:canary@h/d?connect_timeout=soon', 'connect_timeout'],
    ['postgres://a:canary@h/d?options=-crole%3Dx', 'parameter: options'],
    ['postgres://a:canary@h/d?password=canary', 'parameter: password'],
    ['postgres://a:canary@h/d?sslmode=require&sslmode=disable', 'sslmode twice'],
  ])('%s', (url, reason) => {
    const sentence = said(url, { name: 'DATABASE_ADMIN_URL' })
    expect(sentence).toContain(reason)
    expect(sentence).toContain('DATABASE_ADMIN_URL')
    expect(sentence).not.toMatch(/canary|ary@|can\/|CANARY/)
  })

  test('no error ever quotes the password, whatever it is and wherever the URL is cut by it', () => {
    const character = fc.oneof(fc.constantFrom(...'/?@:&=#%[],'), fc.string({ minLength: 1, maxLength: 2 }))
    const secret = fc.array(character, { maxLength: 8 }).map((parts) => parts.join('').replace(/\s/g, ''))
    fc.assert(
      fc.property(secret, (password) => {
        const marked = `Zq${password}qZ`
        try {
          const target = parseDatabaseUrl(`postgres://alice:${marked}@db/crm?nonsense=1`)
          throw new Error(`understood: ${describe(target)}`)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.userMessage(catalog('en', 'UTC'))).not.toMatch(/Zq|qZ/)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
