/** Reads the rows of a spreadsheet as values of a noun's fields. */
import type { Column } from '../field/column.ts'
import { id } from '../field/id.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { BadSheet } from '../spreadsheet/bad-sheet.ts'
import { cellReader } from '../spreadsheet/cell.ts'
import { type DateOrder, dateOrderOf } from '../spreadsheet/date-order.ts'
import { recogniseSheet } from '../spreadsheet/recognise.ts'
import type { Sheet } from '../spreadsheet/sheet.ts'
import type { Importable } from './importable.ts'
import type { Cell, CellProblem, ReadRow } from './row.ts'

/** The column that a rejects file has behind those of the file. */
export const reasonColumn = 'error'

export interface Reading {
  /** The columns of the fields that the file has. */
  readonly has: ReadonlySet<string>
  /** The headings of columns that are known and not imported. */
  readonly passedOver: readonly string[]
  /** Reads the file from its beginning. */
  rows(): AsyncIterable<ReadRow>
  cellOf(row: Pick<ReadRow, 'cells'>, column: string): Cell
}

/** @throws Usage about a heading that is not understood, or dates that could be read in two ways */
export async function readingOf(
  sheet: Sheet,
  what: Importable,
  o: {
    readonly exported: readonly Column[]
    readonly map: readonly string[]
    readonly ignore: readonly string[]
    readonly order: DateOrder | undefined
  },
  t: Catalog,
): Promise<Reading> {
  const { resource: noun } = what.target
  // Every row may say which record it is, whether or not it is matched by that.
  const { label, help } = what.id
  const idField = { kind: 'count', option: 'id', column: 'id', label, help, schema: id } as const
  const isRejects = sheet.headings.at(-1) === reasonColumn
  const { columns, passedOver } = await recogniseSheet(sheet, {
    noun,
    fields: [...Object.values(what.fields), idField],
    exported: o.exported,
    map: o.map,
    ignore:
      isRejects && !o.map.some((each) => each.startsWith(`${reasonColumn}=`)) ? [...o.ignore, reasonColumn] : o.ignore,
  })
  const order = o.order ?? (await dateOrderOf(sheet, columns, t))
  const readers = columns.map((column) => ({
    ...column,
    read: cellReader(column.field, { kind: sheet.kind, order, t }),
  }))
  const cellOf = ({ cells }: Pick<ReadRow, 'cells'>, wanted: string): Cell => {
    const column = columns.find(({ field }) => field.column === wanted)
    return { heading: column?.headings.join(' + ') ?? null, value: column?.text(cells) ?? null }
  }
  return {
    has: new Set(columns.map(({ field }) => field.column)),
    passedOver,
    async *rows() {
      for await (const { line, cells, problem } of sheet.rows()) {
        const values: Record<string, unknown> = {}
        const problems: CellProblem[] = problem ? [{ heading: null, value: null, message: problem }] : []
        for (const { field, text, read } of problem ? [] : readers) {
          const found = read(text(cells))
          if (found === undefined) continue
          if ('value' in found) values[field.column] = found.value
          else problems.push({ ...cellOf({ cells }, field.column), message: () => found.refused })
        }
        yield { line, cells, values, problems }
      }
    },
    cellOf,
  }
}

/** Refuses a file in which new records could never have all that they need. @throws Usage */
export function requireColumns({ has }: Reading, what: Importable, o: { readonly updates: boolean }, t: Catalog): void {
  const missing = what.required.filter((column) => !has.has(column))
  if (missing.length === 0 || o.updates) return
  const labels = missing.map((column) => {
    const field = Object.values(what.fields).find((each) => each.column === column)
    return field ? `${field.label(t)} (${column})` : column
  })
  throw new BadSheet((words, file) => words.importing.noColumns({ file, fields: t.format.listing(labels) }))
}
