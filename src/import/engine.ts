/**
 * Imports the rows of a file inside of one transaction. They come in batches: the names in them are looked up, then the records that they
 * mean, and then they are written. A rehearsal runs the same statements; its transaction is rolled back.
 */
import type { Connection } from '../db/connection.ts'
import { writeOrHalve } from '../db/import/batches.ts'
import { alike, createCompanies, insert, RowGone, update } from '../db/import/statements.ts'
import type { RowValues } from '../db/import/target.ts'
import { type AppError, NotFound } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { type Importable, nameIn } from './importable.ts'
import { type Names, namesOf } from './names.ts'
import { type Pace, paceOf } from './pace.ts'
import { makePlanner, mostRows, type PlanOptions, type Reject } from './plan.ts'
import type { Alike, Cell, Planned, ReadRow, Reject as Rejected, Report } from './row.ts'

export interface ImportOptions extends PlanOptions {
  /** The cell that holds a column. */
  readonly cellOf: (row: ReadRow, column: string) => Cell
  /** Values that new rows get beside their own, in their order: the hash of a password. */
  readonly added?: ((rows: readonly Planned[]) => Promise<readonly RowValues[]>) | undefined
  /** The most rows of a batch. Default: as many as one statement is about. */
  readonly batch?: number | undefined
  /** Called after each batch with the number of rows so far. */
  readonly reached: (rows: number) => void
}

/** The most characters of a batch, because one message to the embedded database has an end. */
const mostCharacters = 2_000_000
/** How many records are named before they are written. */
const mostNames = 5
const nowhere: Cell = { heading: null, value: null }

/**
 * @param connection inside a transaction, which the caller rolls back where nothing may stay
 * @throws whatever is no fault of a row
 */
export async function importRows(
  connection: Connection,
  what: Importable,
  rows: AsyncIterable<ReadRow>,
  o: ImportOptions,
  t: Catalog,
): Promise<Report> {
  const { target } = what
  const rejects: Rejected[] = []
  const known: Alike[] = []
  const named = { new: [] as string[], changed: [] as string[] }
  const counts = { new: 0, changed: 0, unchanged: 0 }
  const reject = (row: ReadRow, error: AppError, column = columnOf(error, what)) => {
    const cell = column === undefined ? nowhere : o.cellOf(row, column)
    // A permission is lacking for the record, whichever cell shows it.
    const isAbout = column === undefined || error.code === 'forbidden'
    const name = (isAbout ? nameIn(row.values) : undefined) ?? null
    rejects.push({ line: row.line, cells: row.cells, name, ...cell, reason: error.userMessage, code: error.code })
  }
  const names = namesOf(connection, target.nouns)
  const planner = makePlanner(connection, what, o, { t, names, reject })
  const pace = paceOf(mostRows)
  let done = 0
  for await (const batch of batches(rows, o.batch ?? mostRows)) {
    rejects.push(...batch.flatMap(rejectOf))
    const { planned, unchanged } = await planner.plan(batch)
    counts.unchanged += unchanged
    const refused = await write(connection, planned, what, { names, pace, reject }, o)
    const fresh = target.alike ? planned.filter((row) => row.id === undefined && !refused.has(row)) : []
    await pace.each(fresh, async (piece) => {
      const found = await alike(
        connection,
        target,
        piece.map(({ values }) => values),
      )
      for (const { n, ...one } of found) known.push({ line: piece[n]?.row.line ?? 0, ...one })
    })
    for (const row of planned) {
      if (refused.has(row)) continue
      const kind = row.id === undefined ? 'new' : 'changed'
      counts[kind]++
      const name = nameIn(row.row.values)
      if (name !== undefined && named[kind].length < mostNames) named[kind].push(name)
    }
    done += batch.length
    o.reached(done)
  }
  rejects.sort((a, b) => a.line - b.line)
  return { ...counts, rejects, alike: known, names: named }
}

