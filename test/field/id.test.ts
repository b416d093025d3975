import { expect, test } from 'bun:test'
import { id } from '../../src/field/id.ts'
import { en, fr, read, refusal } from './read.ts'

test.each([
  ['1', 1],
  [' 42 ', 42],
  ['007', 7],
  ['2147483647', 2_147_483_647],
  // As lists of choices write them.
  ['#7', 7],
  ['７', 7],
  ['＃７', 7],
  ['١', 1],
  ['7\u200b', 7],
])('%j is %d', (typed, kept) => {
  expect(read(id(en), typed)).toBe(kept)
})

// Ids that PostgreSQL's integer cannot hold never reach it: wise-old-man/wise-old-man#2006, Sylius/Sylius#5160, mysociety/alaveteli#4120
test.each([
  '0',
  '#0',
  '-1',
  '+1',
  '+7',
  '1.0',
  '7.0',
  '1e3',
  '0x1',
  '2147483648',
  '333333333333333333333333',
  'abc',
  '1 2',
  '##1',
  '# 1',
  '1#',
  '1,200',
  'NaN',
])('%j is refused', (typed) => {
  expect(refusal(id, typed)).toBe(`"${typed}" is not an id. An id is a whole number from 1 to 2,147,483,647.`)
  expect(refusal(id, typed, fr)).toContain('écrivez un nombre entier de 1 à 2\u202f147\u202f483\u202f647.')
})

test('nothing is no id', () => {
  expect(refusal(id, '')).toBe('The value cannot be empty.')
})
