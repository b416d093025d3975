/** Whom a salesperson has to contact: the clients to call back, and those with whom nobody has spoken for long. */
import { type SQL, sql } from 'drizzle-orm'
import { canSql, mine } from '../access/predicates.ts'
import { trustedSql } from '../db/statement.ts'

/** Days without a contact before a client is worth a call. */
const silentDays = 30

/**
 * The columns `callbacks` and `silent_clients`. A client to call back is not listed as silent too.
 *
 * @param o.at now @param o.day today @param o.most rows of each
 */
export function followUps({ at, day, most }: { readonly at: SQL; readonly day: SQL; readonly most: number }): SQL {
  const own = trustedSql(mine('client', 'own', 'c'))
  const cares = trustedSql(canSql(['client:update:own']))
  const lastContact = sql`coalesce(c.last_contact_date, c.first_contact_date)`
  const due = sql`c.next_contact_date <= ${day}`
  const rows = (where: SQL, order: SQL) => sql`case when ${cares} then (select coalesce(json_agg(x), '[]') from (
    select c.id, c.next_contact_date, c.full_name, c.email, c.phone, ${lastContact} as last_contact_date
    from epic_events_api.client c where ${own} and ${where} order by ${order}, c.id limit ${most}) x) end`
  const silent = sql`${lastContact} < ${at} - make_interval(days => ${silentDays}) and (${due}) is not true`
  return sql`${rows(due, sql`c.next_contact_date`)} as callbacks, ${rows(silent, lastContact)} as silent_clients`
}
