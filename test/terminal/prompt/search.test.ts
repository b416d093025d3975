import { describe, expect, test } from 'bun:test'
import { matcher, searched } from '../../../src/terminal/prompt/search.ts'

const finds = (typed: string, label: string) => matcher(typed)(searched({ value: 1, label }))

describe('a choice is found', () => {
  test.each([
    ['\u00c9lodie', 'E\u0301lodie Garnier'],
    ['e\u0301lodie', '\u00c9lodie Garnier'],
    ['elod', '\u00c9lodie Garnier'],
    // ospfranco/sol#329: names from macOS are decomposed, what is typed is not
    ['캘린더', '캘린더'.normalize('NFD')],
    ['strasse', 'Große Straße'],
    ['STRAẞE', 'Große Straße'],
    ['oeuvre', "Chef-d'\u0152uvre"],
    ['chef-d’œuvre', "Chef-d'\u0152uvre"],
    ["d'ete", 'Bal d‘\u00e9t\u00e9'],
    ['jean-paul', 'Jean\u2011Paul'],
    ['jean\u2011paul', 'Jean-Paul'],
    ['\u202ajean\u202c', 'Jean-Paul'],
    ['startup', 'Cool Start\u00adup LLC'],
    ['office', 'O\ufb03ce'],
    ['istanbul', 'İstanbul'],
    ['１２', 'Salle 12'],
  ])('by %j: %j', (typed, label) => {
    expect(finds(typed, label)).toBe(true)
  })

  test('not by another word', () => {
    expect(finds('elodie paul', '\u00c9lodie Garnier')).toBe(false)
  })

  test('not by the middle of a word', () => {
    expect(finds('lodie', '\u00c9lodie Garnier')).toBe(false)
  })
})
