/**
 * Reads a list that may be narrowed, searched and sorted, piece by piece.
 *
 * The first statement is written for a role that may see every record of the noun. Its answer says what the role may do; a role that may do
 * less gets a second statement, with one index range for each scope that it holds, because one condition for all of them would read the
 * whole table.
 */
import type { SQL } from 'drizzle-orm'
import type { Filters } from '../field/filter.ts'
import type { Connection } from './connection.ts'
import type { Place } from './list-parts.ts'
import { Question, type Wanted } from './list-question.ts'
import type { About, Listed, Mode } from './narrowing.ts'
import { inPieces, onlyTotal, type PageOf, type Piece } from './page.ts'
import type { Shape } from './piece.ts'
import { type Found, read } from './statement.ts'

export interface ListPage<R> extends PageOf<R> {
  /** The names of the records that filters refer to, by filter, in the order in which they were typed. */
  readonly names: Readonly<Record<string, readonly string[]>>
  /** The order of the rows. */
  readonly sort: string
}

/**
 * One page of a list, or all of it.
 *
 * @throws Unauthenticated · Forbidden · Unavailable
 * @throws NotFound a filter refers to a record that does not exist or that the caller may not see; the record to go on behind is gone
 */
export async function listOf<R extends { readonly id: number }, F extends Filters>(
  connection: Connection,
  of: Listed<F>,
  o: Wanted<F>,
): Promise<ListPage<R>> {
  const question = new Question(of, o)
  let mode: Mode = { scoped: false, wide: true, hidden: false, walks: false }
  let last: Place = { id: o.after, key: null }
  let about: About | undefined
  /** Asks once more where the answer says that the statement does not suit this person. What the list is narrowed by is judged once. */
  let shape: Omit<Shape, 'rows'> | undefined
  const ask = async <Row>(statement: (suited: Mode) => SQL, piece?: Piece<Place>): Promise<Found<Row>> => {
    const once = () =>
      read<Row>(connection, question.permission, statement(mode), {
        ...question.beside(mode, piece),
        ...piece?.bounds,
        ...(shape && piece ? { shape: { ...shape, rows: question.rows(mode, piece, false) } } : {}),
      })
    const found = await once()
    const said = found.about as About | undefined
    if (!about) await question.judge(connection, said)
    about ??= said
    const fitting = question.modeFor(found.currentUser, mode.walks || said?.many === true)
    if (JSON.stringify(fitting) === JSON.stringify(mode)) return found
    mode = fitting
    return once()
  }
  const countAll = () => ask<{ total: number }>((suited) => question.all(suited))
  const told = () => ({ names: question.names(about), sort: question.sortName })
  if (o.only === 'count') return { ...onlyTotal(await countAll()), ...told() }

  const fetch = async (piece: Piece<Place>): Promise<Found<R>> => {
    const found = await ask<R & { readonly sort_key: unknown }>((suited) => question.rows(suited, piece), piece)
    const row = found.last
    if (row) last = { id: row.id, key: row.sort_key }
    // The first piece has told what a row consists of.
    if (row && of.long)
      shape ??= { names: Object.keys(row), long: of.long, lookups: of.lookups ?? {}, place: ['id', 'sort_key'] }
    return found
  }
  const { first, rows } = await inPieces<R, Place, Found<R>>({ limit: o.limit, fetch, place: () => last })
  const total = o.count ? onlyTotal(await countAll()).total : undefined
  return { facts: first.currentUser, rows, ...(total === undefined ? {} : { total }), ...told() }
}
