import { expect, test } from 'bun:test'
import { count } from '../../src/field/count.ts'
import { en, fr, read, refusal } from './read.ts'

test.each([
  ['0', 0],
  ['75', 75],
  [' 0200 ', 200],
  ['2147483647', 2_147_483_647],
])('%j is %d', (typed, kept) => {
  expect(read(count(en), typed)).toBe(kept)
})

test.each(['-1', '-0', '1.5', '1,5', '1e3', '2147483648', 'many', '75 people', 'Infinity'])(
  '%j is refused',
  (typed) => {
    expect(refusal(count, typed)).toBe(`"${typed}" is not a whole number from 0 to 2,147,483,647.`)
    expect(refusal(count, typed, fr)).toContain("n'est pas un nombre entier de 0 à")
  },
)

test('nothing is no number', () => {
  expect(refusal(count, ' ')).toBe('The value cannot be empty.')
})
