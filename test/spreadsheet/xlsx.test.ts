import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import fc from 'fast-check'
import { openSheet } from '../../src/spreadsheet/open.ts'
import { cellsOf, fr, linesOf, refusalOf } from './files.ts'
import { partsOf, zipOf } from './workbook.ts'

const open = (file: Blob) => openSheet(file, { keys: [] })

/** The text of one cell below a heading. */
async function cellText(
  attributes: string,
  inside: string,
  o: Parameters<typeof partsOf>[0] = {},
): Promise<string | undefined> {
  const rows = `<row r="1"><c r="A1" t="str"><v>A</v></c></row><row r="2"><c r="A2" ${attributes}>${inside}</c><c t="str"><v>.</v></c></row>`
  const file = zipOf(partsOf({ ...o, rows: rows.replace('</row>', '<c t="str"><v>B</v></c></row>') }))
  return (await cellsOf(await open(file)))[0]?.[0]
}

test('a workbook of LibreOffice: formats, formulas, an empty row, a merged cell', async () => {
  const sheet = await open(Bun.file(join(import.meta.dir, 'libreoffice.xlsx')))
  expect(sheet).toMatchObject({ kind: 'xlsx', encoding: '', separator: ',' })
  expect(sheet.headings).toEqual(['Nom complet', 'Montant', 'Jour', 'Moment', 'Signé', 'Notes'])
  expect(await linesOf(sheet)).toEqual([
    { line: 2, cells: ['Zoé Œuvré & fils', '6400', '2026-09-30', '2026-09-30T10:23', '1', 'Une\nDeux, “trois” 日本'] },
    { line: 4, cells: ['=SUM(A1)', '0.3', '2026-10-01', 'demain', '0', '#DIV/0!'] },
    { line: 5, cells: ['Fusionnée', '', '', '', '', ''] },
  ])
})

describe('cells', () => {
  test.each([
    ['6.4E3', '6400'],
    ['0.30000000000000004', '0.3'],
    ['1.1000000000000001', '1.1'],
    ['1E-7', '0.0000001'],
    ['-1.5E+21', '-1500000000000000000000'],
    ['33612345678', '33612345678'],
    ['59.970000000000006', '59.97'],
    ['', ''],
  ])('the number %s', async (written, text) => {
    expect(await cellText('', `<v>${written}</v>`)).toBe(text)
    expect(await cellText('t="n"', `<f>A1*2</f><v>${written}</v>`)).toBe(text)
  })

  test.each([
    [14, '46295', '2026-09-30'],
    [22, '46295.4326388889', '2026-09-30T10:23'],
    // A format with a time says that midnight is meant, not the day.
    [22, '46295', '2026-09-30T00:00'],
    [14, '46295.5', '2026-09-30T12:00'],
    [20, '0.4326388889', '10:23'],
    ['dd/mm/yyyy', '59', '1900-02-28'],
    ['yyyy-mm-dd', '61', '1900-03-01'],
    ['[$-40C]d mmmm yyyy;@', '46295', '2026-09-30'],
    ['h:mm AM/PM', '0.75', '18:00'],
    ['yyyy-mm-dd hh:mm:ss', '46295.43269675926', '2026-09-30T10:23:05'],
    // Almost midnight is midnight: 23:59:59.9999.
    ['dd/mm/yyyy hh:mm', '46294.9999999', '2026-09-30T00:00'],
    ['[h]:mm', '1.5', '1.5'],
    ['#,##0.00 "dollars by month"', '12.5', '12.5'],
    ['General', '5', '5'],
    ['0.00%', '0.5', '0.5'],
    ['00000', '1234', '01234'],
    ['0#" "##" "##" "##" "##', '639980101', '0639980101'],
    ['dd/mm/yyyy', '-5', '-5'],
  ] as const)('%s of %s', async (format, written, text) => {
    expect(await cellText('s="1"', `<v>${written}</v>`, { formats: [format] })).toBe(text)
  })

  test('days since 1904, as on old Macs', async () => {
    expect(await cellText('s="1"', '<v>44833</v>', { formats: [14], workbook: '<workbookPr date1904="1"/>' })).toBe(
      '2026-09-30',
    )
  })

  test.each([
    ['t="b"', '<v>1</v>', 'true'],
    ['t="b"', '<v>0</v>', 'false'],
    ['t="e"', '<v>#N/A</v>', '#N/A'],
    ['t="str"', '<f>A1</f><v>a &amp; b &#233;&#x20AC;</v>', 'a & b é€'],
    ['t="d"', '<v>2026-09-30T10:23:00</v>', '2026-09-30T10:23:00'],
    ['t="inlineStr"', '<is><r><t>Zoé</t></r><r><rPr><b/></rPr><t xml:space="preserve"> B</t></r></is>', 'Zoé B'],
    ['t="inlineStr"', '<is><t>a_x000D_\nb_x005F_x000D_</t></is>', 'a\r\nb_x000D_'],
    ['t="s"', '<v>1</v>', '東京'],
    ['t="s"', '<v>9</v>', ''],
    // No entity is ever looked up.
    ['t="str"', '<v>&file; &amp;amp;</v>', '&file; &amp;'],
  ])('%s %s', async (attributes, inside, text) => {
    const strings = '<si><t>0</t></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>'
    expect(await cellText(attributes, inside, { strings })).toBe(text)
  })
})

