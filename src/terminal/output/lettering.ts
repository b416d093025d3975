/** The name drawn in letters: *epic* orange, *events* aquamarine. */
import type { Brush, Paint } from './color.ts'

// The first and the last line end belong to the source text, not to the drawing.
const epic = String.raw`
               _
  ___   _ __  (_)  ___
 / _ \ |  _ \ | | / __|
|  __/ | |_) || || (__
 \___| |  __/ |_| \___|
       |_|
`
  .split('\n')
  .slice(1, -1)

const events = String.raw`
                              _
  ___ __    __  ___   _ __   | |_   ___
 / _ \\ \  / / / _ \ |  _ \  | __| / __|
|  __/ \ \/ / |  __/ | | | | | |_  \__ \
 \___|  \__/   \___| |_| |_|  \__| |___/
`
  .split('\n')
  .slice(1, -1)

/** The width of the two words one above the other, and side by side. */
export const letteringWidth = { column: 40, row: 64 } as const

/**
 * The lettering, ASCII only (`_ / \ | ( )`), each line of the same width.
 *
 * @param shape `row`: both words on one line; `column`: *events* below *epic*, for a place beside a panel or a narrow window
 */
export function lettering(paint: Paint, shape: keyof typeof letteringWidth): string[] {
  const total = letteringWidth[shape]
  if (shape === 'column') {
    return [
      ...epic.map((line) => colored(line, total, paint.orange)),
      ...events.map((line) => colored(line, total, paint.aquamarine)),
    ]
  }
  const left = letteringWidth.row - letteringWidth.column
  return epic.map(
    (line, i) => colored(line, left, paint.orange) + colored(events[i] ?? '', total - left, paint.aquamarine),
  )
}

function colored(line: string, columns: number, brush: Brush): string {
  return brush(line) + ' '.repeat(columns - line.length)
}
