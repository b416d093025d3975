/** SQL that every noun's store needs: reading a list piece by piece, and writing some columns of a record. */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Permission } from '../access/catalogue.ts'
import type { Connection } from './connection.ts'
import { type Found, read, trustedSql } from './statement.ts'
import { turn } from './turn.ts'

/** Which part of a list is wanted. */
export interface Listing {
  /** The greatest number of rows; 0 means all rows, in batches. */
  readonly limit: number
  /** Only rows behind the one with this id; 0 means from the beginning. */
  readonly after: number
  /** Also count all rows that match. */
  readonly count: boolean
  /** `count`: no row is fetched, only their number. */
  readonly only?: 'count' | undefined
}

export interface PageOf<R> {
  readonly facts: CurrentUser
  /**
   * The rows in their order, in batches, so that memory does not grow with their number. If there are more than `limit`, at least one row
   * more than `limit` comes.
   */
  readonly rows: AsyncIterable<readonly R[]>
  /** The number of all rows that match, on whatever page. Only set when counting was asked for. */
  readonly total?: number
}

/** The default size of a page. It is written into the statement and not bound, so that a plan made without the values is a plan for a page. */
const usual = 50
const usualRows = sql`51`

/**
 * The most rows that are fetched at once: the first time, and later. Each time twice as many are fetched, because a slow reader makes every
 * piece a connection of its own.
 */
const firstRows = 1_000
const mostRows = 3_000

/** Rows that are given at once, about a millisecond's work: in between the network gets its turn, so that the server never waits for us. */
const sliceRows = 250

/** The most bytes of rows, as JSON, that are fetched at once: a row of long notes has 40 kB, and 2 000 of them would fill the memory. */
const mostBytes = 2_000_000

/** Of a list of so few rows the bytes are not counted: even if each has the most that a row can have, they are no burden. */
const fewRows = 100

/** The rows that one statement fetches. */
export interface Piece<C> {
  /** The last row before them; undefined at the beginning of the list. */
  readonly behind: C | undefined
  /** The greatest number of rows, as a number and as SQL. */
  readonly size: number
  readonly limit: SQL
  /** What `read` is told about the size of the rows. */
  readonly bounds: { readonly mostBytes?: number }
}

/**
 * Reads a list piece by piece. Each piece is a statement of its own that starts behind the last row of the one before. So each is an index
 * range, and neither a snapshot nor a cursor stays open: between two of them the connection may be another one (`App.browse`). A row that
 * is there all the time comes exactly once. Of the rows that are made, moved or deleted meanwhile, those behind the last row count as they
 * are then.
 *
 * @param o.limit the greatest number of rows that are shown; 0 means all. One row more is fetched
 * @param o.fetch fetches one piece
 * @param o.place what the next piece needs to know of the last row
 * @returns what the first piece answered, and the rows
 */
export async function inPieces<R, C, F extends Found<R>>({
  limit,
  fetch,
  place,
}: {
  readonly limit: number
  readonly fetch: (piece: Piece<C>) => Promise<F>
  readonly place: (row: R) => C
}): Promise<{ readonly first: F; readonly rows: AsyncIterable<readonly R[]> }> {
  const wanted = limit === 0 ? Number.POSITIVE_INFINITY : limit + 1
  const bounds = wanted > fewRows ? { mostBytes } : {}
  const take = async (behind: C | undefined, most: number) => {
    const size = Math.min(most, wanted)
    const found = await fetch({ behind, size, limit: limit === usual ? usualRows : sql`${size}`, bounds })
    return { found, whole: found.held < size && !found.cut, next: nextSize(found, most) }
  }
  const first = await take(undefined, firstRows)
  async function* batches(): AsyncGenerator<readonly R[]> {
    let { found, whole, next } = first
    for (let given = 0; ; ) {
      given += found.held
      const { last } = found
      if (!last) return
      const more = !whole && given < wanted
      // Long work: from here on the JIT, which the build holds back, is worth its while.
      if (more) Bun.unsafe.setJITPolicy(1)
      // The server makes the next piece while this one is written. Whether it fails is told when its turn has come.
      const following = more ? take(place(last), next) : undefined
      following?.catch(() => {})
      // The event loop sends the question, which takes the driver some turns, and takes what has come of the answer.
      for (let turns = 0; following && turns < turnsToSend; turns++) await turn()
      for (const some of inSlices(found.rows, found === first.found ? firstRows : sliceRows)) {
        yield some
        if (following) await turn()
      }
      if (!following) return
      ;({ found, whole, next } = await following)
    }
  }
  return { first: first.found, rows: batches() }
}

