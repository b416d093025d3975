/** One stored value as a person reads it, by the kind of its column. All stored text goes through here on its way to a terminal. */

import { type Column, nameKey, type Row, type Series } from '../../field/column.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { onOneLine } from '../../text/excerpt.ts'
import { jsonText } from '../../text/json-text.ts'
import { sparkline } from './chart.ts'
import type { Paint } from './color.ts'
import type { OutputStyle } from './style.ts'

export type Tone = 'plain' | 'id' | 'reference' | 'good' | 'bad' | 'soon' | 'bar' | 'series' | 'none'

export interface Cell {
  /** Without colour, and without line breaks unless `lines` was asked for. */
  readonly text: string
  readonly tone: Tone
}

/**
 * The text of one value.
 *
 * @param o.lines `true` keeps the line breaks of a `lines` column, `false` makes spaces of them
 */
export function cell(
  column: Column,
  row: Row,
  style: OutputStyle,
  o: { readonly lines: boolean } = { lines: false },
): Cell {
  const value = column.shown ? column.shown(row, style.t) : row[column.key]
  if (isEmpty(value)) return { text: style.accessible ? style.t.output.none : style.signs.empty, tone: 'none' }
  switch (column.kind) {
    case 'id':
      return { text: safe(value), tone: 'id' }
    case 'lines': {
      const text = escapeControlCharacters(String(value), { lines: true })
      return plain(o.lines ? text : onOneLine(text))
    }
    case 'amount':
      return plain(style.words(style.t.format.amount(String(value))))
    case 'date':
      return date(column, String(value), row, style)
    case 'count':
      return plain(style.words(style.t.format.count(Number(value))))
    case 'yes-no':
      return yesNo(column, value === true, style)
    case 'phone':
      return plain(escapeControlCharacters(style.t.format.phone(String(value))))
    case 'reference': {
      const name = row[nameKey(column)]
      return isEmpty(name)
        ? { text: safe(value), tone: 'id' }
        : { text: `${safe(name)} (${safe(value)})`, tone: 'reference' }
    }
    case 'words':
      return plain((Array.isArray(value) ? value : [value]).map(safe).join(', '))
    case 'series':
      return series(value as Series, style)
    case 'json':
      return plain(escapeControlCharacters(jsonText(value)))
    case 'text':
      return plain(safe(value))
  }
}

/** The columns that a person gets. */
export function personColumns(columns: readonly Column[]): Column[] {
  return columns.filter(({ audience }) => audience !== 'program')
}

/** Colours the text of a cell, which may have been shortened. */
export function painted(text: string, tone: Tone, paint: Paint): string {
  if (paint.depth === 'none') return text
  switch (tone) {
    case 'plain':
      return text
    case 'id':
      return paint.gold(text)
    case 'reference':
      return text.replace(/\(\d+\)$/, (id) => paint.gold(id))
    case 'good':
      return paint.green(text)
    case 'bad':
      return paint.red(text)
    case 'soon':
      return paint.yellow(text)
    case 'series':
      return text.replace(/^\S+/, paint.aquamarine)
    case 'bar':
      return paint.aquamarine(text)
    case 'none':
      return paint.dim(text)
  }
}

/** Numbers are aligned to the right, so that their digits line up. */
export function side(column: Column): 'left' | 'right' {
  return column.kind === 'id' || column.kind === 'amount' || column.kind === 'count' ? 'right' : 'left'
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

const safe = (value: unknown) => escapeControlCharacters(String(value))
const plain = (text: string): Cell => ({ text, tone: 'plain' })

function series({ values, said, spoken }: Series, { accessible, chart, signs, words }: OutputStyle): Cell {
  if (accessible || !chart) return plain(words(accessible ? spoken : said))
  return { text: `${sparkline(values, signs.utf8)} ${words(said)}`, tone: 'series' }
}

function yesNo(column: Column, yes: boolean, style: OutputStyle): Cell {
  const { t } = style
  const state = yes ? column.states?.yes : column.states?.no
  const word = style.words(state ? state(t) : yes ? t.output.yes : t.output.no)
  const sign = yes ? style.signs.yes : style.signs.no
  return { text: style.accessible ? word : `${sign} ${word}`, tone: yes ? 'good' : 'bad' }
}

function date(column: Column, instant: string, row: Row, style: OutputStyle): Cell {
  const { t, signs } = style
  const text = escapeControlCharacters(t.format.date(instant))
  const running = typeof column.upcoming === 'object' ? column.upcoming : undefined
  if (running && isNow(instant, row[running.end], style)) {
    const alone = isEmpty(row[running.needs])
    const marked = style.accessible
      ? `(${alone ? t.output.nowAlone : t.output.now})`
      : `${alone ? signs.urgent : signs.warn} ${t.output.now}`
    return { text: `${text} ${marked}`, tone: alone ? 'bad' : 'soon' }
  }
  const days = column.upcoming ? daysAhead(instant, style) : undefined
  if (days === undefined) return plain(text)
  const soon = days === 0 ? t.output.today : days === 1 ? t.output.tomorrow : t.output.inDays({ days })
  return { text: `${text} ${style.accessible ? `(${soon})` : `${style.signs.warn} ${soon}`}`, tone: 'soon' }
}

/** Whether something has begun and is not over. */
function isNow(start: string, end: unknown, { now }: OutputStyle): boolean {
  return Date.parse(start) <= now() && now() < Date.parse(String(end))
}

/** The number of midnights between now and an instant less than a week ahead; undefined for a past or later instant, and for none. */
function daysAhead(instant: string, { now, t }: OutputStyle): number | undefined {
  const present = now()
  const ahead = Date.parse(instant) - present
  return ahead >= 0 && ahead < 7 * 86_400_000
    ? t.format.daysBetween(new Date(present).toISOString(), instant)
    : undefined
}
