import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { excerpt } from '../../src/text/excerpt.ts'

test('up to 40 characters → whole; more → shortened', () => {
  expect(excerpt('é'.repeat(40))).toBe('é'.repeat(40))
  expect(excerpt('é'.repeat(41))).toBe(`${'é'.repeat(39)}…`)
  expect(excerpt('🎉'.repeat(40))).toBe('🎉'.repeat(40))
  expect(excerpt('🎉'.repeat(1000))).toBe(`${'🎉'.repeat(39)}…`)
})

test('any text → one printable line of valid Unicode', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const shown = excerpt(String.fromCharCode(...units))
      expect(shown).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/)
      expect(shown.isWellFormed()).toBe(true)
    }),
  )
})
