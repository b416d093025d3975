/** Reading a list page by page, and writing a patch: the SQL that every noun's store would otherwise say again. */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Permission } from '../access/catalogue.ts'
import type { Connection } from './connection.ts'
import { read, trustedSql } from './statement.ts'

/** Which part of a list is wanted. */
export interface Listing {
  /** Rows at most; 0: all, in batches. */
  readonly limit: number
  /** Only rows with a greater id. */
  readonly after: number
  /** Count all rows too. */
  readonly count: boolean
}

export interface PageOf<R> {
  readonly facts: CurrentUser
  /** In order of id; one row more than `limit` where there are more. Batches, so that memory does not grow with the rows. */
  readonly rows: AsyncIterable<readonly R[]>
  /** All rows that match, whatever the page; only when counted. */
  readonly total?: number
}

/**
 * The page that nearly every list asks for is written out rather than bound: a statement without parameters costs one round trip less,
 * because the driver need not ask for their types.
 */
const usual = 50
const usualRows = sql`51`

/** Rows fetched at once when all are wanted: few round trips, little memory. */
const batch = 1_000

/**
 * The first statement judges the permission and brings the first rows; with `limit: 0` the following batches go on where the last ended
 * (by id, so that each is an index range and no snapshot or cursor is held open).
 *
 * @param alias the row's alias in `from`; it has an `id`
 * @throws Unauthenticated, Forbidden, Unavailable
 */
export async function page<R extends { readonly id: number }>(
  connection: Connection,
  needs: Permission,
  o: Listing & { columns: SQL; from: SQL; alias: string; where: SQL },
): Promise<PageOf<R>> {
  const id = sql`${trustedSql(o.alias)}.id`
  const size = o.limit === 0 ? batch : o.limit + 1
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

/** ` and c.version = $1` where a version was named (`--if-version`, or the one that a form showed); else nothing. */
export function atVersion(alias: string, ifVersion: number | undefined): SQL {
  return ifVersion === undefined ? sql`` : sql` and ${trustedSql(alias)}.version = ${ifVersion}`
}
