import { describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { newSecret, sha256 } from '../../src/secret.ts'
import { digest, hash, tryForms } from '../../src/session/password.ts'

test('the digest of a password never changes: stored hashes depend on it', () => {
  // printf 'epic-events/password/v1\0Secret-Passw0rd' | sha256sum
  expect(digest('Secret-Passw0rd')).toBe('8db0ece2a6936e3f312409ceb7bcf09e783f00a21e7948e7c83e5c8e58106ffe')
  expect(digest('caf\u00e9')).toBe('753a2079eb2d41863133dbbb55e19c963af1f1a874dddce6e54dd0aec1100924')
})

// One password, whichever keyboard it comes from: the accents of a Mac's file names, Hangul, two marks in another order.
test.each([
  // ulsklyc/yuvomi#608, Picocrypt-NG/Picocrypt-NG#152
  ['caf\u00e9', 'cafe\u0301'],
  // usnistgov/800-63-3#301
  ['ma\u00f1ana', 'man\u0303ana'],
  ['\ud55c\uae00', '\u1112\u1161\u11ab\u1100\u1173\u11af'],
  ['\u1ed9', 'o\u0302\u0323'],
  ['\u00c5', '\u212b'],
])('%j and %j are one password', (composed, decomposed) => {
  expect(digest(decomposed)).toBe(digest(composed))
})

test('what only looks alike stays two passwords: form C, not KC (RFC 8265)', () => {
  for (const [one, other] of [
    ['\ufb01', 'fi'],
    ['\u00b2', '2'],
    ['\uff21', 'A'],
    ['\u00a0', ' '],
  ] as const)
    expect(digest(one)).not.toBe(digest(other))
})

describe('each form in which a password may have been stored', () => {
  const decomposed = 'Cafe\u0301-2026'
  const exact = (text: string) => sha256(`epic-events/password/v1\0${text}`).toString('hex')
  const answering = (...answers: { status: string; wait: number }[]) => {
    const tried: string[] = []
    const prove = async (digest: string) => {
      tried.push(digest)
      return answers[tried.length - 1] ?? { status: 'over', wait: 0 }
    }
    return { tried, prove }
  }
  const [ok, no, wait] = [
    { status: 'ok', wait: 0 },
    { status: 'no', wait: 0 },
    { status: 'wait', wait: 1 },
  ]

  test('the normal form, and only if that is refused the text as it was typed', async () => {
    const right = answering(ok)
    expect(await tryForms(decomposed, right.prove)).toEqual(ok)
    expect(right.tried).toEqual([exact('Caf\u00e9-2026')])
    const former = answering(no, ok)
    expect(await tryForms(decomposed, former.prove)).toEqual(ok)
    expect(former.tried).toEqual([exact('Caf\u00e9-2026'), exact(decomposed)])
  })

  test('text in the normal form is tried once: no second attempt counts', async () => {
    const { tried, prove } = answering(no, ok)
    expect(await tryForms('Caf\u00e9-2026', prove)).toEqual(no)
    expect(tried).toHaveLength(1)
  })

  test('told to wait → is told so at once', async () => {
    const { tried, prove } = answering(wait, ok)
    expect(await tryForms(decomposed, prove)).toEqual(wait)
    expect(tried).toHaveLength(1)
  })

  test('the first form makes the second one wait → a short wait is sat out, a long one is told', async () => {
    const short = answering(no, wait, ok)
    expect(await tryForms(decomposed, short.prove)).toEqual(ok)
    const long = answering(no, { status: 'wait', wait: 17 }, ok)
    expect(await tryForms(decomposed, long.prove)).toEqual({ status: 'wait', wait: 17 })
  })
})

test('the digest is not the plain SHA-256 of the password', () => {
  expect(digest('Secret-Passw0rd')).not.toBe(createHash('sha256').update('Secret-Passw0rd').digest('hex'))
})

test('long passwords differ beyond 72 bytes, and beyond a NUL', () => {
  expect(digest(`${'a'.repeat(72)}b`)).not.toBe(digest(`${'a'.repeat(72)}c`))
  expect(digest('a\0b')).not.toBe(digest('a\0c'))
  expect(digest('x'.repeat(1000))).toHaveLength(64)
})

test('the stored hash is bcrypt, cost 12, of the digest and not of the password', async () => {
  const stored = await hash('Secret-Passw0rd')
  expect(stored).toMatch(/^\$2b\$12\$[./A-Za-z0-9]{53}$/)
  expect(await Bun.password.verify(digest('Secret-Passw0rd'), stored)).toBe(true)
  expect(await Bun.password.verify('Secret-Passw0rd', stored)).toBe(false)
})

test('a secret is 32 random bytes in base64url', () => {
  const many = Array.from({ length: 200 }, newSecret)
  for (const secret of many) {
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  }
  expect(new Set(many).size).toBe(200)
})

test('sha256 takes the text as UTF-8', () => {
  expect(sha256('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256('é')).toEqual(
    createHash('sha256')
      .update(Buffer.from([0xc3, 0xa9]))
      .digest(),
  )
})
