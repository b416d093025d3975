/** Which tokens are a session: forged ones never, and those of another key while it is named. On both databases. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { generateKeyPairSync, sign as signWith } from 'node:crypto'
import { Exit } from '../../src/errors.ts'
import { newSecret } from '../../src/secret.ts'
import { type Agency, type Person, secretKey } from '../support/agency.ts'
import { type Devices, decoded, devices, forge, minutes, part } from './device.ts'

setDefaultTimeout(60_000)

const otherKey = 'quite-another-key-of-more-than-thirty-two-bytes-01234'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

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

describe.each(['server', 'embedded'] as const)('whoami (%s)', (kind) => {
  let agency: Agency
  let sam: Person
  let device: Devices['device']
  let stored: Devices['stored']
  beforeAll(async () => {
    ;({ agency, sam, device, stored } = await devices(kind))
  })

  test('a session → who one is, with the permissions', async () => {
    const { code, stdout } = await agency.run(['whoami', '--json'], { as: sam })
    expect(code).toBe(Exit.ok)
    expect(JSON.parse(stdout)).toMatchObject({
      role_name: 'commercial',
      permissions: expect.arrayContaining(['client:create']),
    })
  })

  test('--verbose in French → no word of the program is left raw; a program gets it raw', async () => {
    const french = await agency.run(['whoami', '--verbose', '--lang', 'fr'], { as: sam })
    expect(french.stdout).toMatch(/Niveau de confiance\s: +(indicatif|strict)\n/)
    expect(french.stdout).toContain("variable d'environnement\n")
    expect(french.stdout).toContain('valeur par défaut\n')
    expect(french.stdout).not.toMatch(/\b(advisory|environment|default)\b/)
    const { trust, settings } = await agency.json(['whoami', '--verbose', '--lang', 'fr'], { as: sam })
    expect(['strict', 'advisory']).toContain(trust as string)
    const origins = (settings as { origin: string }[]).map(({ origin }) => origin)
    expect(origins).toContain('environment')
    expect(origins).toContain('default')
  })

  test('a token that is not ours → 4 for every command, and the refresh token is not touched', async () => {
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
      // `refresh` may renew a token that is rightly signed: only this machine has the key to sign it.
      if (!what.startsWith('rightly')) expect((await mine.run(['refresh'])).code).toBe(Exit.unauthenticated)
      expect(mine.bytes()).toBe(bytes)
    }
    expect(await stored(before)).toEqual({ refreshes: 1, used: 0, revoked: null })
    mine.put(before)
    expect(JSON.parse((await mine.run(['client', 'list', '--json'])).stdout)).toBeArray()
    // `forge` itself works: a token that it makes without any change is accepted.
    mine.put({ ...before, access_token: forge(before.access_token) })
    expect((await mine.run(['whoami'])).code).toBe(Exit.ok)
  })

  test('another SECRET_KEY → sessions go on while the one before is named, and end otherwise', async () => {
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
    // The new token is signed with the new key, so the previous key is not needed any more.
    expect((await mine.run(['whoami'], { env: next, now })).code).toBe(Exit.ok)
  })
})
