/**
 * The first sheet of an Excel workbook (ECMA-376). It is read row by row: what is held are the strings that its cells share. Libraries that
 * were tried unpack the whole sheet (350 MB for 100 000 rows), or lose the numbers of the rows.
 */
import { excerpt } from '../text/excerpt.ts'
import { BadSheet, mended, saved } from './bad-sheet.ts'
import { type NumberFormat, numberFormat, numberText } from './number-format.ts'
import { headingsOf, rowOf } from './row.ts'
import type { Sheet, SheetRow } from './sheet.ts'
import { attribute, type Element, elements, stringOf, textIn } from './xml.ts'
import { broken, type Entry, entriesOf, textOf } from './zip.ts'

/** The most bytes of a part, unpacked, and of one row or string in it. A sheet is not held, so a bomb costs time alone. */
const limits = { sheet: 1_073_741_824, strings: 268_435_456, other: 16_777_216, element: 4_194_304 } as const
/** The columns that a sheet can have, A to XFD. */
const mostColumns = 16_384

/** What the cells of a sheet refer to. */
interface Workbook {
  readonly strings: readonly string[]
  /** By the number of a cell's style. */
  readonly formats: readonly NumberFormat[]
  readonly since1904: boolean
}

/** Opens a workbook. @throws Usage it is another archive, or damaged, or its first sheet is empty */
export async function openWorkbook(file: Blob): Promise<Sheet> {
  const entries = await entriesOf(file)
  const part = async (path: string): Promise<string> => {
    const entry = entries.get(path)
    return entry ? (await Array.fromAsync(textOf(file, entry, limits.other))).join('') : ''
  }
  const path = await workbookPath(entries, part)
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const workbook = await part(path)
  const relations = elements(await part(`${folder}_rels/${path.slice(folder.length)}.rels`), 'Relationship')
  const target = (type: string, id?: string): Entry | undefined => {
    const found = relations.find(
      ({ attributes }) =>
        attribute(attributes, 'Type')?.endsWith(`/${type}`) && (id === undefined || attribute(attributes, 'Id') === id),
    )
    const to = found && attribute(found.attributes, 'Target')
    return to === undefined ? undefined : entries.get(to.startsWith('/') ? to.slice(1) : resolved(folder, to))
  }
  // What is hidden was not meant; a sheet may also be a chart.
  const sheets = elements(workbook, 'sheet').filter(
    ({ attributes }) => !attribute(attributes, 'state')?.includes('idden'),
  )
  const found = sheets.flatMap(({ attributes }) => {
    const entry = target('worksheet', relationId(attributes))
    return entry ? [{ entry, name: stringOf(attribute(attributes, 'name') ?? '') }] : []
  })
  const [sheet] = found
  if (!sheet) throw broken()
  const [strings, styles] = [target('sharedStrings'), target('styles')]
  const shared: Workbook = {
    strings: strings
      ? await Array.fromAsync(split(textOf(file, strings, limits.strings), 'si', 'sst'), ({ inside }) => textIn(inside))
      : [],
    formats: styles ? formatsOf((await Array.fromAsync(textOf(file, styles, limits.other))).join('')) : [],
    since1904: /^(1|true)$/.test(attribute(elements(workbook, 'workbookPr')[0]?.attributes ?? '', 'date1904') ?? ''),
  }
  const rows = () => rowsOf(textOf(file, sheet.entry, limits.sheet), shared)
  const first = await rows().next()
  if (first.done) {
    const empty = { sheet: excerpt(sheet.name), others: found.length > 1 }
    throw new BadSheet((t, file) => t.spreadsheet.emptySheet({ file, ...empty }), mended)
  }
  const headings = headingsOf(first.value.cells)
  return {
    kind: 'xlsx',
    encoding: '',
    separator: ',',
    headings,
    async *rows() {
      for await (const { line, cells } of rows()) if (line > first.value.line) yield rowOf(line, cells, headings)
    },
  }
}

