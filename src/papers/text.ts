/** A paper as plain text. */
import type { Catalog } from '../i18n/catalog.ts'
import { pad, width, wrap } from '../text/width.ts'
import type { Fact, Paper, Section, Sheet, Table } from './paper.ts'

export interface TextOptions {
  readonly t: Catalog
  /** The most columns of a line. */
  readonly columns: number
  /** `true`: nothing stands beside anything else, for a screen reader. */
  readonly accessible: boolean
  /** What stands between two sheets. A printer begins a new page at a form feed. */
  readonly between: string
}

/** Labels and values stand side by side where there is this much room. */
const sideBySide = 60
const indent = '  '

export function paperText({ sheets }: Paper, o: TextOptions): string {
  return sheets.map((sheet) => `${sheetLines(sheet, o).join('\n')}\n`).join(o.between)
}

function sheetLines({ kind, title, sections, foot }: Sheet, o: TextOptions): string[] {
  const titles = wrap(title, o.columns)
  const rule = o.accessible ? [] : ['='.repeat(Math.max(...titles.map(width)))]
  const labels = Math.max(...sections.flatMap(({ facts = [] }) => facts.map(({ label }) => width(label))), 0)
  const body = sections.flatMap((section) => ['', ...sectionLines(section, labels, o)])
  return [kind, ...titles, ...rule, ...body, '', ...wrap(foot, o.columns)]
}

/** @param labels the columns that the labels of the sheet take */
function sectionLines({ title, facts, table, text }: Section, labels: number, o: TextOptions): string[] {
  return [
    o.accessible ? title : title.toLocaleUpperCase(o.t.lang),
    ...(facts ? factLines(facts, labels, o) : []),
    ...(table ? tableLines(table, o) : []),
    ...(text === undefined ? [] : wrap(text, o.columns - indent.length).map((line) => line && indent + line)),
  ]
}

function factLines(facts: readonly Fact[], labels: number, o: TextOptions): string[] {
  if (o.accessible || o.columns < sideBySide) return facts.flatMap((fact) => labelled(fact, o))
  const before = labels + indent.length * 2
  return facts.flatMap(({ label, value }) =>
    wrap(value, o.columns - before).map((line, at) => pad(indent + (at === 0 ? label : ''), before) + line),
  )
}

const labelled = ({ label, value }: Fact, { t, columns }: TextOptions): string[] =>
  wrap(`${t.output.labelled({ label })} ${value}`, columns - indent.length).map((line) => indent + line)

/** Columns side by side, or each row as its facts where they have no room. */
function tableLines({ columns, rows, total }: Table, o: TextOptions): string[] {
  const labels = columns.map(({ label }) => label)
  const all = total ? [...rows, total] : rows
  const widths = columns.map(({ label }, at) => Math.max(width(label), ...all.map((row) => width(row[at] ?? ''))))
  const whole = widths.reduce((sum, each) => sum + each + indent.length, 0)
  if (o.accessible || whole > o.columns) return all.flatMap((row, at) => [...(at > 0 ? [''] : []), ...block(row)])
  return [labels, ...all].map((row) => indent + row.map(cell).join(indent).trimEnd())

  function cell(text: string, at: number): string {
    return pad(text, widths[at] ?? 0, columns[at]?.right ? 'right' : 'left')
  }
  function block(row: readonly string[]): string[] {
    return row.flatMap((value, at) => (value === '' ? [] : labelled({ label: labels[at] ?? '', value }, o)))
  }
}
