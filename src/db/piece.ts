/**
 * The rows of one piece of a long list as one value of the answer. The driver then makes one text of it and not one of each row, and the
 * server is spared most of its JSON: `to_json` of a row looks up the type of each of its columns anew, an aggregate does so once.
 */
import { type SQL, sql } from 'drizzle-orm'
import { beside, fillIn, idsIn, type Lookups, looked } from './lookup.ts'

/** What a row consists of. */
export interface Shape {
  /** A select of the rows, without what they say of other records. */
  readonly rows: SQL
  readonly names: readonly string[]
  /** The columns whose values have no limit that matters, or none at all. */
  readonly long: readonly string[]
  readonly lookups: Lookups
  /** The columns by which the next piece is asked for. */
  readonly place: readonly string[]
}

/** The rows of an answer. */
export interface Rows<R> {
  readonly held: number
  /** The last of them. Where they come by column it has the columns of the place only, so that the next piece is asked for at once. */
  readonly last: R | undefined
  /** Those that come by column are made when they are first read. */
  readonly rows: R[]
}

export const rowsOf = <R>(rows: R[]): Rows<R> => ({ held: rows.length, last: rows.at(-1), rows })

/** What such a statement answers beside its facts. With a shape the values of each column are beside it too, by `keyOf`. */
export interface InOne<R> {
  readonly piece?: readonly R[] | null
  readonly held: number
  readonly cut: boolean
}

const keyOf = (name: string) => `each ${name}`

/**
 * The rows as an array, up to the one that makes it so many bytes. `offset 0` keeps each row from being written twice, to be measured.
 *
 * @param rows a select
 */
export const byRow = (rows: SQL, mostBytes: number): SQL => {
  const most = sql`${mostBytes}::bigint`
  return sql`select json_agg(p.row) as piece, count(*)::integer as held, coalesce(max(p.upto) >= ${most}, false) as cut from (
    select w.row, sum(octet_length(w.row::text)) over (rows unbounded preceding) as upto
    from (select to_json(q) as row from (${rows}) q offset 0) w) p
  where p.upto - octet_length(p.row::text) < ${most}`
}

/**
 * The values of each column as an array of its own, which the driver leaves as text: most are plain ASCII, read in half the time. If the long ones
 * are too many bytes all are null, because a row cannot be cut off: such a piece is asked for `byRow`.
 */
export const byColumn = ({ rows, names, long, lookups }: Shape, mostBytes: number): SQL => {
  const bytes = long.map((name) => sql`coalesce(sum(octet_length(q.${sql.identifier(name)}::text)), 0)`)
  const own = ownOf({ names, lookups })
  const columns = own.map((name) => {
    const all = sql`json_agg(q.${sql.identifier(name)})::text`
    const fitting =
      bytes.length === 0 ? all : sql`case when ${sql.join(bytes, sql` + `)} < ${mostBytes}::bigint then ${all} end`
    return sql`${fitting} as ${sql.identifier(keyOf(name))}`
  })
  const others = beside(lookups)
  const shown = [...own.map((name) => sql`r.${sql.identifier(keyOf(name))}`), ...others.columns]
  return sql`select ${sql.join(shown, sql`, `)}, r.held, false as cut
    from (select ${sql.join([...columns, ...idsIn(lookups)], sql`, `)}, count(*)::integer as held from (${rows}) q) r${others.joins}`
}

/** The columns that the row has by itself. */
function ownOf({ names, lookups }: Pick<Shape, 'names' | 'lookups'>): readonly string[] {
  const others = looked(lookups)
  return names.filter((name) => !others.has(name))
}

/** The rows of an answer. @returns undefined: they are too many bytes to come by column */
export function rowsIn<R>(answer: InOne<R>, shape: Shape | undefined): Rows<R> | undefined {
  const { held } = answer
  if (!shape || held === 0) return rowsOf([...(answer.piece ?? [])])
  const names = ownOf(shape)
  const written = (name: string): string | null => answer[keyOf(name) as never]
  if (names.some((name) => written(name) === null)) return undefined
  const values = (name: string): readonly unknown[] => JSON.parse(written(name) ?? '[]')
  let made: R[] | undefined
  const make = () => {
    const columns = names.map(values)
    const rows: Record<string, unknown>[] = []
    for (let at = 0; at < held; at++) {
      const row: Record<string, unknown> = {}
      for (let column = 0; column < columns.length; column++) row[names[column] ?? ''] = columns[column]?.[at]
      rows.push(row)
    }
    fillIn(rows, shape.lookups, answer)
    return rows as R[]
  }
  return {
    held,
    last: Object.fromEntries(shape.place.map((name) => [name, values(name).at(-1)])) as R,
    get rows() {
      made ??= make()
      return made
    },
  }
}
