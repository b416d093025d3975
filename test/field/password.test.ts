import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { password } from '../../src/field/password.ts'
import { en, fr, parse, read, refusal } from './read.ts'

test.each(['Passw0rd', ' Pass w0rd ', 'ÉTÉété2026', `Aa1${'x'.repeat(125)}`, 'Aa1🎉🎉🎉🎉🎉'])(
  'is kept as typed: %s',
  (typed) => {
    expect(read(password(en), typed)).toBe(typed)
  },
)

test('all that is missing is told at once', () => {
  expect(refusal(password, '')).toBe(
    'The password must have at least 8 characters, an upper-case letter, a lower-case letter and a digit.',
  )
  expect(refusal(password, 'court', fr)).toBe(
    'Le mot de passe doit contenir au moins 8 caractères, une majuscule et un chiffre.',
  )
  expect(refusal(password, `Aa1${'x'.repeat(126)}`)).toBe('The password must have at most 128 characters.')
  expect(refusal(password, 'Passw0rd\x00')).toBe('The password must have only printable characters.')
  expect(refusal(password, 'Passw0rd\ud83d')).toBe('The password must have only printable characters.')
})

test('length is counted in characters', () => {
  expect(refusal(password, 'Aa1🎉🎉🎉🎉')).toBe('The password must have at least 8 characters.')
  expect(read(password(en), `Aa1${'🎉'.repeat(125)}`)).toHaveLength(253)
})

test('length is counted in the form that is hashed: an accent typed as a character of its own counts nothing', () => {
  expect(refusal(password, 'E\u0301e\u0301e\u03012026')).toBe('The password must have at least 8 characters.')
  expect(read(password(en), `Aa1${'e\u0301'.repeat(125)}`)).toHaveLength(253)
})

test('no sentence depends on the password but through what it lacks', () => {
  // The same lack gives the same sentence, so nothing of the value can be in it.
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'abcdefghij'), { minLength: 8, maxLength: 100 }), (letters) => {
      expect(parse(password(en), letters.join(''))).toEqual({
        refused: 'The password must have an upper-case letter and a digit.',
      })
    }),
  )
})