/** @throws Usage the archive is something else */
async function workbookPath(
  entries: ReadonlyMap<string, Entry>,
  part: (path: string) => Promise<string>,
): Promise<string> {
  if ((await part('mimetype')).startsWith('application/vnd.oasis.opendocument.spreadsheet'))
    throw new BadSheet((t, file) => t.spreadsheet.openDocument({ file }), saved)
  if (entries.has('xl/workbook.bin')) throw new BadSheet((t, file) => t.spreadsheet.binaryWorkbook({ file }), saved)
  const main = elements(await part('_rels/.rels'), 'Relationship').find(({ attributes }) =>
    attribute(attributes, 'Type')?.endsWith('/officeDocument'),
  )
  const path = (main && attribute(main.attributes, 'Target')?.replace(/^\.?\//, '')) ?? 'xl/workbook.xml'
  if (!entries.has(path) || elements(await part(path), 'sheet').length === 0)
    throw new BadSheet((t, file) => t.spreadsheet.notWorkbook({ file }), saved)
  return path
}

/** `r:id`, whatever the prefix is. */
const relationId = (attributes: string): string => /\s\w+:id\s*=\s*["']([^"']*)/.exec(attributes)?.[1] ?? ''

function resolved(folder: string, target: string): string {
  return new URL(target, `file:///${folder}`).pathname.slice(1)
}

function formatsOf(styles: string): NumberFormat[] {
  const codes = new Map(
    elements(styles, 'numFmt').map(({ attributes }) => [
      attribute(attributes, 'numFmtId'),
      attribute(attributes, 'formatCode'),
    ]),
  )
  return elements(elements(styles, 'cellXfs')[0]?.inside ?? '', 'xf').map(({ attributes }) => {
    const id = attribute(attributes, 'numFmtId') ?? '0'
    return numberFormat(Number(id), codes.get(id))
  })
}

/**
 * The elements of a name in a long text that comes in pieces. No more is held than a piece and an unfinished element.
 *
 * @param within the element around all of them: what follows it is not read
 */
async function* split(text: AsyncIterable<string>, name: string, within: string): AsyncGenerator<Element> {
  const end = new RegExp(`</(?:\\w+:)?${name}\\s*>|<(?:\\w+:)?${name}(?:\\s[^>]*)?/>|(</(?:\\w+:)?${within}\\s*>)`, 'g')
  let rest = ''
  for await (const piece of text) {
    // The end may be cut by the end of a piece.
    end.lastIndex = Math.max(0, rest.length - name.length - within.length - 32)
    rest += piece
    let [last, isOver] = [0, false]
    for (let found = end.exec(rest); found && !isOver; found = end.exec(rest)) {
      last = end.lastIndex
      isOver = found[1] !== undefined
    }
    if (last === 0 && rest.length > limits.element) throw broken()
    if (last > 0) yield* elements(rest.slice(0, last), name)
    if (isOver) return
    rest = rest.slice(last)
  }
}

async function* rowsOf(text: AsyncIterable<string>, workbook: Workbook): AsyncGenerator<SheetRow> {
  let line = 0
  for await (const { attributes, inside } of split(text, 'row', 'sheetData')) {
    line = Number(attribute(attributes, 'r') ?? line + 1)
    const cells: string[] = []
    for (const cell of elements(inside, 'c')) {
      const at = columnOf(attribute(cell.attributes, 'r')) ?? cells.length
      if (at >= mostColumns) throw broken()
      while (cells.length < at) cells.push('')
      cells[at] = cellText(cell, workbook)
    }
    if (cells.some((cell) => cell.trim() !== '')) yield { line, cells }
  }
}

/** `AB12` → 27 */
function columnOf(reference: string | undefined): number | undefined {
  const [letters] = /^[A-Z]{1,4}/.exec(reference ?? '') ?? []
  if (!letters) return undefined
  return Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** The value of a cell, of a formula its last result. */
function cellText({ attributes, inside }: Element, { strings, formats, since1904 }: Workbook): string {
  const type = attribute(attributes, 't') ?? 'n'
  if (type === 'inlineStr') return textIn(inside)
  const value = elements(inside, 'v')[0]?.inside ?? ''
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'b') return value.trim() === '' ? '' : value.trim() === '1' ? 'true' : 'false'
  if (type !== 'n') return stringOf(value)
  const format = formats[Number(attribute(attributes, 's') ?? 0)] ?? numberFormat(0, undefined)
  return numberText(value.trim(), format, since1904)
}
