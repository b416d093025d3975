import { expect, test } from 'bun:test'
import type { Column, ColumnKind } from '../../../src/field/column.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import type { Lang } from '../../../src/i18n/languages.ts'
import { cell } from '../../../src/terminal/output/cell.ts'
import { outputStyle } from '../../../src/terminal/output/options.ts'
import { at, defaults, Kept, setUp } from './terminal.ts'

const lookOf = (lang: Lang = 'en', accessible = false, locale = 'C.UTF-8') =>
  outputStyle(
    {
      io: setUp().io,
      globals: { ...defaults, accessible },
      t: catalog(lang, 'Europe/Paris'),
      env: { LANG: locale },
      now: () => at,
    },
    new Kept(),
  )

const shown = (kind: ColumnKind, value: unknown, o: Partial<Column> & { lang?: Lang; row?: object } = {}) =>
  cell({ key: 'k_id', kind, label: () => 'K', ...o }, { k_id: value, ...o.row }, lookOf(o.lang)).text

test('each kind of value, in both languages', () => {
  expect(shown('id', 12)).toBe('12')
  expect(shown('amount', '1200.50')).toBe('€1,200.50')
  expect(shown('amount', '1200.50', { lang: 'fr' })).toBe('1\u202f200,50\u00a0€')
  expect(shown('date', '2026-06-12T12:00:00.123456+00:00')).toBe('12/06/2026 14:00')
  expect(shown('count', 1200)).toBe('1,200')
  expect(shown('count', 0)).toBe('0')
  expect(shown('yes-no', true)).toBe('✓ yes')
  expect(shown('yes-no', false, { lang: 'fr' })).toBe('✗ non')
  expect(shown('yes-no', false, { states: { yes: () => 'signed', no: () => 'unsigned' } })).toBe('✗ unsigned')
  expect(shown('phone', '+33612345678')).toBe('06 12 34 56 78')
  expect(shown('reference', 5, { row: { k_name: 'Bill Boquet' } })).toBe('Bill Boquet (5)')
  expect(shown('reference', 5, { nameKey: 'who', row: { who: 'Bill' } })).toBe('Bill (5)')
  expect(shown('reference', 5)).toBe('5')
  expect(shown('words', ['client:list', 'client:view'])).toBe('client:list, client:view')
  expect(shown('json', { full_name: ['Anne', null] })).toBe('{"full_name":["Anne",null]}')
})

test('what is absent or empty is a dash, a word for a screen reader, and never the word null', () => {
  for (const value of [null, undefined, '', []]) expect(shown('text', value)).toBe('—')
  expect(shown('reference', null, { row: { k_name: null } })).toBe('—')
  const column: Column = { key: 'x', kind: 'date', label: () => 'X', upcoming: true }
  expect(cell(column, {}, lookOf('fr', true)).text).toBe('vide')
  expect(cell(column, {}, lookOf('en', false, 'C')).text).toBe('-')
})

test('stored text cannot act on the terminal, whatever its kind', () => {
  const evil = '\x1b]0;owned\x07\u202eabc\r'
  expect(shown('text', evil)).toBe('\\x1b]0;owned\\x07\\u{202e}abc\\r')
  expect(shown('reference', 5, { row: { k_name: evil } })).toBe('\\x1b]0;owned\\x07\\u{202e}abc\\r (5)')
  for (const kind of ['lines', 'words', 'json', 'id'] as const) {
    expect(shown(kind, kind === 'words' ? [evil] : evil)).not.toMatch(/[\x00-\x1f\u202e]/)
  }
})

test('line breaks stay on a card and become spaces in a table', () => {
  const column: Column = { key: 'notes', kind: 'lines', label: () => 'Notes' }
  const row = { notes: 'one\r\ntwo  \n\n three\tfour' }
  expect(cell(column, row, lookOf(), { lines: true }).text).toBe('one\ntwo  \n\n three\\tfour')
  expect(cell(column, row, lookOf()).text).toBe('one two three\\tfour')
})

