/**
 * `--format xlsx`: a workbook (ECMA-376), written row by row. Dates and amounts are numbers with a format, so that a spreadsheet sorts and
 * adds them; all text is text, whatever it looks like. A list is one sheet, a record one for itself and one for each part.
 */
import { Refused } from '../../errors.ts'
import type { Column, Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { type Zip, zip } from '../zip.ts'
import { text } from './csv.ts'
import { type DataFormat, type DataTarget, type Datum, data, datum } from './data.ts'

type Batches = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>

interface Sheet {
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: Batches
}

/** The rows of a sheet below its heading. */
const mostRows = 1_048_575
/** The UTF-16 units of a cell. Excel calls a workbook with more in one damaged. */
const mostText = 32_767
/** The widest a column is made, in digits. */
const widest = 60

/** The places of the formats in `styles`. */
const style = { heading: 1, number: 2, amount: 3, instant: 4, day: 5, phone: 6 } as const

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

/** Built-in formats: 1 is `0`, 2 is `0.00`, 49 is text. */
const styles = `${declaration}<styleSheet ${main}><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">${[
  [0, 0],
  [0, 1],
  [1, 0],
  [2, 0],
  [164, 0],
  [165, 0],
  [49, 0],
]
  .map(
    ([format, font]) =>
      `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
  )
  .join('')}</cellXfs></styleSheet>`

export const xlsx: DataFormat = {
  async list({ columns, title }, rows, to) {
    await workbook([{ title: title?.(to.t) ?? '', columns, rows }], to)
  },
  async record({ columns, row, parts = [], isParts, title }, to) {
    const own = { title: title?.(to.t) ?? '', columns, rows: [[row]] }
    const below = parts.map((part) => ({ title: part.title(to.t), columns: part.columns, rows: [part.rows] }))
    await workbook(isParts && below.length > 0 ? below : [own, ...below], to)
    return parts
  },
}

async function workbook(sheets: readonly Sheet[], to: DataTarget): Promise<void> {
  const archive = zip((bytes) => to.out.write(bytes))
  const names = sheetNames(sheets.map(({ title }) => title))
  for (const [path, xml] of around(names)) {
    const entry = await archive.entry(path)
    await entry.write(xml)
    await entry.end()
  }
  let shortened = 0
  for (const [at, one] of sheets.entries())
    shortened += await sheet(archive, `xl/worksheets/sheet${at + 1}.xml`, one, to)
  await archive.end()
  if (shortened > 0) await to.warning((t) => t.output.shortened({ cells: shortened, most: t.format.count(mostText) }))
}

/** @returns how many texts were too long for a cell */
async function sheet(archive: Zip, path: string, { columns: all, rows }: Sheet, { t }: DataTarget): Promise<number> {
  const columns = data(all)
  const headings = columns.map(({ label }) => label(t))
  const letters = columns.map((_, at) => letter(at))
  let shortened = 0
  const cellOf = (column: Datum, value: unknown, where: string): string => {
    const [kind, shown] = cell(column, value, t)
    if (kind !== 'text')
      return `<c r="${where}"${kind === 'yes-no' ? ' t="b"' : ` s="${style[kind]}"`}><v>${shown}</v></c>`
    const cut = shown.length > mostText
    if (cut) shortened += 1
    const styled = column.kind === 'phone' ? ` s="${style.phone}"` : ''
    return `<c r="${where}"${styled} t="inlineStr">${inline(cut ? `${shown.slice(0, mostText - 1)}…` : shown)}</c>`
  }
  const entry = await archive.entry(path)
  let written = 0
  const begin = async (first: readonly Row[]) => {
    const widths = columns.map((column, at) => {
      const texts = first.map((row) => shownWidth(column, row, t))
      const width = Math.min(Math.max(6, (headings[at] ?? '').length, ...texts) + 2, widest)
      return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
    })
    const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    const cells = headings.map(
      (text, at) => `<c r="${letters[at]}1" s="${style.heading}" t="inlineStr">${inline(text)}</c>`,
    )
    const views = `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`
    const heading = `<sheetData><row r="1">${cells.join('')}</row>`
    await entry.write([`${declaration}<worksheet ${main}>`, views, `<cols>${widths.join('')}</cols>`, heading].join(''))
  }
  let begun = false
  for await (const batch of rows) {
    if (!begun) await begin(batch)
    begun = true
    if (written + batch.length > mostRows)
      throw new Refused((t) => t.output.sheetFull({ most: t.format.count(mostRows) }))
    let xml = ''
    for (const row of batch) {
      written += 1
      const number = written + 1
      xml += `<row r="${number}">`
      for (const [at, column] of columns.entries()) {
        const value = row[column.key] ?? null
        if (value !== null && value !== '') xml += cellOf(column, datum(column, row, t), `${letters[at]}${number}`)
      }
      xml += '</row>'
    }
    await entry.write(xml)
  }
  if (!begun) await begin([])
  await entry.write('</sheetData></worksheet>')
  await entry.end()
  return shortened
}

/** What kind of cell a value is, and what is written into it. */
function cell(
  { kind }: Datum,
  value: unknown,
  t: Catalog,
): ['text' | 'yes-no' | 'number' | 'amount' | 'instant' | 'day', string] {
  if (kind === 'date') return date(String(value), t)
  if (kind === 'yes-no') return ['yes-no', value === true ? '1' : '0']
  // The digits as they are stored: a float would round them.
  if (kind === 'amount' && /^-?\d{1,15}(\.\d+)?$/.test(String(value))) return ['amount', String(value)]
  if (typeof value === 'number') return ['number', String(value)]
  if (kind === 'phone') return ['text', t.format.phone(String(value))]
  return ['text', text(value) ?? '']
}

/**
 * A date as a spreadsheet counts it: in days since 30 December 1899, by the calendar and the clock of the agency's time zone. Before March
 * 1900 Excel counts a day that there never was: such dates are text, and so is what is none.
 */
function date(written: string, t: Catalog): ['text' | 'instant' | 'day', string] {
  const [, ymd, clock] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d(?:\.\d+)?).*)?$/.exec(written) ?? []
  if (ymd === undefined || ymd < '1900-03-01') return ['text', t.format.date(written)]
  const days = Date.parse(`${ymd}T${clock ?? '00:00:00'}Z`) / 86_400_000 + 25_569
  return [clock === undefined ? 'day' : 'instant', String(days)]
}

/** How wide a value is shown, roughly. */
function shownWidth(column: Datum, row: Row, t: Catalog): number {
  const value = row[column.key] ?? null
  if (value === null) return 0
  if (column.kind === 'date') return 16
  return Math.max(
    ...(text(datum(column, row, t)) ?? '')
      .slice(0, 500)
      .split('\n')
      .map(({ length }) => length),
  )
}

/** A text in its cell. Its spaces stay. */
const inline = (value: string): string => `<is><t xml:space="preserve">${escaped(value)}</t></is>`

/**
 * Text in XML. What XML cannot hold is written `_x0007_`, as Excel does, and so is a text that looks like it (ECMA-376 part 1, ST_Xstring). A
 * carriage return would be read as a line feed.
 */
export function escaped(value: string): string {
  if (/^[\w .,@:;/+()-]*$/.test(value) && !value.includes('_x')) return value
  return value
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[\x00-\x08\x0b-\x1f\ufffe\uffff]/g,
      (found) => `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(/[&<>"]/g, (found) => entities[found] ?? found)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** 0 → `A`, 26 → `AA`. */
function letter(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : letter(Math.floor(at / 26) - 1) + letter(at % 26)
}

/** Names that a workbook takes: without some signs, 31 characters at most, each only once, whatever its case. */
function sheetNames(titles: readonly string[]): string[] {
  const names: string[] = []
  const taken = (name: string) => names.some((other) => other.toLowerCase() === name.toLowerCase())
  for (const title of titles) {
    const plain = title.replace(/[[\]:*?/\\\p{Cc}]/gu, ' ').replace(/^['\s]+|['\s]+$/g, '') || 'Epic Events'
    let name = cutTo(plain, 31)
    for (let n = 2; taken(name); n++) name = `${cutTo(plain, 30 - String(n).length)} ${n}`
    names.push(name)
  }
  return names
}

const cutTo = (text: string, length: number): string => text.slice(0, length).toWellFormed().trimEnd()

/** The files of a workbook beside its sheets. */
function around(names: readonly string[]): [path: string, xml: string][] {
  const type = (of: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${of}+xml`
  const part = (path: string, of: string) => `<Override PartName="/xl/${path}" ContentType="${type(of)}"/>`
  const related = (id: number, of: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${office}/${of}" Target="${target}"/>`
  const relations = (all: string) =>
    `${declaration}<Relationships xmlns="${packages}/relationships">${all}</Relationships>`
  const each = (make: (n: number, name: string) => string) => names.map((name, at) => make(at + 1, name)).join('')
  return [
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook.xml', 'sheet.main')}${part('styles.xml', 'styles')}${each((n) => part(`worksheets/sheet${n}.xml`, 'worksheet'))}</Types>`,
    ],
    ['_rels/.rels', relations(related(1, 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      `${declaration}<workbook ${main} xmlns:r="${office}"><sheets>${each((n, name) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        each((n) => related(n, 'worksheet', `worksheets/sheet${n}.xml`)) +
          related(names.length + 1, 'styles', 'styles.xml'),
      ),
    ],
    ['xl/styles.xml', styles],
  ]
}
