/** How one column of a record is named, written and shortened. The columns of a record are plain data. */
import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'

export type ColumnKind =
  | 'id'
  | 'text'
  /** Text with line breaks: a block of its own on a card, one line in a table. */
  | 'lines'
  /** A decimal string, `1200.50`. */
  | 'amount'
  /** RFC 3339. */
  | 'date'
  | 'count'
  | 'yes-no'
  /** E.164. */
  | 'phone'
  /** The id of another record, whose name is in `<key without _id>_name`. It is shown as `Bill Boquet (5)`. */
  | 'reference'
  /** An array of strings. */
  | 'words'
  /** A `Series`, of which a person sees a line. */
  | 'series'
  /** Any JSON, shown as compact JSON (the audit log's old and new values). */
  | 'json'

/** Numbers one after the other, such as those of the months of a year. */
export interface Series {
  readonly values: readonly number[]
  /** What stands behind their line: their sum. */
  readonly said: string
  /** The sentence for a screen reader, in place of the line. */
  readonly spoken: string
}

/** When something that has begun is over, and what it must not be without while it runs. */
export interface Running {
  /** The key of the date of its end. Until then it is marked `! now`. */
  readonly end: string
  /** The key of who runs it: `!! now` without one. */
  readonly needs: string
}

export interface Column {
  /** JSON key and CSV heading, snake_case, the same in both languages. */
  readonly key: string
  readonly kind: ColumnKind
  readonly label: Message
  /** For `reference`: the key of the name. Default: the key with `_id` replaced by `_name`. */
  readonly nameKey?: string
  /** For `reference`: the data formats have the id alone, because `--columns` did not name its name. */
  readonly withoutName?: true
  /** `true`: lists leave it out, although cards, JSON and CSV have it. */
  readonly cardOnly?: boolean
  /** Which column is dropped first when a table is too wide: the higher, the sooner. A column of 0 (default) is never dropped. */
  readonly dropPriority?: number
  /** The order of a list (`--sort`) that goes by it, and the filters that ask for it. With one of them a list always shows it. */
  readonly shownFor?: { readonly sort?: string; readonly filters?: readonly string[] }
  /** The filters that leave one value in it. The title of the list then says that value, so that the column is the first to be dropped. */
  readonly saidBy?: readonly string[]
  /** A text is still of use at this width: it shrinks so far before another column is dropped. Default: that of most names. */
  readonly comfortable?: number
  /** In a frame the text goes on in the next line instead of being cut, because its end matters; with a number, for so many lines. */
  readonly wraps?: true | number
  /** `true`: the value is never shortened, because people type it again (a permission's code). Other columns are, instead. */
  readonly noTruncate?: true
  /** For `yes-no`: the words for yes and for no, which follow their sign: `✓ signed`, `✗ unsigned`. */
  readonly states?: { readonly yes: Message; readonly no: Message }
  /** For `date`: marks a date that is less than a week ahead (`! in 3 days`). With an object, also what is running. */
  readonly upcoming?: true | Running
  /**
   * For numbers: a person sees a bar behind each, which compares it with the others of the column. With a function, the rows of which it is
   * true have one: a total would dwarf the others.
   */
  readonly bar?: true | ((row: Row) => boolean)
  /** Who gets the column. Default: both. A person reads `old → new`, a program gets the two values. */
  readonly audience?: 'person' | 'program'
  /** What a person reads instead of the stored value. A program still gets the stored value. */
  readonly shown?: (row: Row, t: Catalog) => unknown
}

/** A record as the database gives it: JSON keys and JSON values. Amounts are decimal strings, times are RFC 3339 strings. */
export type Row = Readonly<Record<string, unknown>>

/** The key that holds the name of a reference. */
export function nameKey(column: Column): string {
  return column.nameKey ?? column.key.replace(/(_id)?$/, '_name')
}
