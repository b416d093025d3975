import { expect, test } from 'bun:test'
import { count } from '../../src/field/count.ts'
import { en, fr, read, refusal } from './read.ts'

test.each([
  ['0', 0],
  ['75', 75],
  [' 0200 ', 200],
  ['2147483647', 2_147_483_647],
  ['1 200', 1200],
  ['1\u202f200', 1200],
  ['1\u00a0200\u00a0000', 1_200_000],
  ["1'200", 1200],
  ['1\u2019200', 1200],
  ['1,200', 1200],
  ['１２００', 1200],
  ['\u200e75\u200e', 75],
])('%j is %d', (typed, kept) => {
  expect(read(count(en), typed)).toBe(kept)
})

test.each([
  '-1',
  '-0',
  '1.5',
  '1,5',
  '1e3',
  '2147483648',
  'many',
  '75 people',
  'Infinity',
  'NaN',
  '1.200',
  '12 00',
  "1'200 000",
  '1 200,5',
  '+75',
  '0x4b',
  '75%',
  '2 147 483 648',
  '9'.repeat(400).slice(0, 39),
])('%j is refused', (typed) => {
  expect(refusal(count, typed)).toBe(`"${typed}" is not a whole number from 0 to 2,147,483,647.`)
  expect(refusal(count, typed, fr)).toContain("n'est pas un nombre entier de 0 à")
})

test('nothing is no number', () => {
  expect(refusal(count, ' ')).toBe('The value cannot be empty.')
})

test('what either language shows is read back', () => {
  for (const t of [en, fr]) {
    for (const number of [0, 999, 1000, 75_000, 2_147_483_647])
      expect(read(count(t), t.format.count(number))).toBe(number)
  }
})
