import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { brokenLine, decodeUtf8 } from '../../src/text/utf8.ts'

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

test('text comes back as it was, and without a byte order mark', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 0x10ffff })), (codePoints) => {
      const whole = String.fromCodePoint(...codePoints.filter((one) => one < 0xd800 || one > 0xdfff)).replace(
        /^\ufeff/,
        '',
      )
      expect(decodeUtf8(Buffer.from(whole))).toBe(whole)
      expect(decodeUtf8(Buffer.from(`\ufeff${whole}`))).toBe(whole)
    }),
  )
})

test('a U+FFFD that somebody wrote is text', () => {
  expect(decodeUtf8(Buffer.from('\ufffd'))).toBe('\ufffd')
})

describe('is no text', () => {
  test.each([
    ['Latin-1', bytes('caf', 0xe9)],
    ['Windows-1252', bytes(0x93, 'quoted', 0x94)],
    ['an overlong slash (CVE-2008-2938)', bytes(0xc0, 0xaf)],
    ['an overlong NUL', bytes(0xc0, 0x80)],
    ['half of a surrogate pair (CESU-8)', bytes(0xed, 0xa0, 0x80)],
    ['beyond U+10FFFF', bytes(0xf4, 0x90, 0x80, 0x80)],
    ['a character cut off', bytes('caf', 0xc3)],
    ['a byte that goes on with nothing', bytes('a', 0x80)],
    ['UTF-16 with its mark', bytes(0xff, 0xfe, 'a', 0)],
    ['UTF-16 without a mark', bytes('a', 0, 'b', 0)],
  ])('%s', (_, given) => {
    expect(decodeUtf8(given)).toBeUndefined()
    expect(brokenLine(given)).toBe(1)
  })
})

test('the first broken line is found', () => {
  expect(brokenLine(bytes('A=é\r\n# cl', 0xe9, '\nB=', 0xe9))).toBe(2)
  expect(brokenLine(bytes('A=1\nB=2\nC=', 0xe9))).toBe(3)
  expect(brokenLine(bytes('A=é\n\n'))).toBeUndefined()
})
