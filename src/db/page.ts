/** SQL that every noun's store needs: reading a list page by page, and writing some columns of a record. */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Permission } from '../access/catalogue.ts'
import type { Connection } from './connection.ts'
import { read, trustedSql } from './statement.ts'

/** Which part of a list is wanted. */
export interface Listing {
  /** The greatest number of rows; 0 means all rows, in batches. */
  readonly limit: number
  /** Only rows with a greater id. */
  readonly after: number
  /** Also count all rows that match. */
  readonly count: boolean
  /** `count`: no row is fetched, only their number. */
  readonly only?: 'count' | undefined
}

export interface PageOf<R> {
  readonly facts: CurrentUser
  /**
   * The rows in order of id, in batches, so that memory does not grow with their number. If there are more than `limit`, at least one row
   * more than `limit` comes.
   */
  readonly rows: AsyncIterable<readonly R[]>
  /** The number of all rows that match, on whatever page. Only set when counting was asked for. */
  readonly total?: number
}

/**
 * The default size of a page. It is written into the statement and not bound, because a statement without parameters costs one round trip
 * less: the driver does not have to ask for their types.
 */
const usual = 50
const usualRows = sql`51`

/**
 * The most rows that are fetched at once: the first time, and later. Each time twice as many are fetched, because a slow reader makes every
 * piece a connection of its own.
 */
const firstRows = 1_000
const mostRows = 4_000

/** The most bytes of rows, as JSON, that are fetched at once: a row of long notes has 40 kB, and 8 000 of them would fill the memory. */
const mostBytes = 2_000_000

/** Of a list of so few rows the bytes are not counted: even if each has the most that a row can have, they are no burden. */
const fewRows = 100

/**
 * Reads one page of a list, or all of it.
 *
 * The first statement checks the permission and brings the first rows. Each following one starts after the last id. So each is an index
 * range, and neither a snapshot nor a cursor stays open: between two of them the connection may be another one (`App.browse`). A row that
 * is there all the time comes exactly once. Of the rows that are made or deleted meanwhile, those beyond the last id count as they are then.
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
  const wanted = o.limit === 0 ? Number.POSITIVE_INFINITY : o.limit + 1
  const fetch = async (after: number, most: number) => {
    const size = Math.min(most, wanted)
    const later = after === 0 ? sql`` : sql` and ${id} > ${after}`
    const limit = o.limit === usual ? usualRows : sql`${size}`
    const rows = sql`select ${o.columns} from ${from(after, size)} where ${o.where}${later} order by ${id} limit ${limit}`
    const found = await read<R>(connection, needs, rows, wanted > fewRows ? { mostBytes } : {})
    return { ...found, whole: found.rows.length < size && !found.cut, next: nextSize(found, most) }
  }
  const countAll = () =>
    read<{ total: number }>(
      connection,
      needs,
      sql`select count(*)::integer as total from ${from(0, null)} where ${o.where}`,
    )
  if (o.only === 'count') {
    const { currentUser: facts, rows } = await countAll()
    return { facts, rows: (async function* () {})(), total: rows[0]?.total ?? 0 }
  }
  const first = await fetch(o.after, firstRows)
  const counted = o.count ? await countAll() : undefined
  async function* batches(): AsyncGenerator<readonly R[]> {
    let { rows, whole, next } = first
    for (let given = 0; rows.length > 0; ) {
      given += rows.length
      yield rows
      const last = rows.at(-1)
      if (whole || given >= wanted || !last) return
      ;({ rows, whole, next } = await fetch(last.id, next))
    }
  }
  const total = counted?.rows[0]?.total
  return { facts: first.currentUser, rows: batches(), ...(total === undefined ? {} : { total }) }
}

/** How many rows to fetch next. The server makes all of them, also those that are too many bytes: so hardly more than fitted this time. */
function nextSize({ rows, cut }: { readonly rows: readonly unknown[]; readonly cut: boolean }, most: number): number {
  return cut ? Math.ceil(rows.length * 1.25) : Math.min(most * 2, mostRows)
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

/** ` and c.version = $1` if a version is expected (`--if-version`, or the version that a form showed); otherwise nothing. */
export function atVersion(alias: string, ifVersion: number | undefined): SQL {
  return ifVersion === undefined ? sql`` : sql` and ${trustedSql(alias)}.version = ${ifVersion}`
}
