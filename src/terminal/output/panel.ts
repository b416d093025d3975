/** A rounded frame with a title in its upper edge: cards and help. */

import { cut, pad, width } from '../../text/width.ts'
import type { Paint } from './color.ts'
import type { Signs } from './unicode.ts'

/** The columns of a line that a frame and its inner margins take. */
export const frameWidth = 4

interface Panel {
  /** Plain text. It is cut if it does not fit. */
  readonly title?: string
  /** May be coloured. A line wider than `columns - frameWidth` loses its colours and its end. */
  readonly lines: readonly string[]
  /** The width of the whole frame, at least 8. */
  readonly columns: number
  readonly paint: Paint
  readonly signs: Signs
}

/** The framed lines, each exactly `columns` wide. */
export function panel({ title, lines, columns, paint, signs }: Panel): string[] {
  const { frame } = signs
  const inner = columns - frameWidth
  const edge = (text: string) => paint.orange(text)
  const shownTitle = title === undefined ? '' : cut(title, columns - 6, signs.ellipsis)
  const top =
    shownTitle === ''
      ? edge(frame.topLeft + frame.across.repeat(columns - 2) + frame.topRight)
      : edge(`${frame.topLeft}${frame.across} `) +
        paint.bold(shownTitle) +
        edge(` ${frame.across.repeat(columns - 5 - width(shownTitle))}${frame.topRight}`)
  const body = lines.map((line) => {
    const fitting = width(line) <= inner ? line : cut(Bun.stripANSI(line), inner, signs.ellipsis)
    return `${edge(frame.down)} ${pad(fitting, inner)} ${edge(frame.down)}`
  })
  return [top, ...body, edge(frame.bottomLeft + frame.across.repeat(columns - 2) + frame.bottomRight)]
}
