/** Pictures of numbers in a page, as inline SVG. A screen reader passes over them: the number stands beside each. */
import type { Scale } from './chart.ts'

const wide = 200
const high = 12

/** A bar; where some values are negative, from a line that stands for zero. Empty for what is no number. */
export function barPicture(value: number, { least, most }: Scale): string {
  if (!Number.isFinite(value)) return ''
  const reach = Math.max(most, -least)
  // By shares of the greatest, because the sum of two great numbers may be none.
  const whole = most / reach - least / reach
  const zero = (-least / reach / whole) * wide
  const length = (Math.abs(value) / reach / whole) * wide
  const seen = Math.max(length, 1)
  const x = value < 0 ? Math.max(zero - seen, 0) : Math.min(zero, wide - seen)
  const rect = `<rect${value < 0 ? ' class="minus"' : ''} x="${round(x)}" y="1" width="${round(seen)}" height="10" rx="1.5"/>`
  const axis = least < 0 ? `<line x1="${round(zero)}" y1="0" x2="${round(zero)}" y2="${high}"/>` : ''
  return svg(wide, `${value === 0 ? '' : rect}${axis}`)
}

/** A line through the values, from zero or from the least where that is negative. */
export function seriesPicture(values: readonly number[]): string {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)]
  const step = 8
  const points = values.map((value, at) => {
    const level = most === least ? 0 : (value - least) / (most - least)
    return `${round(at * step + 1)},${round(high - 1 - level * (high - 2))}`
  })
  return svg(Math.max(values.length - 1, 0) * step + 2, `<polyline points="${points.join(' ')}"/>`)
}

const svg = (width: number, content: string) =>
  `<svg width="${width}" height="${high}" viewBox="0 0 ${width} ${high}" aria-hidden="true">${content}</svg>`

/** SVG takes no exponent that every reader understands, and a tenth of a pixel is enough. */
const round = (value: number): string => String(Math.round(value * 10) / 10)
