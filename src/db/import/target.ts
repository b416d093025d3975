/** What an import has to know of a noun's table. Each noun declares it in `import-store.ts`. */
import type { SQL } from 'drizzle-orm'
import type { Resource } from '../../access/catalogue.ts'
import type { AppError } from '../../errors.ts'
import type { Noun } from '../../field/reference.ts'
import type { ConstraintErrors } from '../constraint-errors.ts'
import type { Need } from '../judgement.ts'
import type { Missing } from '../missing.ts'

/** The types of the columns that an import writes. */
export type ColumnType = 'text' | 'integer' | 'boolean' | 'numeric' | 'timestamptz'

/** The values of a row by column, as PostgreSQL reads them. References are ids. A column without a value is absent. */
export type RowValues = Readonly<Record<string, string | number | boolean>>

/** By what the rows of a file find the records that are there already. */
export type MatchKey = 'email' | 'name' | 'id' | 'none'

/** A permission that a new row needs. */
export interface NewRowNeed extends Need {
  /** Only a row with a value in this column needs it. */
  readonly column?: string
}

export interface ImportTarget {
  readonly resource: Extract<Resource, 'client' | 'company' | 'contract' | 'event' | 'user'>
  /** The name of the table and of its view. */
  readonly table: string
  /** Every column that can be written. */
  readonly types: Readonly<Record<string, ColumnType>>
  /** The columns that refer to other records. */
  readonly nouns: Readonly<Record<string, Noun>>
  /** What a new row has in a column for which it has no value, as SQL. Absent: null, which a trigger may fill. */
  readonly absent: Readonly<Record<string, SQL>>
  /** The columns whose values no two records share. */
  readonly unique: readonly string[]
  /** The columns of a record that may be null for somebody who may not view them, as SQL over the alias `x`. Default: those of `types`. */
  readonly stored?: SQL
  /** The permissions of a new row. */
  readonly needs: readonly NewRowNeed[]
  /** The row as the policies will judge it: a table expression with the alias `w` over the row `g`. No row: what it belongs to is not there. */
  readonly newRow: SQL
  /** Inserts the rows `g` of a table expression and returns their ids. Default: INSERT into the view. */
  insert?(rows: SQL): SQL
  /** A select of `n`, `id` and `name`: the records of before that the new rows `g`, whose number is `"#"`, are like. */
  alike?(rows: SQL): SQL
  /** The error for a new row that has no `w`. */
  parentMissing?(values: RowValues): AppError
  /** Sentences about values that only the row knows. */
  refusals(values: RowValues): ConstraintErrors
  /** What to say where no record has this id. */
  missing(id: number): Missing
}