test('rows and cells without references, prefixes, self-closed rows, and a hidden first sheet', async () => {
  const files = partsOf({})
  const sheets =
    '<x:sheet name="Secret" sheetId="1" state="veryHidden" r:id="rId9"/><x:sheet name="Un" sheetId="2" r:id="rId1"/>'
  const text = (value: string) => `<x:c t="inlineStr"><x:is><x:t>${value}</x:t></x:is></x:c>`
  const file = zipOf({
    ...files,
    'xl/workbook.xml': `<x:workbook><x:sheets>${sheets}</x:sheets></x:workbook>`,
    'xl/worksheets/sheet1.xml': `<x:worksheet><x:sheetData><x:row/><x:row>${text('A')}${text('B')}</x:row><x:row spans="1:2"/><x:row>${text('1')}<x:c r="B4"/></x:row><x:row r="9"><x:c r="B9"><x:v>2</x:v></x:c><x:c r="D9"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
  })
  const rows = await linesOf(await open(file))
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [4, '1', ''],
    [9, '', '2', '', '3'],
  ])
  expect(rows[1]?.problem?.(fr)).toContain('4 cellules')
})

test('texts of every kind come back, in an archive that is packed or not', async () => {
  // What XML can hold; the rest is written as _xHHHH_.
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((each) => each.trim() !== '')
  const escaped = (value: string) =>
    value
      .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
      .replace(/[&<>\r]/g, (sign) => (sign === '\r' ? '_x000D_' : `&#${sign.charCodeAt(0)};`))
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 30 }), fc.boolean(), async (values, stored) => {
      const rows = ['A', ...values].map((value) => `<row><c t="inlineStr"><is><t>${escaped(value)}</t></is></c></row>`)
      expect(await cellsOf(await open(zipOf(partsOf({ rows: rows.join('') }), { stored })))).toEqual(
        values.map((value) => [value]),
      )
    }),
    { numRuns: 50 },
  )
})

test('5000 rows in pieces of the stream, each on its line', async () => {
  const rows = Array.from(
    { length: 5000 },
    (_, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="str"><v>n°${at}</v></c></row>`,
  )
  const all = await linesOf(await open(zipOf(partsOf({ rows: rows.join('') }))))
  expect(all).toHaveLength(4999)
  expect(all.every(({ line, cells }) => cells[0] === `n°${line - 1}`)).toBe(true)
})

describe('what is no workbook → 2', () => {
  const good = partsOf({ rows: '<row><c t="str"><v>A</v></c></row>' })
  const without = (path: string) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== path))
  const cut = (blob: Blob, from: number, to: number) => blob.slice(from, to)
  /** Zeros that pack a thousandfold. */
  const bomb = new Uint8Array(20 * 1_048_576).fill(0x20)

  test.each([
    [
      'an OpenDocument spreadsheet',
      () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '' }),
      'OpenDocument spreadsheet',
    ],
    [
      'a document of Word',
      () => zipOf({ 'word/document.xml': '<w/>', '[Content_Types].xml': '' }),
      'not an Excel workbook',
    ],
    ['a binary workbook', () => zipOf({ 'xl/workbook.bin': '' }), 'binary Excel workbook'],
    ['a workbook whose sheet is gone', () => zipOf(without('xl/worksheets/sheet1.xml')), 'damaged'],
    ['half a workbook', () => cut(zipOf(good), 0, 500), 'damaged'],
    ['an empty sheet', () => zipOf(partsOf({})), 'The first sheet of the file, "Un", is empty'],
    [
      'a column far to the right',
      () => zipOf(partsOf({ rows: '<row><c r="ZZZZ1" t="str"><v>A</v></c></row>' })),
      'damaged',
    ],
    ['strings without an end', () => zipOf({ ...good, 'xl/sharedStrings.xml': bomb }), 'damaged'],
    ['a part that unpacks to 20 MB', () => zipOf({ ...good, 'xl/styles.xml': bomb }), 'more than 16 MB'],
  ])('%s', async (_, file, sentence) => {
    expect(await refusalOf(async () => linesOf(await open(file())))).toMatch(new RegExp(`^2: .*(?:${sentence})`))
  })

  test('a sheet whose bytes were changed', async () => {
    const bytes = new Uint8Array(
      await zipOf(partsOf({ rows: '<row><c t="str"><v>A</v></c></row>'.repeat(2000) })).arrayBuffer(),
    )
    const at = Buffer.from(bytes).indexOf('xl/worksheets/sheet1.xml') + 24
    bytes.fill(0xff, at, at + 40)
    expect(await refusalOf(async () => linesOf(await open(new Blob([bytes]))))).toContain('damaged')
  })
})
