/** The parts of a list in their order, each of which is an index range. */
import { type SQL, sql } from 'drizzle-orm'
import { canSql } from '../access/predicates.ts'
import { byId, type Sort } from './narrowing.ts'
import { trustedSql } from './statement.ts'

/** The last row of a piece: its id, and its key if it was read. */
export interface Place {
  readonly id: number
  readonly key: unknown
}

export interface Part {
  readonly where: readonly SQL[]
  readonly key: SQL
  readonly order: SQL
  readonly joins: SQL
  /** `true`: the rows are in the order of the key, and `order` begins with it. */
  readonly keyed: boolean
}

/**
 * The parts of a list behind a row. The next one is read only where the ones before it have too few rows.
 *
 * Ties are a part of their own, because a comparison of both key and id would read all rows that share a key. Only where the key is another
 * record's name they are read along: without them the order of the names could not be used, and few records share a name.
 *
 * @param o.few only rows of one person are met
 * @param o.hidden the records that the list is sorted by may be hidden from the caller
 * @param o.behind the last row that was read; undefined at the beginning, where `o.after` may name a row
 */
export function partsOf(
  sort: Sort,
  o: {
    readonly desc: boolean
    readonly after: number
    readonly few: boolean
    readonly hidden: boolean
    readonly behind: Place | undefined
  },
): Part[] {
  const { key, type, nullable, through } = sort
  const { desc, after, few, hidden, behind } = o
  const beyond = desc ? sql`<` : sql`>`
  const direction = desc ? sql` desc` : sql``
  const id = sql`${behind?.id ?? after}::integer`
  if (sort === byId) {
    const where = behind || after !== 0 ? [sql`k.id ${beyond} ${id}`] : []
    return [{ where, key, order: sql`k.id${direction}`, joins: sql``, keyed: true }]
  }
  const lookup = few ? through?.lookup : undefined
  const joins = lookup
    ? sql` cross join lateral (${lookup} offset 0) o`
    : sql.join((through?.joins ?? []).map((join) => sql` join ${join}`))
  const all = hidden ? [] : (through?.needs ?? []).map((one) => trustedSql(canSql([`${one}:list`, `${one}:view`])))
  const ordered = { key, order: sql`${key}${direction}, k.id`, joins, keyed: true }
  const without = nullable ? sql`${key} is null` : hidden ? through?.hidden : through?.none
  const nothing = sql`null::${trustedSql(type)}`
  const last = (where: SQL[]): Part[] =>
    without ? [{ where: [without, ...where], key: nothing, order: sql`k.id`, joins: sql``, keyed: false }] : []
  if (behind ? behind.key === null : false) return last([sql`k.id > ${id}`])
  const present = nullable ? [sql`${key} is not null`] : []
  if (!behind && after === 0) return [{ ...ordered, where: [...all, ...present] }, ...last([])]
  // As text, because the driver would read a time as a date of JavaScript, which has no microseconds.
  const at = behind ? sql`${String(behind.key)}::text::${trustedSql(type)}` : sql`(select key from place)`
  const unkeyed = last(behind ? [] : [sql`k.id > (select case when key is null then ${id} else 0 end from place)`])
  if (through)
    return [
      { ...ordered, where: [...all, sql`${key} ${beyond}= ${at}`, sql`(${key} ${beyond} ${at} or k.id > ${id})`] },
      ...unkeyed,
    ]
  return [
    { ...ordered, where: [...all, sql`${key} = ${at}`, sql`k.id > ${id}`], order: sql`k.id`, keyed: false },
    { ...ordered, where: [...all, sql`${key} ${beyond} ${at}`] },
    ...unkeyed,
  ]
}
