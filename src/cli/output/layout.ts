/** Which columns of a list are shown, and how wide: dropped first, then shortened (terminal.md §1). */
import { cell } from './cell.ts'
import type { Column, Row } from './column.ts'
import type { Look } from './look.ts'
import { width } from './width.ts'

export interface Laid {
  readonly column: Column
  readonly heading: string
  /** Columns of the terminal. */
  readonly width: number
  /** For a reference, how wide its widest id is, in parentheses: what the next command needs is not shortened. */
  readonly least?: number
}

export interface Layout {
  readonly laid: readonly Laid[]
  /** What was dropped, in the order of the record. */
  readonly hidden: readonly Column[]
}

/** In a window narrower than this a table becomes blocks. */
export const narrowestTable = 60

/** Between two columns. */
export const gap = '  '

// A text keeps this much before a column of lesser importance is sacrificed to it: one name of 128 characters shall not empty
// a whole list.
const comfortable = 18
// A text is not shortened below this: less tells nothing.
const least = 5

/** The columns as wide as their heading and their widest value among `rows`. */
export function natural(columns: readonly Column[], rows: readonly Row[], look: Look): Laid[] {
  return columns
    .filter((column) => !column.cardOnly)
    .map((column) => {
      const heading = look.words(column.label(look.t)).replaceAll('\n', ' ')
      let widest = width(heading)
      let least = 0
      for (const row of rows) {
        const { text, tone } = cell(column, row, look)
        widest = Math.max(widest, width(text))
        if (tone === 'reference') least = Math.max(least, width(text.slice(text.lastIndexOf('('))))
      }
      return { column, heading, width: widest, ...(least > 0 ? { least } : {}) }
    })
}

/**
 * Room for values that the sample did not show: a number that is cut short is a wrong number.
 */
export function reserved(laid: readonly Laid[], look: Look): Laid[] {
  return laid.map((one) => ({
    ...one,
    width: Math.max(one.width, widestOf(one.column, look)),
    ...(one.column.kind === 'reference' ? { least: '(10000000)'.length } : {}),
  }))
}

function widestOf(column: Column, look: Look): number {
  switch (column.kind) {
    case 'id':
      return '10000000'.length
    case 'amount':
      return width(look.t.format.amount('9999999999.99'))
    case 'count':
      return width(look.t.format.count(1_000_000))
    case 'date': {
      const { today, tomorrow, inDays } = look.t.output
      const soon = column.upcoming ? Math.max(...[today, tomorrow, inDays({ days: 7 })].map(width)) + 3 : 0
      return 'dd/mm/yyyy HH:MM'.length + soon
    }
    case 'yes-no':
      return Math.max(...[true, false].map((value) => width(cell(column, { [column.key]: value }, look).text)))
    case 'phone':
      return '+000 000 000 000 000'.length
    default:
      return 0
  }
}

/**
 * Fits columns into `available` columns of the terminal.
 *
 * @returns undefined when even the shortest table is too wide
 */
export function fit(laid: readonly Laid[], available: number): Layout | undefined {
  const kept = [...laid]
  while (taken(kept, (one) => (shortens(one) ? Math.min(one.width, comfortable) : one.width)) > available) {
    const victim = kept.reduce<Laid | undefined>(
      (worst, one) => ((one.column.drop ?? 0) >= (worst?.column.drop ?? 1) ? one : worst),
      undefined,
    )
    if (!victim) break
    kept.splice(kept.indexOf(victim), 1)
  }
  const widths = kept.map((one) => (shortens(one) ? Math.min(one.width, available) : one.width))
  let excess = widths.reduce((sum, each) => sum + each, gap.length * (kept.length - 1)) - available
  for (; excess > 0; excess--) {
    const widest = kept.reduce((best, one, i) => {
      const candidate = shortens(one) && (widths[i] ?? 0) > leastOf(one)
      return candidate && (best < 0 || (widths[i] ?? 0) > (widths[best] ?? 0)) ? i : best
    }, -1)
    if (widest < 0) return undefined
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  const hidden = laid.filter((one) => !kept.includes(one)).map((one) => one.column)
  return { laid: kept.map((one, i) => ({ ...one, width: widths[i] ?? one.width })), hidden }
}

function taken(laid: readonly Laid[], widthOf: (one: Laid) => number): number {
  return laid.reduce((sum, one) => sum + widthOf(one), gap.length * (laid.length - 1))
}

const shortening = new Set<Column['kind']>(['text', 'lines', 'reference', 'words', 'json'])
const shortens = ({ column }: Laid) => !column.whole && shortening.has(column.kind)
const leastOf = (one: Laid) => Math.max(one.least ?? 0, least)
