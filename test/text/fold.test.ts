/** How texts are compared: the program and both databases agree, letter by letter. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { fold, matches, wordsOf } from '../../src/text/fold.ts'
import type { Agency } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

/** Text → how it is compared → its words. */
const cases: readonly (readonly [text: string, folded: string, words: string])[] = [
  ['Élodie', 'elodie', 'elodie'],
  ['E\u0301lodie', 'elodie', 'elodie'],
  ['  Kévin \u00a0 CASEY ', 'kevin casey', 'kevin casey'],
  ['L’été d’Anne-Marie', "l'ete d'anne-marie", 'l ete d anne marie'],
  ['œuvre Œuvre oeuvre', 'oeuvre oeuvre oeuvre', 'oeuvre oeuvre oeuvre'],
  ['Straße STRASSE ẞ', 'strasse strasse ss', 'strasse strasse ss'],
  ['Łódź Đorđe Ørsted Þór', 'lodz dorde orsted thor', 'lodz dorde orsted thor'],
  ['ﬁn Ｆｕｌｌ №5', 'fin full no5', 'fin full no5'],
  ['İstanbul ILGIN ılgın', 'istanbul ilgin ilgin', 'istanbul ilgin ilgin'],
  ['Σίσυφος ΣΊΣΥΦΟΣ', 'σισυφοσ σισυφοσ', 'σισυφοσ σισυφοσ'],
  ['Фёдор ФЁДОР', 'федор федор', 'федор федор'],
  ['שָׁלוֹם', 'שלום', 'שלום'],
  ['مُحَمَّد', 'محمد', 'محمد'],
  ['東京・展示会', '東京・展示会', '東京 展示会'],
  ['co\u00adopé\u200brative', 'cooperative', 'cooperative'],
  ['12/14 rue (bis) n°3', '12/14 rue (bis) n°3', '12 14 rue bis n 3'],
  ['🎉 Fête!', '🎉 fete!', '🎉 fete'],
  ["a\\b 'c' %_", "a\\b 'c' %_", 'a b c'],
  ['---', '---', ''],
]

test.each(cases)('%j', (text, folded, words) => {
  expect(fold(text)).toBe(folded)
  expect(wordsOf(text).join(' ')).toBe(words)
})

test('every typed word must begin a word', () => {
  const words = wordsOf('Élodie Martin-Dupont')
  for (const typed of ['elo', 'DUP mar', 'martin-dup', '', 'Élodie']) expect(matches(words, typed)).toBe(true)
  for (const typed of ['lodie', 'elo x', 'upont']) expect(matches(words, typed)).toBe(false)
})

describe.each(['server', 'embedded'] as const)('the database (%s)', (kind) => {
  let agency: Agency
  beforeAll(async () => {
    agency = await sharedAgency(kind)
  })

  /** Of each text: folded, and its words. */
  const inDatabase = async (texts: readonly string[]) => {
    const rows = await agency.owner(
      (sql) =>
        sql<{ folded: string; words: string }[]>`
        select epic_events.fold(t) as folded, array_to_string(array_remove(epic_events.words(t), ''), ' ') as words
        from jsonb_array_elements_text(${JSON.stringify(texts)}::text::jsonb) with ordinality x(t, at) order by at`,
    )
    return rows.map(({ folded, words }) => [folded, words])
  }

  test('folds and splits as the program does', async () => {
    const texts = cases.map(([text]) => text)
    expect(await inDatabase(texts)).toEqual(cases.map(([, folded, words]) => [folded, words]))
  })

  test('and so it does each letter', async () => {
    // U+A7F1 came with Unicode 17, which PostgreSQL 18 does not know.
    const unknown = [0xa7f1]
    const letters: string[] = []
    for (let code = 1; code < 0x1_f700; code++) {
      const letter = String.fromCodePoint(code)
      const assigned = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]$/u.test(letter)
      if (assigned && !unknown.includes(code) && (code < 0x1_0000 || code > 0x1_f300)) letters.push(letter)
    }
    const texts: string[] = []
    for (let at = 0; at < letters.length; at += 32) texts.push(letters.slice(at, at + 32).join('x'))
    const found = await inDatabase(texts)
    const differing = texts.filter(
      (text, at) => found[at]?.[0] !== fold(text) || found[at]?.[1] !== wordsOf(text).join(' '),
    )
    expect(differing).toEqual([])
  })
})