/** Writes rows: companies that are missing, then new records, then changes. @returns the rows that were refused */
async function write(
  connection: Connection,
  planned: readonly Planned[],
  { target }: Importable,
  { names, pace, reject }: { readonly names: Names; readonly pace: Pace; readonly reject: Reject },
  o: ImportOptions,
): Promise<ReadonlySet<Planned>> {
  const refused = new Set<Planned>()
  const isNew = ({ id }: Planned) => id === undefined
  const fresh = planned.filter(isNew)
  const added = (await o.added?.(fresh)) ?? []
  const more = new Map(fresh.map((row, n) => [row, added[n]]))
  const writeAll = async (inside: Connection, some: readonly Planned[]) => {
    const made = await companiesFor(inside, some, names)
    const valuesOf = (row: Planned): RowValues => ({
      ...row.values,
      ...more.get(row),
      ...(row.company === undefined ? {} : { company_id: made.get(keyOf(names, row.company)) ?? 0 }),
    })
    const newRows = some.filter(isNew)
    if (newRows.length > 0 && (await insert(inside, target, newRows.map(valuesOf))) < newRows.length)
      throw new RowGone()
    for (const [columns, group] of byColumns(some)) {
      const changes = group.map((row) => ({ id: row.id ?? 0, values: valuesOf(row) }))
      if ((await update(inside, target, columns, changes)) < group.length) throw new RowGone()
    }
    for (const [key, id] of made) names.created(key, id)
  }
  const verdicts: Parameters<typeof writeOrHalve<Planned>>[3] = {
    errors: ({ values }) => target.refusals(values),
    gone: ({ id = 0 }) => {
      const { message, next = [] } = target.missing(id)
      return new NotFound(message, { next })
    },
    refused(row, error) {
      refused.add(row)
      reject(row.row, error)
    },
  }
  await pace.each(planned, (piece) => writeOrHalve(connection, piece, writeAll, verdicts))
  return refused
}

const keyOf = (names: Names, company: string) => names.find('company', company).key

/** Creates the companies of these rows, each once. @returns their ids by the keys of their names */
async function companiesFor(
  connection: Connection,
  rows: readonly Planned[],
  names: Names,
): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>()
  const missing = new Map<string, string>()
  for (const { company } of rows) {
    if (company === undefined) continue
    const { key, ids: found } = names.find('company', company)
    const [id] = found
    if (id !== undefined) ids.set(key, id)
    else if (!missing.has(key)) missing.set(key, company)
  }
  if (missing.size === 0) return ids
  const made = await createCompanies(connection, [...missing.values()])
  for (const [key, name] of missing) ids.set(key, made.get(name) ?? 0)
  return ids
}

/** The changes by the columns that they concern: each is one statement. */
function byColumns(rows: readonly Planned[]): [columns: readonly string[], rows: Planned[]][] {
  const groups = new Map<string, [readonly string[], Planned[]]>()
  for (const row of rows) {
    if (!row.columns) continue
    const key = row.columns.toSorted().join()
    const group = groups.get(key) ?? [row.columns, []]
    group[1].push(row)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** A row whose cells cannot all be understood: the first of them stands for the others, whose sentences follow. */
function rejectOf({ line, cells, problems }: ReadRow): Rejected[] {
  const [first] = problems
  if (!first) return []
  const { heading, value } = first
  const reason: Rejected['reason'] = (t) => sentences(problems.map(({ message }) => message(t)))
  return [{ line, cells, name: null, heading, value, reason, code: 'usage' }]
}

/** Several sentences in one line. Those that end with an example have no full stop of their own. */
const sentences = (each: readonly string[]): string =>
  each.map((one, at) => (at === each.length - 1 || /[.!?…]$/.test(one) ? one : `${one}.`)).join(' ')

/** The column that an error is about. The names of constraints begin with the table, and then most say the column. */
function columnOf({ detail: { fields = {}, constraint = '' } }: AppError, { target }: Importable): string | undefined {
  const columns = Object.keys(target.types)
  const field = Object.keys(fields).find((column) => columns.includes(column))
  if (field !== undefined) return field
  const said = constraint.slice(target.table.length + 1)
  return constraint === ''
    ? undefined
    : columns.find((column) => said.startsWith(column.replace(/_(id|contact_id)$/, '')))
}

/** Rows in batches of at most so many rows, and so many characters. */
async function* batches(rows: AsyncIterable<ReadRow>, most: number): AsyncGenerator<ReadRow[]> {
  let batch: ReadRow[] = []
  let characters = 0
  for await (const row of rows) {
    batch.push(row)
    for (const cell of row.cells) characters += cell.length
    if (batch.length < most && characters < mostCharacters) continue
    yield batch
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield batch
}
