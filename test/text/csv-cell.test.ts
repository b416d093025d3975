import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { csvCell, tsvCell } from '../../src/text/csv-cell.ts'

describe('csvCell', () => {
  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['cr\r', '"cr\r"'],
    ["L'été", "L'été"],
    ['', ''],
  ])('%j is written %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })

  test.each([
    '=1+1',
    '+33612345678',
    '-5',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\nx',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff201',
    ' =1',
    '\ufeff=1',
    '=HYPERLINK("http://x","y")',
  ])('%j is no formula in a spreadsheet', (value) => {
    expect(csvCell(value).replace(/^"/, '')).toStartWith("'")
    expect(csvCell(value, { raw: true }).replace(/^"/, '')).toStartWith(value.slice(0, 1))
    expect(tsvCell(value)).toStartWith("'")
  })

  test('numbers are left as they are, signed too', () => {
    expect(csvCell('-5.00', { number: true })).toBe('-5.00')
    expect(tsvCell('-5.00', { number: true })).toBe('-5.00')
  })

  test('null is an empty cell', () => {
    expect(csvCell(null)).toBe('')
    expect(tsvCell(null)).toBe('')
  })

  test('raw cells are read back as written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (values) => {
        expect(readRow(values.map((value) => csvCell(value, { raw: true })).join(','))).toEqual(values)
      }),
    )
  })
})

describe('tsvCell', () => {
  test('is always one cell of one line, read back as COPY does', () => {
    const back: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v', '\\': '\\' }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\t', '\n', '\\n', '\r\n'), (text, middle) => {
        const value = text + middle + text
        const cell = tsvCell(value, { raw: true })
        expect(cell).not.toMatch(/[\t\n\r]/)
        expect(cell.replace(/\\(.)/g, (whole, letter: string) => back[letter] ?? whole)).toBe(value)
      }),
    )
  })

  test('escapes as psql does', () => {
    expect(tsvCell('a\tb\nc\\d')).toBe('a\\tb\\nc\\\\d')
  })
})

/** A reader of one CSV row, straight from the grammar of RFC 4180 §2. */
function readRow(row: string): string[] {
  const cells: string[] = []
  let rest = row
  for (;;) {
    const [whole = '', quoted, plain = ''] = /^(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/.exec(rest) ?? []
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    rest = rest.slice(whole.length)
    if (rest === '') return cells
    if (!rest.startsWith(',')) throw new Error(`not CSV: ${JSON.stringify(rest)}`)
    rest = rest.slice(1)
  }
}
