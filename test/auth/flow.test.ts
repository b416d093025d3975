/** The life of a session as people meet it, by commands: forged, renewed, stolen, and signed anew with another key. On both databases. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { newSecret } from '../../src/session/secret.ts'
import { type Agency, openAgency, type Person, password, type RunOptions, secretKey } from '../support/agency.ts'

setDefaultTimeout(60_000)

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly refresh_expires_at: string
}
type Json = Readonly<Record<string, unknown>>

const otherKey = 'quite-another-key-of-more-than-thirty-two-bytes-01234'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const minutes = (n: number) => n * 60_000

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decoded = (token: string, at: 0 | 1): Json =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString())

/** A JWT by hand: the header and the claims of `token`, changed, and a signature. */
function forge(
  token: string,
  o: { header?: Json; claims?: Json; without?: string; key?: string; hash?: string; signature?: string } = {},
): string {
  const claims = { ...decoded(token, 1), ...o.claims }
  if (o.without) Reflect.deleteProperty(claims, o.without)
  const body = `${part({ ...decoded(token, 0), ...o.header })}.${part(claims)}`
  return `${body}.${
    o.signature ??
    createHmac(o.hash ?? 'sha256', o.key ?? secretKey)
      .update(body)
      .digest('base64url')
  }`
}

