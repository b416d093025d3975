/** A spreadsheet as text: its headings, and its rows one after the other. */
import type { Message } from '../errors.ts'

/** What stands between two cells of a text file. */
export type Separator = ',' | ';' | '\t' | '|'

/** One row, as text. */
export interface SheetRow {
  /** The line of the file on which the row begins, from 1; of a workbook the number of the row. */
  readonly line: number
  /** As many cells as there are headings; of a row with `problem` as many as it has. */
  readonly cells: readonly string[]
  /** Why the row as a whole cannot be read: it has more cells than there are headings. */
  readonly problem?: Message
}

export interface Sheet {
  /**
   * What the file is, and so before which signs its cells may have apostrophes: text with commas, tabs or bars, or with semicolons between
   * cells, what `--format tsv` writes, or a workbook, which has none.
   */
  readonly kind: 'csv' | 'semicolons' | 'tsv' | 'xlsx'
  /** How the file was decoded, as people know it; empty for a workbook. */
  readonly encoding: '' | 'UTF-8' | 'UTF-16' | 'Windows-1252'
  /** That of the rejects file, which is a comma for a workbook. */
  readonly separator: Separator
  /** As written, without white space at both ends. */
  readonly headings: readonly string[]
  /**
   * The rows below the headings, without empty ones. Each call reads the file anew.
   *
   * @throws Usage a quotation mark is not closed
   */
  rows(): AsyncIterable<SheetRow>
}

export interface SheetOptions {
  /** The JSON keys of the noun's own export. A tab-separated file with no other headings is read as `--format tsv` writes it. */
  readonly keys: readonly string[]
}
