/** How one stream is written to: its width, colours, signs and language, decided once a call. */

import type { Catalog } from '../../i18n/catalog.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import type { Globals } from '../globals.ts'
import type { Progress } from '../progress.ts'
import type { Io, Stream } from '../streams.ts'
import { colorDepth, type Env, type Paint, paint } from './color.ts'
import { asciiTypography, type Signs, signs, utf8 } from './unicode.ts'

export interface OutputOptions {
  readonly io: Io
  readonly globals: Globals
  readonly t: Catalog
  readonly env: Env
  readonly progress?: Progress
  /** Milliseconds since 1970: what "in 3 days" counts from. */
  now(): number
}

export interface OutputStyle {
  readonly t: Catalog
  readonly paint: Paint
  readonly signs: Signs
  readonly isTerminal: boolean
  /** Words instead of signs and frames. */
  readonly accessible: boolean
  /** Columns now, never less than 20: below that nothing can be laid out. */
  columns(): number
  now(): number
  /** Our own words, with what was typed or stored inside them: escaped, and in ASCII where it must be. */
  words(text: string): string
}

/** The look of one of the two streams. */
export function outputStyle(o: OutputOptions, stream: Stream): OutputStyle {
  const sign = signs(utf8(o.env))
  return {
    t: o.t,
    paint: paint(colorDepth({ color: o.globals.color, env: o.env, isTerminal: stream.isTerminal })),
    signs: sign,
    isTerminal: stream.isTerminal,
    accessible: o.globals.accessible,
    columns: () => Math.max(stream.columns() || 80, 20),
    now: () => o.now(),
    words: (text) => {
      const safe = escapeControlCharacters(text, { lines: true })
      return sign.utf8 ? safe : asciiTypography(safe)
    },
  }
}
