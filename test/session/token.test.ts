import { describe, expect, test } from 'bun:test'
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { newSecret } from '../../src/secret.ts'
import { type Key, type NewToken, sign, verify } from '../../src/session/token.ts'

const now = 1_800_000_000
const present: Key = { kid: 'v1', key: 'the present key of this test, 40 bytes..' }
const previous: Key = { kid: 'v0', key: 'the previous key of this test, 40 bytes.' }
const secret = newSecret()
const wanted = { ...present, userId: 7, role: 'support', sessionId: '99', secret, now, lifetimeSeconds: 1800 }
const good = {
  iss: 'epic-events',
  aud: 'epic-events',
  sub: '7',
  role: 'support',
  sid: '99',
  jti: secret,
  iat: now,
  exp: now + 1800,
}

const make = (change: Partial<NewToken> = {}) => sign({ ...wanted, ...change })
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A token made by hand, signed with the right key unless told otherwise: what a careless or hostile maker could send. */
function handMade(payload: unknown, header: object = {}, key = present.key, hashName = 'sha256'): string {
  const text = `${part({ alg: 'HS256', typ: 'JWT', kid: 'v1', ...header })}.${part(payload)}`
  return `${text}.${createHmac(hashName, key).update(text).digest('base64url')}`
}

async function stateOf(token: string, at = now, keys = [present, previous]): Promise<string> {
  return (await verify(token, keys, at)).state
}

test('the maker by hand makes what verify accepts: the refusals below are for their own reason', async () => {
  expect(await stateOf(handMade(good))).toBe('valid')
  expect(await stateOf(handMade(good), now + 1800)).toBe('expired')
})

test('a token carries its key name and the eight claims, ids as strings', async () => {
  const [header = '', payload = ''] = (await make({ sessionId: 99 })).split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'v1' })
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual(good)
})

test('valid up to the second before exp, expired from exp on', async () => {
  const token = await make()
  expect(await verify(token, [present], now)).toEqual({ state: 'valid', claims: good })
  expect(await stateOf(token, now + 1799)).toBe('valid')
  expect(await verify(token, [present], now + 1800)).toEqual({ state: 'expired', claims: good })
})

test.each([[1_000_000_000], [4_000_000_000]])("the clock is the one given, not the machine's: %p", async (at) => {
  const token = await make({ now: at })
  expect(await stateOf(token, at)).toBe('valid')
  expect(await stateOf(token, at + 1800)).toBe('expired')
  expect(await stateOf(handMade({ ...good, iat: at, exp: at + 1, nbf: at }), at)).toBe('valid')
})

test('a claim that is not ours is not passed on', async () => {
  const verdict = await verify(handMade({ ...good, admin: true }), [present], now)
  expect(verdict).toEqual({ state: 'valid', claims: good })
})

describe('keys', () => {
  test('rollover: what the previous key signed stays valid, and only while it is listed', async () => {
    const old = await make(previous)
    expect(await stateOf(old)).toBe('valid')
    expect(await stateOf(old, now, [present])).toBe('forged')
  })

  test('rollover where both keys bear the same name', async () => {
    const old = await make({ ...previous, kid: 'v1' })
    expect(await stateOf(old, now, [present, { ...previous, kid: 'v1' }])).toBe('valid')
  })

  test('the kid chooses the key: another listed key does not serve', async () => {
    expect(await stateOf(handMade(good, { kid: 'v0' }))).toBe('forged')
  })

  test.each([['../../x'], ['v2'], ['V1'], [''], [null], [1], [['v1']]])('unknown kid %p', async (kid) => {
    expect(await stateOf(handMade(good, { kid }))).toBe('forged')
  })

  test('no kid at all', async () => {
    expect(await stateOf(handMade(good, { kid: undefined }))).toBe('forged')
  })

  test('a key shorter than 32 bytes neither signs nor verifies', async () => {
    for (const key of ['x', 'x'.repeat(31)]) {
      expect(await stateOf(handMade(good, {}, key), now, [{ kid: 'v1', key }])).toBe('forged')
      await expect(make({ key })).rejects.toThrow(RangeError)
    }
    const key = 'é'.repeat(16)
    expect(await stateOf(await make({ key }), now, [{ kid: 'v1', key }])).toBe('valid')
  })

  test.each([['PUBLIC'], ['PRIVATE']])('a key with the word %s in it is a key like another', async (word) => {
    const key = `a long key that has ${word} in its middle`
    const token = await make({ key })
    expect(token).toBe(handMade(good, {}, key))
    expect(await stateOf(token, now, [{ kid: 'v1', key }])).toBe('valid')
  })
})

