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
}

export interface PageOf<R> {
  readonly facts: CurrentUser
  /**
   * The rows in order of id, in batches, so that memory does not grow with their number. If there are more than `limit`, one row more
   * than `limit` comes.
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

/** The number of rows that are fetched at once when all are wanted: few round trips, little memory. */
const usualBatch = 1_000

/**
 * Reads one page of a list, or all of it.
 *
 * The first statement checks the permission and brings the first rows. With `limit: 0` each following batch starts after the last id. So
 * each batch is an index range, and neither a snapshot nor a cursor stays open.
 *
 * @param needs the permission, or undefined where being signed in is enough
 * @param alias the alias of the row in `from`; the row has an `id`
 * @param batch how many rows are fetched at once when all are wanted. For a `from` that finds all of its rows each time, a large number
 * @throws Unauthenticated, Forbidden, Unavailable
 */
export async function page<R extends { readonly id: number }>(
  connection: Connection,
  needs: Permission | undefined,
  o: Listing & { columns: SQL; from: SQL; alias: string; where: SQL; batch?: number },
): Promise<PageOf<R>> {
  const id = sql`${trustedSql(o.alias)}.id`
  const size = o.limit === 0 ? (o.batch ?? usualBatch) : o.limit + 1
  const rowsAfter = (after: number) => {
    const later = after === 0 ? sql`` : sql` and ${id} > ${after}`
    const most = o.limit === usual ? usualRows : sql`${size}`
    return sql`select ${o.columns} from ${o.from} where ${o.where}${later} order by ${id} limit ${most}`
  }
  const { currentUser, rows } = await read<R>(connection, needs, rowsAfter(o.after))
  const counted = o.count
    ? await read<{ total: number }>(
        connection,
        needs,
        sql`select count(*)::integer as total from ${o.from} where ${o.where}`,
      )
    : undefined
  async function* batches(): AsyncGenerator<readonly R[]> {
    let rowsNow = rows
    while (rowsNow.length > 0) {
      yield rowsNow
      const last = rowsNow.at(-1)
      if (o.limit !== 0 || rowsNow.length < size || !last) return
      rowsNow = (await read<R>(connection, needs, rowsAfter(last.id))).rows
    }
  }
  const total = counted?.rows[0]?.total
  return { facts: currentUser, rows: batches(), ...(total === undefined ? {} : { total }) }
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
