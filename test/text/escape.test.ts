import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { escapeControlCharacters } from '../../src/text/escape.ts'

describe('escapeControlCharacters', () => {
  test.each([
    ['\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
    ['a\rb', 'a\\rb'],
    ['a\tb\nc', 'a\\tb\\nc'],
    ['\x00\x7f', '\\x00\\x7f'],
    ['\x9b2J', '\\x9b2J'],
    ['ab\u202etxt.exe', 'ab\\u{202e}txt.exe'],
    ['\u2066a\u2069\u200e\u200f\u061c', '\\u{2066}a\\u{2069}\\u{200e}\\u{200f}\\u{61c}'],
    ['a\u200bb\u2060c\ufeff', 'a\\u{200b}b\\u{2060}c\\u{feff}'],
    ['a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
    ['pay\u00adpal', 'pay\\xadpal'],
    ['a\u200db', 'a\\u{200d}b'],
    ['\u{e0041}\u{e0042}', '\\u{e0041}\\u{e0042}'],
    ['a\ud83d', 'a\\u{d83d}'],
  ])('%j is shown as %j', (text, shown) => {
    expect(escapeControlCharacters(text)).toBe(shown)
  })

  test.each([
    'Société « Été » — 1\u202f200,50\u00a0€',
    'יעל כהן',
    'شركة الأفراح',
    'می\u200cخواهم',
    'क्\u200dष',
    '株式会社',
    'e\u0301',
    '👨‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 ❤️‍🔥',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'C:\\new\\x1b',
  ])('%s passes untouched', (text) => {
    expect(escapeControlCharacters(text)).toBe(text)
    expect(escapeControlCharacters(`${text}\x07`)).toBe(`${text}\\x07`)
  })

  test('with lines, line breaks stay and nothing else', () => {
    expect(escapeControlCharacters('a\nb\r\nc\rd\te\x1b', { lines: true })).toBe('a\nb\nc\\rd\\te\\x1b')
  })

  test('whatever comes in, nothing acts on the terminal; twice is as once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), fc.boolean(), (units, lines) => {
        const shown = escapeControlCharacters(String.fromCharCode(...units), { lines })
        expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]/)
        if (!lines) expect(shown).not.toContain('\n')
        expect(shown.isWellFormed()).toBe(true)
        expect(escapeControlCharacters(shown, { lines })).toBe(shown)
      }),
    )
  })
})
