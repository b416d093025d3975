/** Records that were referred to by a name, found in the statement that does the work. */
import { type SQL, sql } from 'drizzle-orm'
import type { Noun, Reference } from '../field/reference.ts'

/**
 * The id of a record, as SQL: the number itself, or the one record that a name means. It is null where the name means nothing that the
 * caller may see, or several.
 */
export function idOf(noun: Noun, reference: Reference | null): SQL {
  if (reference === null || typeof reference === 'number') return sql`${reference}::integer`
  return sql`(select case when count(*) = 1 then min(r.id) end
    from epic_events.referred(${noun}::text, ${reference.typed}::text, ${reference.exact ?? false}::boolean, 2) r(id))`
}
