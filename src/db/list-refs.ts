/** The records that the filters of a list refer to: looked up in the list's own statement, and judged by its answer. */
import { type SQL, sql } from 'drizzle-orm'
import { NotFound } from '../errors.ts'
import type { Filters } from '../field/filter.ts'
import { isNamed, type Reference } from '../field/reference.ts'
import type { Connection } from './connection.ts'
import type { About, Listed } from './narrowing.ts'
import { described, type Referred, seenId } from './seen.ts'
import { unresolved } from './unresolved.ts'

/** A filter that was given: its name, what was typed, its SQL. */
export interface Given<F extends Filters> {
  readonly name: string
  readonly values: readonly unknown[]
  readonly narrowing: Listed<F>['filters'][string]
}

/** The records that these filters refer to, in the order in which they were typed. */
export const referredBy = <F extends Filters>(given: readonly Given<F>[]): Referred[] =>
  given.flatMap(({ name, values, narrowing }) =>
    typeof narrowing === 'object' && 'refers' in narrowing
      ? (values as readonly Reference[]).map((reference) => {
          const gone = narrowing.gone === true && !isNamed(reference)
          return { name, noun: narrowing.refers, reference, gone }
        })
      : [],
  )

/** A common table expression with the id of each record, null where the caller sees none. */
export function refsTable(refs: readonly Referred[]): SQL {
  const ids = refs.map(({ noun, reference, gone }, at) => {
    const id = gone ? sql`${reference}::integer` : seenId(noun, reference)
    return sql`${id} as ${column(at)}`
  })
  return sql`refs as materialized (select ${sql.join(ids, sql`, `)})`
}

/** The ids of the records that one filter refers to. */
export const idsOf = (refs: readonly Referred[], name: string): SQL[] =>
  [...refs.entries()].flatMap(([at, ref]) => (ref.name === name ? [idAt(at)] : []))

/** The records as JSON, for `About`. */
export const describedRefs = (refs: readonly Referred[]): SQL =>
  refs.length === 0
    ? sql`null`
    : sql`json_build_array(${sql.join(
        refs.map(({ noun }, at) => sql`(${described(noun, idAt(at))})`),
        sql`, `,
      )})`

/** @throws NotFound · Ambiguous a filter refers to no record that the caller sees, or to several */
export async function requireFound(
  connection: Connection,
  refs: readonly Referred[],
  about: About | undefined,
): Promise<void> {
  const missing = refs.find(({ gone }, at) => about?.refs?.[at] === null && !gone)
  if (!missing) return
  const { name, noun, reference } = missing
  if (isNamed(reference)) throw await unresolved(connection, noun, reference, name)
  const message: NotFound['userMessage'] = (t) => t.refusal.noSuch({ noun: t.noun[noun], id: reference })
  throw new NotFound(message, { fields: { [name]: message }, next: [`${noun} list`] })
}

/** The names of the records, by filter. */
export function namesOf(refs: readonly Referred[], about: About | undefined): Record<string, string[]> {
  const names: Record<string, string[]> = {}
  for (const [at, { name }] of refs.entries()) {
    const record = about?.refs?.[at]
    if (record) names[name] = [...(names[name] ?? []), record.name]
  }
  return names
}

const column = (at: number): SQL => sql`${sql.identifier(`r${at}`)}`
const idAt = (at: number): SQL => sql`(select ${column(at)} from refs)`
