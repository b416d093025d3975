import { expect, test } from 'bun:test'
import { isYesNo, yesNo } from '../../src/field/yes-no.ts'
import { en, fr, read, refusal } from './read.ts'

test.each(['true', 'yes', 'oui', '1', 'TRUE', 'Oui', ' yes ', '１', 'oui\u200b'])('%j means yes', (word) => {
  expect(read(yesNo(en), word)).toBe(true)
  expect(isYesNo(word.trim())).toBe(true)
})

test.each(['false', 'no', 'non', '0', 'FALSE', 'Non', ' no '])('%j means no', (word) => {
  expect(read(yesNo(fr), word)).toBe(false)
  expect(isYesNo(word.trim())).toBe(true)
})

test.each(['vrai', 'y', 'n', '2', '-1', '00', 'on', 'null', 'constructor'])('%j means neither', (word) => {
  expect(isYesNo(word)).toBe(false)
  expect(refusal(yesNo, word)).toBe(`"${word}" is not a yes or no. Write true, false, yes, no, oui, non, 1 or 0.`)
  expect(refusal(yesNo, word, fr)).toContain("n'est ni oui ni non")
})

test('nothing is not an answer', () => {
  expect(refusal(yesNo, '')).toBe('The value cannot be empty.')
})
