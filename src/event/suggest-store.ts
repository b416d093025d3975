/** Whom an event can be assigned to: whether the caller may at all, and who is the freest. */
import { sql } from 'drizzle-orm'
import { neededFor } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { idIn, type References } from '../db/reference.ts'
import { judge } from '../db/statement.ts'
import type { Message } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import { freestFor } from './choices-store.ts'
import type { Event } from './event.ts'
import { missing } from './store.ts'

/** Refuses an event to which the caller may assign nobody. @returns what its support would have to be free for @throws as `update` */
export const judgeAssignment = (connection: Connection, by: Reference): Promise<ToAssign | null> => {
  const references: References = { id: { noun: 'event', reference: by } }
  const from = sql`epic_events_api.event e where e.id = ${idIn(references, 'id')}`
  return judge<ToAssign>(connection, {
    needs: neededFor('event', ['support_contact_id']),
    target: { select: sql`e.id, e.title, e.start_date, e.end_date, e.full_address`, from, alias: 'e' },
    references,
    missing: missing(by),
  })
}

/** Who is the freest for an event. @throws as `judgeAssignment` */
export async function suggestions(
  connection: Connection,
  by: Reference,
  t: Parameters<Message>[0],
  limit: number,
): Promise<{ readonly event: ToAssign; readonly found: Awaited<ReturnType<typeof freestFor>> }> {
  const event = await judgeAssignment(connection, by)
  if (!event) throw new Error('an event that may be assigned was seen')
  return { event, found: await freestFor(connection, event, t, limit) }
}

type ToAssign = Pick<Event, 'id' | 'title' | 'start_date' | 'end_date' | 'full_address'>
