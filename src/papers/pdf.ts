/** A paper as PDF. It is loaded where one is asked for, because the library is large. */
import pdfmake from 'pdfmake'
import type { Lang } from '../i18n/languages.ts'
import { programName } from '../program.ts'
import { fonts, type Printable, printable } from './fonts.ts'
import type { Fact, Paper, Section, Sheet, Table } from './paper.ts'

const family = 'DejaVu'
/** In points, of which A4 is 595 wide. */
const margin = 48
const width = 595 - 2 * margin
const labels = 130
const grey = '#555555'
const manySheets = 10

/** @returns the file, and what of the paper it cannot show */
export async function paperPdf(
  paper: Paper,
  lang: Lang,
): Promise<Omit<Printable, 'paper'> & { readonly bytes: Uint8Array }> {
  // A long paper is worth compiling for (build.ts).
  if (paper.sheets.length >= manySheets) Bun.unsafe.setJITPolicy(1)
  const files = await fonts()
  const { paper: printed, ...said } = printable(paper, files)
  // It reads nothing but the fonts, wherever a text may lead it.
  pdfmake.setLocalAccessPolicy(() => false)
  pdfmake.setUrlAccessPolicy(() => false)
  for (const [name, file] of Object.entries(files)) pdfmake.virtualfs.writeFileSync(name, file)
  pdfmake.setFonts({ [family]: { normal: 'normal', bold: 'bold' } })
  const bytes = await pdfmake.createPdf(definition(printed, lang)).getBuffer()
  return { ...said, bytes }
}

/** The paper in the words of pdfmake. The same paper gives the same bytes: its dates are those of its data, not of its making. */
export function definition({ title, updatedAt, sheets }: Paper, lang: Lang) {
  const date = new Date(updatedAt)
  return {
    pageSize: 'A4',
    pageMargins: [margin, margin, margin, margin + 16],
    language: lang,
    displayTitle: true,
    info: { title, creator: programName, producer: programName, creationDate: date, modDate: date },
    defaultStyle: { font: family, fontSize: 10, lineHeight: 1.2 },
    content: sheets.map(section),
  }
}

/** A sheet with a foot of its own on each of its pages. */
const section = (sheet: Sheet) => ({
  section: [
    { text: sheet.kind, color: '#a34700', bold: true },
    { text: sheet.title, fontSize: 19, bold: true, margin: [0, 2, 0, 8], lineHeight: 1.1 },
    ...sheet.sections.map(part),
  ],
  footer: (page: number, pages: number) => ({
    columns: [
      { text: sheet.foot, width: width - 60 },
      { text: `${page} / ${pages}`, width: 60, alignment: 'right' },
    ],
    ...{ margin: [margin, 12, margin, 0], fontSize: 8, color: grey },
  }),
})

function part({ title, facts, table, text }: Section) {
  const heading = { text: title, bold: true, margin: [0, 10, 0, 0] }
  if (text !== undefined) return paragraphs(heading, text)
  const [widths, labelled, rows] = table ? cells(table) : factCells(facts ?? [])
  const head = [[{ ...heading, colSpan: widths.length }, ...widths.slice(1).map(() => '')], ...labelled]
  // The title is never left alone at the end of a page, and stands again on the next one.
  return {
    table: { widths, headerRows: head.length, keepWithHeaderRows: 1, dontBreakRows: true, body: [...head, ...rows] },
    layout: {
      ...ruled(widths.length),
      hLineWidth: (line: number) => (line === 1 ? 0.7 : table && line > 1 ? 0.3 : 0),
    },
  }
}

/** No cell of a table may be higher than a page, or the library loses it: so paragraphs are none. */
function paragraphs(heading: object, text: string) {
  const [first = '', ...rest] = text.split('\n')
  const line = (text: string) => ({ text, preserveLeadingSpaces: true })
  const title = { table: { widths: [width], body: [[heading]] }, layout: ruled(1) }
  const begin = { stack: [title, line(first)], unbreakable: first.length < 1000 }
  return rest.length === 0 ? begin : { stack: [begin, line(rest.join('\n'))] }
}

const ruled = (columns: number) => ({
  hLineWidth: (line: number) => (line === 1 ? 0.7 : 0),
  vLineWidth: () => 0,
  hLineColor: () => '#bbbbbb',
  paddingLeft: () => 0,
  paddingRight: (column: number) => (column === columns - 1 ? 0 : gap),
  paddingTop: () => 2,
  paddingBottom: () => 2,
})

const gap = 8

type Cells = [widths: number[], labelled: object[][], rows: object[][]]

const factCells = (facts: readonly Fact[]): Cells => [
  [labels, width - labels - gap],
  [],
  facts.map(({ label, value }) => [{ text: label, color: grey }, { text: value }]),
]

/** Amounts and days need little room, and texts share the rest. */
function cells({ columns, rows, total }: Table): Cells {
  const side = (at: number) => (columns[at]?.right ? { alignment: 'right' } : {})
  const narrow = 92
  const wide = columns.flatMap(({ right }, at) => (right || at === 0 ? [] : [at]))
  const rest = width - gap * (columns.length - 1) - narrow * (columns.length - wide.length)
  const widths = columns.map((_, at) => (wide.includes(at) ? rest / wide.length : narrow))
  const row = (bold: boolean) => (texts: readonly string[]) => texts.map((text, at) => ({ text, bold, ...side(at) }))
  return [
    widths,
    [columns.map(({ label }, at) => ({ text: label, color: grey, ...side(at) }))],
    [...rows.map(row(false)), ...(total ? [row(true)(total)] : [])],
  ]
}
