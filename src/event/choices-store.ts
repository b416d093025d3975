/** The events, and the colleagues for them, that a person can choose from. */
import { sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import type { ActionOf } from '../access/catalogue.ts'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { currentUser, read, trustedSql } from '../db/statement.ts'
import type { Message } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import * as users from '../user/store.ts'

/** Colleagues who can be made an event's support. The list is empty for somebody who may not assign anybody. */
export async function supports(
  connection: Connection,
  given: unknown,
  t: unknown,
  limit: number,
): Promise<Choice<number>[]> {
  return hasPermission(await currentUser(connection), 'event', 'assign_support')
    ? users.supports(connection, given, t, limit)
    : []
}

/** Events on which one may do one of these actions: those without support first, then the latest. */
export const choicesFor =
  (...actions: readonly ActionOf<'event'>[]) =>
  async (
    connection: Connection,
    _given: unknown,
    t: Parameters<Message>[0],
    limit: number,
  ): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; title: string; start_date: string; support: string | null }>(
      connection,
      undefined,
      sql`
        select e.id, e.title, e.start_date, (select p.full_name from epic_events_api.colleague p where p.id = e.support_contact_id) as support
        from epic_events_api.event e
        where ${trustedSql(predicate('event', actions, 'e'))}
        order by e.support_contact_id is not null, e.start_date desc, e.id
        limit ${limit + 1}`,
    )
    return rows.map(({ id, title, start_date: start, support }) => ({
      value: id,
      label: title,
      hint: `#${id} · ${t.format.date(start)} · ${support ?? t.event.noSupport}`,
    }))
  }
