import { expect, test } from 'bun:test'
import { similarNames } from '../../src/text/similar.ts'

const names = ['Warm Startup', 'Cool Startup LLC', 'Kevin Casey', 'Casey Martin', 'Élodie Müller-Lefèvre']

test.each([
  ['cool startip', ['Cool Startup LLC']],
  // Equally near ones keep their order.
  ['cassey', ['Kevin Casey', 'Casey Martin']],
  ['keven casey', ['Kevin Casey']],
  ['elodei muller-lefevre', ['Élodie Müller-Lefèvre']],
  ['MULER', ['Élodie Müller-Lefèvre']],
  ['somebody else', []],
  ['', []],
])('%j → %j', (typed, expected) => {
  expect(similarNames(typed, names, 3)).toEqual(expected)
})

test('not more than were asked for', () => {
  expect(similarNames('cassey', names, 1)).toEqual(['Kevin Casey'])
  expect(similarNames('cassey', [], 3)).toEqual([])
})
