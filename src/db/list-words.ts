/** How the rows that match words are found: by the word index, unless the beginning of the order has filled the page already. */
import { type SQL, sql } from 'drizzle-orm'
import type { Place } from './list-parts.ts'
import { every, type Sort } from './narrowing.ts'
import type { Piece } from './page.ts'

/** More matches than these are found by walking along the order of the list. */
const mostMatches = 2_000
/** The most that the database searches for. */
const allMatches = 5_000
/** More rows than these are no page. */
const mostOnPage = 100
/** So many rows are looked at from the beginning of the order before the index is asked. */
export const rowsAhead = 1_000

/**
 * Whether the beginning of the order is looked at before the index is asked: a frequent word has filled the page by then, and the index would
 * have to count all its matches.
 */
export const looksAhead = (sort: Sort, piece: Piece<Place> | undefined): piece is Piece<Place> =>
  piece !== undefined && piece.size <= mostOnPage && !sort.through

/** The table `found`: the ids that match, or one null if there are more than are sorted. @param o.all they are wanted as far as possible */
export function matchesOf(
  resource: string,
  words: string,
  o: { readonly all: boolean; readonly where: readonly SQL[] },
): SQL {
  const most = sql`${o.all ? allMatches : mostMatches}::integer`
  return sql`found as materialized (
    select f.id from epic_events.search(${resource}::text, ${words}::text, ${most}) f(id) where ${every(o.where)})`
}

/** Whether the table `ahead` has no whole page. */
export const notAhead = ({ limit }: Piece<Place>): SQL => sql`(select count(*) from ahead) < ${limit}`

/** The rows of the table `ahead` if they fill the page, or else these. */
export const unlessAhead = (rows: SQL, piece: Piece<Place>): SQL =>
  sql`select h.id, h.key from ahead h where not ${notAhead(piece)} union all select r.id, r.key from (${rows}) r where ${notAhead(piece)}`