describe('forged', () => {
  test('alg none, in every spelling, with and without a signature', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      const [header = '', payload = '', signature = ''] = handMade(good, { alg }).split('.')
      expect(await stateOf(`${header}.${payload}.`)).toBe('forged')
      expect(await stateOf(`${header}.${payload}`)).toBe('forged')
      expect(await stateOf(`${header}.${payload}.${signature}`)).toBe('forged')
    }
  })

  test('HS384 and HS512, rightly signed with our key', async () => {
    expect(await stateOf(handMade(good, { alg: 'HS512' }, present.key, 'sha512'))).toBe('forged')
    expect(await stateOf(handMade(good, { alg: 'HS384' }, present.key, 'sha384'))).toBe('forged')
  })

  test('RS256: the header claims it over our HMAC; and a true RSA signature', async () => {
    expect(await stateOf(handMade(good, { alg: 'RS256' }))).toBe('forged')
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const text = `${part({ alg: 'RS256', typ: 'JWT', kid: 'v1' })}.${part(good)}`
    const rsa = `${text}.${createSign('sha256').update(text).sign(pair.privateKey, 'base64url')}`
    const key = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    // Even with the RSA public key listed as if it were our secret.
    expect(await stateOf(rsa, now, [{ kid: 'v1', key }])).toBe('forged')
  })

  test('alg missing, alg in lower case, a critical extension', async () => {
    expect(await stateOf(handMade(good, { alg: undefined }))).toBe('forged')
    expect(await stateOf(handMade(good, { alg: 'hs256' }))).toBe('forged')
    expect(await stateOf(handMade(good, { crit: ['exp'] }))).toBe('forged')
  })

  test('another key, a changed payload, a cut signature', async () => {
    expect(await stateOf(handMade(good, {}, 'another key that also has its 32 bytes'))).toBe('forged')
    const [header = '', , signature = ''] = (await make()).split('.')
    expect(await stateOf(`${header}.${part({ ...good, sub: '1' })}.${signature}`)).toBe('forged')
    expect(await stateOf((await make()).slice(0, -2))).toBe('forged')
  })

  test('expired and wrongly signed is forged, so that it causes no refresh', async () => {
    const late = now + 99_999
    expect(await stateOf(handMade(good, {}, 'another key that also has its 32 bytes'), late)).toBe('forged')
    expect(await stateOf(handMade({ ...good, aud: 'x' }), late)).toBe('forged')
    expect(await stateOf(handMade({ ...good, jti: 'x' }), late)).toBe('forged')
    expect(await stateOf(handMade(good, { kid: 'v9' }), late)).toBe('forged')
    expect(await stateOf(handMade(good, { alg: 'none' }), late)).toBe('forged')
  })

  test.each([
    ['iss', ['other', '', 1, ['epic-events']]],
    ['aud', ['other', '', 1, ['epic-events'], ['epic-events', 'other']]],
    ['sub', ['', '0', '-1', '1.5', '07', 'admin', '1e3', 7, {}]],
    ['role', ['', 1, ['manager']]],
    ['sid', ['', 99, {}]],
    ['jti', ['', 'short', `${secret}x`, `${secret.slice(1)}\0`, 1]],
    ['iat', [String(now), now + 0.5, {}]],
    ['exp', [String(now + 1800), now + 0.5, true, {}]],
  ])('%s missing, null, or of a wrong kind', async (name, values) => {
    for (const value of [undefined, null, ...values]) {
      expect([value, await stateOf(handMade({ ...good, [name]: value }))]).toEqual([value, 'forged'])
    }
  })

  test('an exp that is infinite to JSON', async () => {
    expect(await stateOf(handMade(JSON.stringify(good).replace(/"exp":\d+/, '"exp":1e999')))).toBe('forged')
  })

  test('made in the future, beyond a minute of clock difference', async () => {
    expect(await stateOf(await make(), now - 60)).toBe('valid')
    // No word about its age: the clock was set back, and nobody has forged anything (lexik/LexikJWTAuthenticationBundle#286).
    expect(await stateOf(await make(), now - 61)).toBe('early')
    expect(await stateOf(await make(), 0)).toBe('early')
    expect(await stateOf(handMade({ ...good, iat: now + 61, exp: now }))).toBe('early')
    expect(await stateOf(handMade({ ...good, iat: now + 61, aud: 'other' }))).toBe('forged')
  })

  test('not yet to be used', async () => {
    expect(await stateOf(handMade({ ...good, nbf: now + 61 }))).toBe('forged')
    expect(await stateOf(handMade({ ...good, nbf: String(now) }))).toBe('forged')
    expect(await stateOf(handMade({ ...good, nbf: now }))).toBe('valid')
  })

  test('longer than 4 KB, rightly signed', async () => {
    expect(await stateOf(await make({ role: 'r'.repeat(2600) }))).toBe('valid')
    expect(await stateOf(await make({ role: 'r'.repeat(2900) }))).toBe('forged')
  })

  test.each([
    [''],
    ['.'],
    ['..'],
    ['...'],
    ['a.b'],
    ['a.b.c'],
    ['é.è.à'],
    ['a.b.c.d'],
    ['%%%.%%%.%%%'],
    ['\0'],
    ['e30.e30.e30'],
  ])('not a token: %p', async (token) => {
    expect(await stateOf(token)).toBe('forged')
  })

  test('base64 with padding, blanks or a line end: one token, one spelling', async () => {
    const token = await make()
    expect(await stateOf(`${token}=`)).toBe('forged')
    expect(await stateOf(`${token}\n`)).toBe('forged')
    expect(await stateOf(` ${token}`)).toBe('forged')
    expect(await stateOf(token.replace('.', '=.'))).toBe('forged')
  })

  test('a payload that is no object', async () => {
    for (const payload of [null, 1, 'text', [], true]) {
      expect(await stateOf(handMade(JSON.stringify(payload)))).toBe('forged')
    }
    expect(await stateOf(handMade('{'))).toBe('forged')
  })
})