/** Turns of the event loop in which the driver prepares a statement and sends it, and one more. */
const turnsToSend = 3

function* inSlices<R>(rows: readonly R[], size: number): Generator<readonly R[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}

/** How many rows to fetch next. The server makes all of them, also those that are too many bytes: so hardly more than fitted this time. */
function nextSize({ held, cut }: { readonly held: number; readonly cut: boolean }, most: number): number {
  return cut ? Math.ceil(held * 1.25) : Math.min(most * 2, mostRows)
}

/**
 * Reads one page of a list that has neither filters nor an order of its own, or all of it, in order of id. Lists of records are read by
 * list.ts. The first statement checks the permission.
 *
 * @param needs the permission, or undefined where being signed in is enough
 * @param alias the alias of the row in `from`; the row has an `id`
 * @param from tables and aliases; a function that finds the rows by itself gets the last id and the greatest number of rows
 * @throws Unauthenticated, Forbidden, Unavailable
 */
export async function page<R extends { readonly id: number }>(
  connection: Connection,
  needs: Permission | undefined,
  o: Listing & { columns: SQL; from: SQL | ((after: number, most: number | null) => SQL); alias: string; where: SQL },
): Promise<PageOf<R>> {
  const id = sql`${trustedSql(o.alias)}.id`
  const from = (after: number, most: number | null) => (typeof o.from === 'function' ? o.from(after, most) : o.from)
  const countAll = () =>
    read<{ total: number }>(
      connection,
      needs,
      sql`select count(*)::integer as total from ${from(0, null)} where ${o.where}`,
    )
  if (o.only === 'count') return onlyTotal(await countAll())
  const { first, rows } = await inPieces<R, number, Found<R>>({
    limit: o.limit,
    place: (row) => row.id,
    fetch: ({ behind: after = o.after, size, limit, bounds }) => {
      const later = after === 0 ? sql`` : sql` and ${id} > ${after}`
      const piece = sql`select ${o.columns} from ${from(after, size)} where ${o.where}${later} order by ${id} limit ${limit}`
      return read<R>(connection, needs, piece, bounds)
    },
  })
  const total = o.count ? onlyTotal(await countAll()).total : undefined
  return { facts: first.currentUser, rows, ...(total === undefined ? {} : { total }) }
}

/** An answer without rows: only their number was asked for. */
export function onlyTotal({ currentUser, rows }: Found<{ readonly total: number }>) {
  return { facts: currentUser, rows: (async function* () {})(), total: rows[0]?.total ?? 0 }
}

/** Some columns of a record with their new values. */
export type Patch<R> = { readonly [K in keyof R]?: R[K] }

/** `set a = $1, b = $2`: names come from the table's columns, values are bound. */
export function assignments(patch: Readonly<Record<string, unknown>>): SQL {
  return sql.join(
    Object.entries(patch).map(([column, value]) => sql`${sql.identifier(column)} = ${value}`),
    sql`, `,
  )
}

/** ` and c.version = $1` if a version is expected (`--if-version`, or the version that a confirmation showed); otherwise nothing. */
export function atVersion(alias: string, ifVersion: number | undefined): SQL {
  return ifVersion === undefined ? sql`` : sql` and ${trustedSql(alias)}.version = ${ifVersion}`
}
