/** What the output of a call is made with, and the style that follows from it. */

import type { Column } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import type { Globals } from '../globals.ts'
import type { Progress } from '../progress.ts'
import type { Io, Stream } from '../streams.ts'
import { colorDepth, type Env, paint } from './color.ts'
import type { OutputStyle } from './style.ts'
import { asciiTypography, signs, utf8 } from './unicode.ts'

/** What the command line says about how a list is shown, whatever list it is. */
export interface ListRequest {
  /** The whole command line, which the next page repeats. */
  readonly argv: readonly string[]
  /** The columns that `--columns` names. They stand in for those of the answer. */
  readonly columns?: readonly Column[] | undefined
  /** `count`: the number of the rows, and nothing else. */
  readonly only?: 'count' | undefined
}

export interface OutputOptions {
  readonly io: Io
  readonly globals: Globals
  readonly t: Catalog
  readonly env: Env
  readonly progress?: Progress
  /** What was typed about a list. */
  readonly list?: ListRequest
  /** The current time in milliseconds since 1970, from which "in 3 days" is counted. */
  now(): number
}

/** The style of one of the two streams. */
export function outputStyle(o: OutputOptions, stream: Stream): OutputStyle {
  const sign = signs(utf8(o.env))
  return {
    t: o.t,
    paint: paint(colorDepth({ color: o.globals.color, env: o.env, isTerminal: stream.isTerminal })),
    signs: sign,
    isTerminal: stream.isTerminal,
    accessible: o.globals.accessible,
    chart: o.globals.chart,
    columns: () => Math.max(stream.columns() || 80, 20),
    now: () => o.now(),
    words: (text) => {
      const safe = escapeControlCharacters(text, { lines: true })
      return sign.utf8 ? safe : asciiTypography(safe)
    },
  }
}
