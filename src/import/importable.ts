/** What a noun declares so that it can be imported. */
import type { ImportTarget, MatchKey, RowValues } from '../db/import/target.ts'
import type { Message } from '../errors.ts'
import type { Edge } from '../field/date.ts'
import type { Field, Fields } from '../field/field.ts'
import { isNamed } from '../field/reference.ts'
import type { Planned, Report } from './row.ts'

/** What a noun does during one pass over the file. */
export interface Pass {
  /** The most rows of a batch. Default: as many as one statement is about. */
  readonly batch?: number
  /** Values that new rows get beside their own, in their order. */
  readonly added: (rows: readonly Planned[]) => Promise<readonly RowValues[]>
  /** Called before the transaction is committed. */
  readonly save: (report: Report) => void
}

export interface Importable {
  /** Its id, for the name of that column. */
  readonly id: Pick<Field, 'label' | 'help'>
  /** The fields that a column of the file may hold. */
  readonly fields: Fields
  /** The columns without which there is no new record. */
  readonly required: readonly string[]
  readonly target: ImportTarget
  /** The columns with dates, and what a day without a time means there. */
  readonly edges: Readonly<Record<string, Edge>>
  /** By what rows may find their records; the first one is the default, `id` only where the file has ids. */
  readonly match: readonly MatchKey[]
  /**
   * Brings values that state one fact into the form in which they are stored.
   *
   * @returns a message where they contradict each other
   */
  readonly settle?: (values: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | Message
}

/** What a row calls its record: by a name or an address, by its number, or by that of its client. A new contract has nothing else. */
export function nameIn(values: Readonly<Record<string, unknown>>): string | undefined {
  const { full_name, name, title, email, id, client_id: client } = values
  const [called] = [full_name, name, title, email].filter((each) => typeof each === 'string')
  if (called !== undefined) return called
  const numbered = id ?? client
  return isNamed(numbered) ? numbered.typed : numbered === undefined ? undefined : `#${numbered}`
}
