import { expect, test } from 'bun:test'
import { id } from '../../src/field/id.ts'
import { en, fr, read, refusal } from './read.ts'

test.each([
  ['1', 1],
  [' 42 ', 42],
  ['007', 7],
  ['2147483647', 2_147_483_647],
])('%j is %d', (typed, kept) => {
  expect(read(id(en), typed)).toBe(kept)
})

test.each(['0', '-1', '+1', '1.0', '1e3', '0x1', '2147483648', '99999999999999999999999', 'abc', '1 2', '#1', '١'])(
  '%j is refused',
  (typed) => {
    expect(refusal(id, typed)).toBe(`"${typed}" is not an id. An id is a whole number from 1 to 2,147,483,647.`)
    expect(refusal(id, typed, fr)).toContain('écrivez un nombre entier de 1 à 2\u202f147\u202f483\u202f647.')
  },
)

test('nothing is no id', () => {
  expect(refusal(id, '')).toBe('The value cannot be empty.')
})