const now = Math.floor(Date.now() / 1000)
const forgeries: readonly (readonly [what: string, make: (token: string) => string])[] = [
  ['alg none, no signature', (token) => forge(token, { header: { alg: 'none' }, signature: '' })],
  ['alg none, signed', (token) => forge(token, { header: { alg: 'none' } })],
  ['another key', (token) => forge(token, { key: otherKey })],
  ['HS512 with our key', (token) => forge(token, { header: { alg: 'HS512' }, hash: 'sha512' })],
  [
    'RS256',
    (token) => {
      const body = `${part({ ...decoded(token, 0), alg: 'RS256' })}.${token.split('.')[1]}`
      return `${body}.${signWith('sha256', Buffer.from(body), rsa).toString('base64url')}`
    },
  ],
  ['no exp', (token) => forge(token, { without: 'exp' })],
  [
    'an exp far away, signature kept',
    (token) => forge(token, { claims: { exp: now + 9e6 }, signature: token.split('.')[2] ?? '' }),
  ],
  [
    'another sub, signature kept',
    (token) => forge(token, { claims: { sub: '1' }, signature: token.split('.')[2] ?? '' }),
  ],
  ['kid ../../x', (token) => forge(token, { header: { kid: '../../x' } })],
  ['kid of nobody', (token) => forge(token, { header: { kid: 'v9' } })],
  ['no kid', (token) => forge(token, { header: { kid: undefined } })],
  ['another audience', (token) => forge(token, { claims: { aud: 'another-program' } })],
  ['our audience among others', (token) => forge(token, { claims: { aud: ['epic-events', 'x'] } })],
  ['another issuer', (token) => forge(token, { claims: { iss: 'x' } })],
  ['expired, and wrongly signed', (token) => forge(token, { claims: { exp: now - 60 }, key: otherKey })],
  ['expired, and for another audience', (token) => forge(token, { claims: { exp: now - 60, aud: 'x' } })],
  [
    'rightly signed, of a session that the database does not know',
    (token) => forge(token, { claims: { jti: newSecret() } }),
  ],
  ['no token at all', () => 'x'],
]

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let sam: Person
  const folder = mkdtempSync(join(tmpdir(), 'epic-events-flow-'))
  beforeAll(async () => {
    agency = await openAgency(kind)
    await agency.person('management')
    sam = await agency.person('commercial')
  })
  afterAll(async () => {
    await agency.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A device: its session file, and commands there. */
  const device = (name: string) => {
    const file = join(folder, `${name}.json`)
    const run = (argv: readonly string[], o: RunOptions = {}) =>
      agency.run(argv, { ...o, env: { TEMP_FILE_PATH: file, ...o.env } })
    const bytes = () => readFileSync(file, 'utf8')
    return {
      run,
      bytes,
      tokens: (): Tokens => JSON.parse(bytes()),
      put: (tokens: Tokens) => writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 }),
      async login() {
        const { code, stderr } = await run(['login', '-u', sam.username, '--password-stdin'], { stdin: password })
        expect({ code, stderr }).toMatchObject({ code: Exit.ok })
      },
    }
  }
  /** What the database has of the session of these tokens. */
  const kept = async ({ access_token }: Tokens) => {
    const { sid } = decoded(access_token, 1)
    const rows = await agency.owner(
      async (sql) => sql<{ refreshes: number; used: number; revoked: string | null }[]>`
        select count(*) filter (where k.kind = 'r')::integer as refreshes, count(k.used_at)::integer as used, s.revoked_why as revoked
        from epic_events.session s join epic_events.session_secret k on k.session_id = s.id
        where s.id::text = ${String(sid)} group by s.id, s.revoked_why`,
    )
    return rows[0]
  }

  test('a token that is not ours is 4 for every command, and the refresh token is not touched', async () => {
    const mine = device('forged')
    await mine.login()
    const before = mine.tokens()
    for (const [what, make] of forgeries) {
      mine.put({ ...before, access_token: make(before.access_token) })
      const bytes = mine.bytes()
      for (const argv of [['whoami'], ['client', 'list'], ['company', 'create', '-n', what]]) {
        const { code, stdout, stderr } = await mine.run(argv)
        expect({ what, argv, code, stdout, stderr }).toMatchObject({ code: Exit.unauthenticated, stdout: '' })
        expect(stderr).toContain('login')
      }
      // One that is rightly signed may be renewed on purpose: whoever signs holds the key of this machine.
      if (!what.startsWith('rightly')) expect((await mine.run(['refresh'])).code).toBe(Exit.unauthenticated)
      expect(mine.bytes()).toBe(bytes)
    }
    expect(await kept(before)).toEqual({ refreshes: 1, used: 0, revoked: null })
    mine.put(before)
    expect((await mine.run(['client', 'list', '--json'])).stdout).toBe('[]\n')
    // The forger's means are sound: unchanged, what it makes is taken.
    mine.put({ ...before, access_token: forge(before.access_token) })
    expect((await mine.run(['whoami'])).code).toBe(Exit.ok)
  })

  test('past its half hour a session is renewed by itself, once, by one of two terminals', async () => {
    const mine = device('renewed')
    await mine.login()
    const before = mine.tokens()
    const later = Date.now() + minutes(31)
    const both = await Promise.all([
      mine.run(['client', 'list', '--json'], { now: later }),
      mine.run(['whoami', '--json'], { now: later }),
    ])
    expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual(both.map(() => ({ code: Exit.ok, stderr: '' })))
    const after = mine.tokens()
    expect(after.access_token).not.toBe(before.access_token)
    expect(after.refresh_token).not.toBe(before.refresh_token)
    expect(after.refresh_expires_at).toBe(before.refresh_expires_at)
    expect(decoded(after.access_token, 1)['sid']).toBe(decoded(before.access_token, 1)['sid'])
    expect(await kept(after)).toEqual({ refreshes: 2, used: 1, revoked: null })
    expect((await mine.run(['whoami'], { now: later })).code).toBe(Exit.ok)
    expect(mine.tokens()).toEqual(after)
  })

  test('a refresh token used again after ten seconds was stolen: whoever uses it, the session is over for both', async () => {
    const [mine, thief] = [device('mine'), device('thief')]
    await mine.login()
    const stolen = mine.tokens()
    expect((await mine.run(['refresh'])).code).toBe(Exit.ok)
    await agency.owner(async (sql) => {
      await sql`update epic_events.session_secret set used_at = used_at - interval '11 seconds' where used_at is not null`
    })
    thief.put(stolen)
    const caught = await thief.run(['client', 'list'], { now: Date.now() + minutes(31) })
    expect(caught).toMatchObject({ code: Exit.unauthenticated, stdout: '' })
    expect(thief.tokens()).toEqual(stolen)
    expect((await kept(stolen))?.revoked).toBe('refresh token used twice')
    for (const argv of [['whoami'], ['client', 'list'], ['refresh']])
      expect((await mine.run(argv)).code).toBe(Exit.unauthenticated)
    await mine.login()
    expect((await mine.run(['whoami'])).code).toBe(Exit.ok)
  })

  test('within ten seconds it is a second terminal, whose own file works on', async () => {
    const [mine, copy] = [device('first'), device('second')]
    await mine.login()
    copy.put(mine.tokens())
    const later = { now: Date.now() + minutes(31) }
    for (const one of [mine, copy]) expect((await one.run(['whoami'], later)).code).toBe(Exit.ok)
    for (const one of [mine, copy]) expect((await one.run(['client', 'list'], later)).code).toBe(Exit.ok)
    expect((await kept(mine.tokens()))?.revoked).toBeNull()
  })

  test('another SECRET_KEY signs nobody out while the one before is named, and everybody otherwise', async () => {
    const mine = device('rollover')
    await mine.login()
    const before = mine.bytes()
    const next = { SECRET_KEY: otherKey, JWT_KID: 'v2' }
    const both = { ...next, SECRET_KEY_PREV: secretKey, JWT_KID_PREV: 'v1' }
    expect((await mine.run(['whoami'], { env: both })).code).toBe(Exit.ok)
    for (const env of [next, { ...both, JWT_KID_PREV: 'v0' }, { SECRET_KEY: otherKey }]) {
      expect(await mine.run(['whoami'], { env })).toMatchObject({ code: Exit.unauthenticated, stdout: '' })
    }
    expect(mine.bytes()).toBe(before)
    const now = Date.now() + minutes(31)
    expect((await mine.run(['whoami'], { env: both, now })).code).toBe(Exit.ok)
    expect(decoded(mine.tokens().access_token, 0)['kid']).toBe('v2')
    // From here on the key before is not needed any more.
    expect((await mine.run(['whoami'], { env: next, now })).code).toBe(Exit.ok)
  })

  test('at the end of its day a session is over, and says so', async () => {
    const mine = device('old')
    await mine.login()
    const before = mine.tokens()
    await agency.owner(async (sql) => {
      await sql`update epic_events.session set ends_at = now() - interval '1 second' where id::text = ${String(decoded(before.access_token, 1)['sid'])}`
    })
    for (const now of [Date.now(), Date.now() + minutes(24 * 60 + 1)]) {
      const { code, stderr } = await mine.run(['client', 'list'], { now })
      expect({ code, stderr }).toMatchObject({ code: Exit.unauthenticated })
      expect(stderr).toContain('epic-events login')
    }
  })
})
