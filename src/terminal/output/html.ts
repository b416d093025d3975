/**
 * `--format html`: one page with what a person reads on the screen, in a browser or on paper. Rows are written as they come. Nothing in a page
 * counts from now, because it is read later.
 */
import type { Column, Row, Series } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { markup } from '../../text/html.ts'
import { type BarColumns, barColumns, valueIn } from './bars.ts'
import { personPart } from './card.ts'
import { type Cell, cell, personColumns, side, type Tone } from './cell.ts'
import { paint } from './color.ts'
import type { DataFormat, DataTarget } from './data.ts'
import { barPicture, seriesPicture } from './html-chart.ts'
import { piecesOf } from './list.ts'
import type { Part, Weeks } from './output.ts'
import { html as escaped, pageBegin, pageEnd } from './page.ts'
import { sample } from './rows.ts'
import type { OutputStyle } from './style.ts'
import { signs } from './unicode.ts'

export const html: DataFormat = {
  async list({ columns: all, title, applied, weeks, total, empty, sum }, rows, to) {
    const { out, t, page } = to
    const style = styleOf(to)
    const columns = personColumns(all).filter(({ cardOnly }) => !cardOnly)
    await out.write(pageBegin({ title: title?.(t) ?? '', applied: piecesOf({ applied }, t).join(' · ') }, t))
    if (weeks) await out.write(weeksOf(weeks, style))
    let written = 0
    const later = rows[Symbol.asyncIterator]()
    // A bar is drawn by the greatest of all values, so the first rows are held back.
    const first = columns.some(({ bar }) => bar) ? await sample(later) : { rows: [], complete: false }
    const bars = barColumns(columns, first.complete && !page?.tally?.more ? first.rows : undefined, style)
    const write = async (batch: readonly Row[]) => {
      if (batch.length === 0) return
      const begin = written === 0 ? tableBegin(columns, bars, t) : ''
      written += batch.length
      await out.write(begin + batch.map((row) => tableRow(columns, row, bars, style)).join(''))
    }
    await write(first.rows)
    if (!first.complete) for await (const batch of { [Symbol.asyncIterator]: () => later }) await write(batch)
    if (sum && written > 0) await out.write(`</tbody>\n<tfoot>${tableRow(columns, sum, bars, style)}`)
    await out.write(
      written > 0
        ? sum
          ? '</tfoot>\n</table>\n'
          : tableEnd
        : empty
          ? `<p class="none">${escaped(empty(t))}</p>\n`
          : '',
    )
    const shown = t.format.count(written)
    const some = page?.tally?.more
      ? t.page.first({ shown, total: total === undefined ? undefined : t.format.count(total) })
      : t.page.records({ count: written, of: t.format.count })
    await out.write(pageEnd([some, ...made(to)]))
  },

  async record({ columns, row, parts = [], title }, to) {
    const { out, t } = to
    const style = styleOf(to)
    const shown = parts.filter(({ audience }) => audience !== 'program').map(personPart)
    const lines = personColumns(columns).map(
      (column) => `<dt>${escaped(column.label(t))}</dt>${element('dd', column, row, style)}\n`,
    )
    await out.write(pageBegin({ title: title?.(t) ?? '' }, t))
    if (lines.length > 0) await out.write(`<dl>\n${lines.join('')}</dl>\n`)
    for (const part of shown) await out.write(partOf(part, style))
    await out.write(pageEnd(made(to)))
    return shown
  },
}

/** Every browser shows UTF-8, whatever the terminal does. */
const styleOf = ({ t, page }: DataTarget): OutputStyle => ({
  t,
  paint: paint('none'),
  signs: signs(true),
  isTerminal: false,
  accessible: false,
  chart: page?.chart ?? false,
  columns: () => 80,
  now: () => Number.NaN,
  words: (text) => escapeControlCharacters(text, { lines: true }),
})

const made = ({ t, page }: DataTarget): string[] =>
  page ? [t.page.made({ date: t.format.date(new Date(page.now()).toISOString()) })] : []

const tableEnd = '</tbody>\n</table>\n'

