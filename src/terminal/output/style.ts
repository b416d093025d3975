/** How one stream is written to: its width, colours, signs and language. This is decided once for each call (options.ts). */

import type { Catalog } from '../../i18n/catalog.ts'
import type { Paint } from './color.ts'
import type { Signs } from './unicode.ts'

export interface OutputStyle {
  readonly t: Catalog
  readonly paint: Paint
  readonly signs: Signs
  readonly isTerminal: boolean
  /** `true`: words instead of signs and frames. */
  readonly accessible: boolean
  /** `false` after `--no-chart`: numbers have no pictures. */
  readonly chart: boolean
  /** The width now, but at least 20: nothing can be laid out in less. */
  columns(): number
  now(): number
  /** Makes a sentence of the catalogue safe to show: values inside it are escaped, and its typography is ASCII where the terminal needs it. */
  words(text: string): string
}
