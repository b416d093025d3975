/**
 * Pictures of numbers, drawn with characters: bars beside the numbers of a column, and a line of levels for a series. They say nothing that
 * the numbers do not say.
 */

/** The values that one picture compares. Zero lies between the two. */
export interface Scale {
  readonly least: number
  readonly most: number
}

/** Nothing is compared where there are fewer than two numbers, or only zeros: undefined. */
export function scaleOf(values: readonly number[]): Scale | undefined {
  const finite = values.filter(Number.isFinite)
  const [least, most] = [Math.min(0, ...finite), Math.max(0, ...finite)]
  return finite.length < 2 || (least === 0 && most === 0) ? undefined : { least, most }
}

/** A stored number as one to draw; NaN for what is none. The picture may round it, the text beside it never does. */
export function drawable(value: unknown): number {
  return value === null || value === undefined || value === '' ? Number.NaN : Number(value)
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const
const levels = { utf8: '▁▂▃▄▅▆▇█', ascii: '_.:-=+*#' } as const

/**
 * A bar of at most `columns` columns. What is not zero has a bar that can be seen. Where some values are negative, a line stands for zero:
 * they go to its left, in half columns because no character is an eighth of a column at its right side.
 */
export function bar(value: number, { least, most }: Scale, columns: number, utf8: boolean): string {
  if (!Number.isFinite(value)) return ''
  if (least === 0) return value > 0 ? rightwards((value / most) * columns, utf8) : ''
  const sides = columns - 1
  const share = Math.round((sides * -least) / (most - least))
  const left = most === 0 ? sides : Math.min(Math.max(share, 1), sides - 1)
  // The side that has less room for what it holds is filled; the other one is drawn by the same measure.
  const [reach, room] = most * left > -least * (sides - left) ? [most, sides - left] : [-least, left]
  const axis = utf8 ? '│' : '|'
  if (value < 0) return leftwards((-value / reach) * room, utf8).padStart(left) + axis
  return ' '.repeat(left) + axis + (value > 0 ? rightwards((value / reach) * room, utf8) : '')
}

function rightwards(length: number, utf8: boolean): string {
  if (!utf8) return '#'.repeat(Math.max(1, Math.round(length)))
  const parts = Math.max(1, Math.round(length * 8))
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8]
}

function leftwards(length: number, utf8: boolean): string {
  if (!utf8) return '#'.repeat(Math.max(1, Math.round(length)))
  const halves = Math.max(1, Math.round(length * 2))
  return (halves % 2 === 1 ? '▐' : '') + '█'.repeat(Math.floor(halves / 2))
}

/** One character for each value, in eight levels from zero, or from the least where that is negative. What is no number is a space. */
export function sparkline(values: readonly number[], utf8: boolean): string {
  const finite = values.filter(Number.isFinite)
  const [least, most] = [Math.min(0, ...finite), Math.max(0, ...finite)]
  const signs = utf8 ? levels.utf8 : levels.ascii
  const level = (value: number) => (most === least ? 0 : Math.round(((value - least) / (most - least)) * 7))
  return values.map((value) => (Number.isFinite(value) ? signs[level(value)] : ' ')).join('')
}