function tableBegin(columns: readonly Column[], bars: BarColumns, t: Catalog): string {
  const headings = columns.map(
    (column) =>
      `<th scope="col"${side(column) === 'right' ? ' class="n"' : ''}>${escaped(column.label(t))}</th>${bars.has(column) ? '<td></td>' : ''}`,
  )
  return `<table>\n<thead><tr>${headings.join('')}</tr></thead>\n<tbody>\n`
}

function tableRow(columns: readonly Column[], row: Row, bars: BarColumns, style: OutputStyle): string {
  let cells = ''
  for (const column of columns) {
    cells += element('td', column, row, style)
    const scale = bars.get(column)?.scale
    if (scale) cells += `<td class="bar">${barPicture(valueIn(column, row, style), scale)}</td>`
  }
  return `<tr>${cells}</tr>\n`
}

/** Letters of scripts that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

const classesOfKinds: Partial<Record<Column['kind'], string>> = { date: 'd', lines: 'l', series: 'series' }
const classesOfTones: Partial<Record<Tone, string>> = { good: 'good', bad: 'bad', none: 'none', id: 'id' }

/** A value in its cell. */
function element(tag: 'td' | 'dd', column: Column, row: Row, style: OutputStyle): string {
  const shown = cell(column, row, style, { lines: true })
  const kind = side(column) === 'right' ? 'n' : classesOfKinds[column.kind]
  const classes = [kind, classesOfTones[shown.tone]].filter(Boolean).join(' ')
  const direction = rightToLeft.test(shown.text) ? ' dir="auto"' : ''
  return `<${tag}${classes === '' ? '' : ` class="${classes}"`}${direction}>${content(column, row, shown, style)}</${tag}>`
}

/** What stands in a cell. Dates and amounts are also there as programs read them: `<time datetime="2026-06-12T14:00:00+02:00">`. */
function content(column: Column, row: Row, { text, tone }: Cell, style: OutputStyle): string {
  const shown = markup(text)
  if (tone === 'none' || (column.shown && column.kind !== 'series')) return shown
  const value = row[column.key]
  switch (column.kind) {
    case 'date': {
      const stored = style.t.format.rfc3339(String(value))
      return /^\d{4}-\d\d-\d\d(T|$)/.test(stored) ? `<time datetime="${escaped(stored)}">${shown}</time>` : shown
    }
    case 'amount':
      return `<data value="${escaped(String(value))}">${shown}</data>`
    case 'reference':
      return shown.replace(/\(\d+\)$/, (id) => `<span class="id">${id}</span>`)
    case 'series':
      return style.chart ? seriesPicture((value as Series).values) + markup(style.words((value as Series).said)) : shown
    default:
      return shown
  }
}

function partOf({ title, columns: all, rows, more }: Part, style: OutputStyle): string {
  const columns = personColumns(all).filter(({ cardOnly }) => !cardOnly)
  const bars = barColumns(columns, more ? undefined : rows, style)
  const count = `<span>(${style.t.format.count(rows.length)}${more ? '+' : ''})</span>`
  const lines = rows.map((row) => tableRow(columns, row, bars, style)).join('')
  const table = rows.length === 0 ? '' : tableBegin(columns, bars, style.t) + lines + tableEnd
  return `<section>\n<h2 dir="auto">${escaped(title(style.t))} ${count}</h2>\n${table}</section>\n`
}

function weeksOf({ weekdays, months }: Weeks, { t }: OutputStyle): string {
  const names = weekdays.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')
  const grids = months.map(({ title, weeks }) => {
    const days = weeks.map((week) =>
      week
        .map((day) => {
          if (!day) return '<td></td>'
          const load = day.load > 0 ? ` <span>${t.format.count(day.load)}</span>` : ''
          return `<td${day.isToday ? ' class="today"' : ''}>${day.number}${load}</td>`
        })
        .join(''),
    )
    const body = days.map((cells) => `<tr>${cells}</tr>\n`).join('')
    return `<table class="month">\n<caption>${escaped(title)}</caption>\n<thead><tr>${names}</tr></thead>\n<tbody>\n${body}${tableEnd}`
  })
  return grids.join('')
}
