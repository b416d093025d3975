import { expect, test } from 'bun:test'
import { reference } from '../../src/field/reference.ts'
import { en, read, refusal } from './read.ts'

test.each([
  ['7', 7],
  [' 42 ', 42],
  ['#7', 7],
  ['#007', 7],
  ['７', 7],
  ['2147483647', 2_147_483_647],
])('%j is the id %d', (typed, id) => {
  expect(read(reference(en), typed)).toBe(id)
})

test.each([
  'casey',
  'kevin@startup.io',
  // Phone numbers begin with 0 or +, or hold spaces.
  '06 12 34 56 78',
  '0612345678',
  '+33612345678',
  '33 6 12 34 56 78',
  '007',
  '7 Sins',
  '#hashtag',
  '7.0',
  '1e3',
  '-7',
  'ａｂｃ',
])('%j is a name', (typed) => {
  expect(read(reference(en), typed)).toEqual({ typed })
})

test.each(['0', '00', '#0', '2147483648', '33612345678'])('%j is neither: no id is like that', (typed) => {
  expect(refusal(reference, typed)).toContain('is not an id')
})

test.each(['', '   ', '\u200b', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(257)])('%j is refused', (typed) => {
  expect(refusal(reference, typed)).not.toBe('')
})

test('a name is kept as typed, without the spaces around it', () => {
  expect(read(reference(en), '  E\u0301lodie ')).toEqual({ typed: 'E\u0301lodie' })
})
