import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { text } from '../../src/field/text.ts'
import { en, fr, parse, read, refusal } from './read.ts'

const name = text(en, { max: 128 })
const notes = text(en, { max: 10_000, lines: true })

describe('text', () => {
  test.each([
    "L'été d'Anne",
    '12/14 rue',
    'Robert"); DROP TABLE client;--',
    '👨‍👩‍👧 Fête',
    'יעל כהן',
    'e\u0301te\u0301',
    '\u00e9t\u00e9',
    '株式会社',
    'C:\\temp',
    '=1+1',
    'a\u202eb',
  ])('is kept byte for byte: %s', (typed) => {
    expect(read(name, typed)).toBe(typed)
  })

  test('any printable text survives, trimmed and never normalised', () => {
    const printable = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((typed) => `x${typed.replace(/[\x00-\x1f\x7f-\x9f]/g, '')}x`)
    fc.assert(
      fc.property(printable, fc.constantFrom('', ' ', '\u00a0', '\n', ' \t'), (typed, around) => {
        expect(read(name, around + typed + around)).toBe(typed)
      }),
    )
  })

  test.each(['', '   ', '\u00a0\n', '\u200b', '\u200e\u2060 \u200d'])('nothing to see is refused: %j', (typed) => {
    expect(refusal((t) => text(t, { max: 128 }), typed)).toBe('The value cannot be empty.')
  })

  test('every control character is refused by name, wherever it stands', () => {
    const codes = [...Array(0x20).keys(), 0x7f, ...Array.from({ length: 0x20 }, (_, i) => 0x80 + i)]
    for (const code of codes) {
      const sentence = refusal((t) => text(t, { max: 128 }), `a${String.fromCharCode(code)}b`)
      expect(sentence).toContain('control character')
      expect(sentence).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
    }
  })

  test('notes keep line breaks and tabs, and no other control character', () => {
    const several = 'Bar à 20:00\n\tDJ\r\nFin'
    expect(read(notes, `\n${several}\n`)).toBe(several)
    for (const typed of ['a\rb', 'a\r\rb', 'a\x00b', 'a\x1b[2Jb', 'a\x0bb', 'a\x85b']) {
      expect(refusal((t) => text(t, { max: 99, lines: true }), typed)).toContain('tabs and line breaks only')
    }
    expect(parse(name, several)).toEqual({
      refused: expect.stringContaining('contains the control character \\n. ') as unknown as string,
    })
  })

  test('half a character is refused', () => {
    expect(refusal((t) => text(t, { max: 9 }), 'a\ud83d')).toBe(
      '"a\\u{d83d}" is not valid Unicode: \\u{d83d} is half a character.',
    )
  })

  test('length is counted in characters, not in UTF-16 units', () => {
    expect(read(name, '🎉'.repeat(128))).toBe('🎉'.repeat(128))
    expect(refusal((t) => text(t, { max: 128 }), '🎉'.repeat(129))).toContain(
      'is too long: 129 characters, and the limit is 128.',
    )
  })

  test('a refusal repeats a long value shortened, and counts in the language', () => {
    const long = 'é'.repeat(10_001)
    expect(parse(text(fr, { max: 10_000 }), long)).toEqual({
      refused: `«\u00a0${'é'.repeat(39)}…\u00a0» compte 10\u202f001 caractères\u00a0: 10\u202f000 au maximum.`,
    })
  })
})
