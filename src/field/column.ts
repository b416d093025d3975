/** How one column of a record is named, written and shortened. Plain data: a record's `columns` is a list of these. */
import type { Message } from '../errors.ts'

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
  /** The id of another record whose name is in `<key without _id>_name`: shown `Bill Boquet (5)`. */
  | 'reference'
  /** An array of strings. */
  | 'words'
  /** Any JSON, shown as compact JSON (the audit log's old and new values). */
  | 'json'

export interface Column {
  /** JSON key and CSV heading, snake_case, the same in both languages. */
  readonly key: string
  readonly kind: ColumnKind
  readonly label: Message
  /** For `reference`: where the name stands; by default the key with `_id` replaced by `_name`. */
  readonly nameKey?: string
  /** Where lists leave it out although cards, JSON and CSV have it. */
  readonly cardOnly?: boolean
  /** Who goes first when a table is too wide: the higher, the sooner; 0 (default) is never dropped. */
  readonly dropPriority?: number
  /** `true`: never shortened, for it is typed as it stands (a permission's code); other columns give way, or the table becomes blocks. */
  readonly noTruncate?: true
  /** For `yes-no`: what to show for yes and no, with its sign: `✓ signed`, `✗ unsigned`. */
  readonly states?: { readonly yes: Message; readonly no: Message }
  /** For a date: `true` marks it when it is less than a week ahead (`! in 3 days`). */
  readonly upcoming?: boolean
}

/** A record as the database gives it: JSON keys → JSON values; amounts are decimal strings, times RFC 3339 strings. */
export type Row = Readonly<Record<string, unknown>>
