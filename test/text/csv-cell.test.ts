import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { csvCell, isPhone, tsvCell, unmarked } from '../../src/text/csv-cell.ts'

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
    '\n=x',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff201',
    ' =1',
    '\ufeff=1',
    '=HYPERLINK("http://x","y")',
  ])('%j is no formula in a spreadsheet', (value) => {
    const sign = value.search(/[=+\-@\uff1d\uff0b\uff0d\uff20]/)
    const safe = `${value.slice(0, sign)}'${value.slice(sign)}`
    expect(readRow(csvCell(value))).toEqual([safe])
    expect(readRow(csvCell(value, { raw: true }))).toEqual([value])
    expect(copied(tsvCell(value))).toBe(safe)
  })

  // Each of them was reported of an export that looked at the first character of a cell only, or at one separator.
  test.each([
    ['x;=1+1', `"x;'=1+1"`], // OWASP/www-community#443: Excel and LibreOffice cut at the semicolon
    ['x;=1+1;@SUM(A1)', `"x;'=1+1;'@SUM(A1)"`],
    ['x\t=1+1', `"x\t'=1+1"`],
    ['x|=1+1', `x|'=1+1`],
    ['a\n=1+1', `"a\n'=1+1"`], // a reader that cuts at ; does not know that this line break is quoted
    ['x; +1', `"x; '+1"`],
    ['x;"=1+1"', `"x;""'=1+1"""`],
    [`'=1+1`, `''=1+1`], // typed with an apostrophe: it must come back with one
    [`''=1+1`, `'''=1+1`],
    [`'tis`, `'tis`],
    ['a-b, c=d', '"a-b, c=d"'],
    ['jean@x.fr', 'jean@x.fr'],
    ['12 - 14 rue', '12 - 14 rue'],
    ['a;b', '"a;b"'],
  ])('%j is written %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell)
    expect(unmarked(readRow(cell)[0] ?? '', 'csv')).toBe(value)
  })

  test('only a phone number in E.164 is exempt, and only in a column of phones', () => {
    const phoneCell = (value: string) => csvCell(value, { number: isPhone(value) })
    expect(phoneCell('+33639980101')).toBe('+33639980101')
    expect(tsvCell('+67812345678', { number: isPhone('+67812345678') })).toBe('+67812345678')
    for (const value of ['+33639980101+1', '+12345', '+1234567890123456', '=+33639980101', '+33 639', '-33639980101'])
      expect(phoneCell(value)).toStartWith("'")
    expect(csvCell('+33639980101')).toBe("'+33639980101")
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
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\t', '\n', '\\n', '\r\n'), (text, middle) => {
        const value = text + middle + text
        const cell = tsvCell(value, { raw: true })
        expect(cell).not.toMatch(/[\t\n\r]/)
        expect(copied(cell)).toBe(value)
      }),
    )
  })

  test('escapes as psql does', () => {
    expect(tsvCell('a\tb\nc\\d')).toBe('a\\tb\\nc\\\\d')
  })
})

describe('whatever separator a spreadsheet takes', () => {
  const piece = fc.oneof(
    fc.constantFrom(...'=+-@＝＋－＠\'";,|\t\n\r \u00a0\ufeffab1'),
    fc.constantFrom('=1+1', '";=', '"|"', "'=", '\r\n', '; ', '\u200b+'),
  )
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  const table = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 4 })
  const formula = /^[\s"\u200b\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/
  const forSemicolons = (value: string) => csvCell(value, { separator: ';' })
  const formats = { csv: [',', csvCell], semicolons: [';', forSemicolons], tsv: ['\t', tsvCell] } as const

  test.each(['csv', 'semicolons', 'tsv'] as const)('no cell of %s begins with a formula', (format) => {
    const [own, write] = formats[format]
    fc.assert(
      fc.property(table, (rows) => {
        const file = rows.map((row) => `${row.map((value) => write(value)).join(own)}\n`).join('')
        for (const separator of [',', ';', '\t', '|']) {
          const cells = [
            ...quotedCells(file, separator),
            // Some cut at every separator. That of the file itself is protected by quotes, which they would have to ignore.
            ...(separator === own ? [] : file.split(/[\r\n]/).flatMap((line) => line.split(separator))),
          ]
          expect(cells.filter((cell) => formula.test(cell))).toEqual([])
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('taking the marks away gives what was there', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(readRow(csvCell(value)).map((cell) => unmarked(cell, 'csv'))).toEqual([value])
        expect(unmarked(readRow(forSemicolons(value), ';')[0] ?? '', 'semicolons')).toBe(value)
        expect(unmarked(copied(tsvCell(value)), 'tsv')).toBe(value)
      }),
      { numRuns: 3_000 },
    )
  })

  test('a long text is marked at its end too', () => {
    const long = ';\t"\n'.repeat(100_000)
    expect(csvCell(`${long}=`)).toBe(`"${long.replaceAll('"', '""')}'="`)
  })
})

/**
 * The cells of a file as a lenient spreadsheet reads it: a quotation mark at the beginning of a cell opens a quoted part, what follows its
 * end belongs to the cell, and anywhere else it is a character like another.
 */
function quotedCells(file: string, separator: string): string[] {
  const cells: string[] = []
  let cell = ''
  let begins = true
  let quoted = false
  for (let at = 0; at < file.length; at++) {
    const character = file.charAt(at)
    if (quoted) {
      if (character !== '"') cell += character
      else if (file.charAt(at + 1) === '"') {
        cell += '"'
        at++
      } else quoted = false
    } else if (character === '"' && begins) {
      quoted = true
      begins = false
    } else if (character === separator || character === '\n' || character === '\r') {
      cells.push(cell)
      cell = ''
      begins = true
    } else {
      cell += character
      begins = false
    }
  }
  return [...cells, cell]
}

/** A cell of PostgreSQL's COPY without its escapes. */
function copied(cell: string): string {
  const back: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f', v: '\v', '\\': '\\' }
  return cell.replace(/\\(.)/g, (whole, letter: string) => back[letter] ?? whole)
}

const cellOf = { ',': /^(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/, ';': /^(?:"((?:[^"]|"")*)"|([^;"\r\n]*))/ } as const

/** A reader of one CSV row, straight from the grammar of RFC 4180 §2. */
function readRow(row: string, separator: ',' | ';' = ','): string[] {
  const cells: string[] = []
  let rest = row
  for (;;) {
    const [whole = '', quoted, plain = ''] = cellOf[separator].exec(rest) ?? []
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    rest = rest.slice(whole.length)
    if (rest === '') return cells
    if (!rest.startsWith(separator)) throw new Error(`not CSV: ${JSON.stringify(rest)}`)
    rest = rest.slice(1)
  }
}
