/** What a statement that reads fetches beside its rows: who asks, what their role holds, and which schema this is. */
import { type SQL, sql } from 'drizzle-orm'
import { ofFacts } from '../access/predicates.ts'

/** How the one row of `read` with `o.single` asks. */
export const known = ofFacts('known')

/**
 * The facts, as a table of one row with the alias `known`.
 *
 * @param o.about one more column @param o.judged with the columns of `known`, without which PostgreSQL has less to plan
 */
export function knownFrom({
  about,
  judged,
}: {
  readonly about?: SQL | undefined
  readonly judged?: boolean | undefined
}): SQL {
  const more = about ? sql`, ${about} as about` : sql``
  if (!judged) return sql`(select epic_events.facts() as facts${more}) known`
  // `offset 0` keeps what is asked more than once from being made anew each time.
  return sql`(select f.facts, (f.facts -> 'permissions')::jsonb as held, (f.facts ->> 'user_id')::integer as me${more}
    from (select epic_events.facts() as facts offset 0) f offset 0) known`
}
