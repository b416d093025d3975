/** One row of a file on its way into the database, and what became of it. */
import type { RowValues } from '../db/import/target.ts'
import type { Message } from '../errors.ts'

/** A row as it was read. */
export interface ReadRow {
  /** The line of the file on which it begins. */
  readonly line: number
  /** As they stand in the file. */
  readonly cells: readonly string[]
  /** By the column of the field. A reference may be a name, a date a day without a time. A column whose cell is empty is absent. */
  readonly values: Readonly<Record<string, unknown>>
  /** The cells that could not be understood. */
  readonly problems: readonly CellProblem[]
}

/** A cell, by its heading and as it stands in the file. Both are null for the row as a whole. */
export interface Cell {
  readonly heading: string | null
  readonly value: string | null
}

export interface CellProblem extends Cell {
  readonly message: Message
}

/** A row that is not written. */
export interface Reject extends Cell {
  readonly line: number
  readonly cells: readonly string[]
  /** What the row calls its record, where the reason is about the record and not about a cell. */
  readonly name: string | null
  readonly reason: Message
  /** That of the error with which a command would refuse the row: `usage` for a value that cannot be understood. */
  readonly code: string
}

/** A new row that is like a record of before, by its id and its name. */
export interface Alike {
  readonly line: number
  readonly id: number
  readonly name: string
}

export interface Report {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  /** In order of their lines. */
  readonly rejects: readonly Reject[]
  /** New rows that are like a record of before, in order of their lines. */
  readonly alike: readonly Alike[]
  /** The names of the first records that are new or changed, for a dry run and for the question before they are written. */
  readonly names: { readonly new: readonly string[]; readonly changed: readonly string[] }
}

/** A row that can be written, as far as is known. */
export interface Planned {
  readonly row: ReadRow
  readonly values: RowValues
  /** The record to change; absent for a new one. */
  readonly id?: number
  /** The columns that change. */
  readonly columns?: readonly string[]
  /** The name of a company that has to be created first. */
  readonly company?: string
}
