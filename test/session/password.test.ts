import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { digest, hash } from '../../src/session/password.ts'
import { newSecret, sha256 } from '../../src/session/secret.ts'

test('the digest of a password never changes: stored hashes depend on it', () => {
  // printf 'epic-events/password/v1\0Secret-Passw0rd' | sha256sum
  expect(digest('Secret-Passw0rd')).toBe('8db0ece2a6936e3f312409ceb7bcf09e783f00a21e7948e7c83e5c8e58106ffe')
  // UTF-8 as typed: the two spellings of é are two passwords.
  expect(digest('caf\u00e9')).toBe('753a2079eb2d41863133dbbb55e19c963af1f1a874dddce6e54dd0aec1100924')
  expect(digest('cafe\u0301')).not.toBe(digest('caf\u00e9'))
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
