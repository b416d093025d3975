import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { username } from '../../src/field/username.ts'
import { en, fr, read, refusal } from './read.ts'

test('5 to 64 of a-z 0-9 . _ - are accepted, lower-cased', () => {
  const typed = fc
    .array(fc.constantFrom(...'abcXYZ019._-'), { minLength: 5, maxLength: 64 })
    .map((letters) => letters.join(''))
  fc.assert(
    fc.property(typed, (name) => {
      const kept = read(username(en), ` ${name} `)
      expect(kept).toBe(name.toLowerCase())
      expect(kept).toMatch(/^[a-z0-9._-]{5,64}$/)
    }),
  )
})

test('a wrong length is told with both limits', () => {
  expect(refusal(username, 'bob')).toBe('"bob" has 3 characters. A username has 5 to 64 characters: a-z 0-9 . _ -')
  expect(refusal(username, 'b')).toStartWith('"b" has 1 character. ')
  expect(refusal(username, 'b'.repeat(65))).toContain('has 65 characters')
})

test('foreign characters are named', () => {
  expect(refusal(username, 'bob smith!')).toContain('contains a space and !. ')
  expect(refusal(username, 'andré.dupont', fr)).toContain(
    "contient é\u00a0: un nom d'utilisateur compte de 5 à 64 caractères",
  )
  expect(refusal(username, 'bob\x1b[31m')).toContain('\\x1b and [')
})

test('look-alikes of ASCII letters stay foreign', () => {
  // U+212A KELVIN SIGN lower-cases to an ordinary k.
  expect(refusal(username, '\u212aevin.casey')).toContain('contains \u212a')
})

test('marks that nobody sees are no part of a name', () => {
  expect(read(username(en), '\u202aBill.Boquet\u202c')).toBe('bill.boquet')
  expect(read(username(en), 'bill\u200b.boquet\ufeff')).toBe('bill.boquet')
})

test('an empty name is told so', () => {
  expect(refusal(username, ' ')).toBe('The value cannot be empty.')
})