test('a coming date says in how many days, by the calendar of the zone', () => {
  // It is 10 June 2026, 11:00 in Paris.
  const soon = (instant: string, lang: Lang = 'en') => shown('date', instant, { upcoming: true, lang }).slice(17)
  expect(soon('2026-06-10T20:00:00Z')).toBe('! today')
  expect(soon('2026-06-10T22:30:00Z')).toBe('! tomorrow')
  expect(soon('2026-06-10T22:30:00Z', 'fr')).toBe('! demain')
  expect(soon('2026-06-10T20:00:00Z', 'fr')).toBe("! aujourd'hui")
  expect(soon('2026-06-13T08:00:00Z')).toBe('! in 3 days')
  expect(soon('2026-06-13T08:00:00Z', 'fr')).toBe('! dans 3 jours')
  expect(soon('2026-06-17T08:59:59Z')).toBe('! in 7 days')
  expect(soon('2026-06-17T09:00:00Z')).toBe('')
  expect(soon('2026-06-10T08:59:59Z')).toBe('')
  expect(shown('date', '2026-06-13T08:00:00Z')).toBe('13/06/2026 10:00')
})

test('what is no date is shown as it is stored, and cannot act on the terminal', () => {
  for (const marked of [{}, { upcoming: true }, { upcoming: { end: 'v', needs: 'v' } }] as const) {
    expect(shown('date', 'infinity', marked)).toBe('infinity')
    expect(shown('date', '0044-03-15T00:00:00+00:00 BC', marked)).toBe('0044-03-15T00:00:00+00:00 BC')
    expect(shown('date', '15000-12-31T23:40:28+00:00', marked)).toBe('15000-12-31T23:40:28+00:00')
    expect(shown('date', '\x1b]0;owned\x07', marked)).toBe('\\x1b]0;owned\\x07')
  }
})

test('signs become words for a screen reader, and ASCII without UTF-8', () => {
  const state: Column = {
    key: 's',
    kind: 'yes-no',
    label: () => 'S',
    states: { yes: () => 'signed', no: () => 'unsigned' },
  }
  const date: Column = { key: 'd', kind: 'date', label: () => 'D', upcoming: true }
  const row = { s: false, d: '2026-06-13T08:00:00Z' }
  expect(cell(state, row, lookOf('en', true)).text).toBe('unsigned')
  expect(cell(date, row, lookOf('en', true)).text).toBe('13/06/2026 10:00 (in 3 days)')
  expect(cell(state, row, lookOf('en', false, 'C')).text).toBe('x unsigned')
  expect(cell(state, { s: true }, lookOf('en', false, 'C')).text).toBe('OK signed')
})

test('what is running is marked until its end, and without somebody to run it as the most urgent', () => {
  const start: Column = { key: 's', kind: 'date', label: () => 'S', upcoming: { end: 'e', needs: 'who' } }
  const mark = (s: string, e: unknown, who: unknown, ...style: Parameters<typeof lookOf>) => {
    const { text, tone } = cell(start, { s, e, who }, lookOf(...style))
    return `${text.replace(/^\S+ \S+ ?/, '')} ${tone}`
  }
  const [before, now, after] = ['2026-06-10T08:00:00Z', '2026-06-10T09:00:00Z', '2026-06-10T10:00:00Z']
  expect(mark(before, after, 5)).toBe('! now soon')
  expect(mark(before, after, null)).toBe('!! now bad')
  expect(mark(before, after, null, 'fr')).toBe('!! en cours bad')
  expect(mark(before, after, 5, 'en', true)).toBe('(now) soon')
  expect(mark(before, after, null, 'en', true)).toBe('(now, without support) bad')
  expect(mark(before, after, null, 'fr', true)).toBe('(en cours, sans support) bad')
  // It begins with its start, and at its end it is over.
  expect(mark(now, after, 5)).toBe('! now soon')
  expect(mark(before, now, null)).toBe(' plain')
  expect(mark(after, '2026-06-11T00:00:00Z', null)).toBe('! today soon')
  expect(mark(before, 'infinity', null)).toBe(' plain')
  expect(mark(before, null, null)).toBe(' plain')
})
