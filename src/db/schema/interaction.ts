/** What was said with whom: calls, meetings, notes. They are added and never edited. */

import { sql } from 'drizzle-orm'
import { boolean, check, date, foreignKey, index, integer, text } from 'drizzle-orm/pg-core'
import { client } from './client.ts'
import { epicEvents, id, instant, length, rowPolicies, shownDates, shownDays, trimmed } from './columns.ts'
import { event } from './event.ts'
import { users } from './users.ts'

export const interaction = epicEvents
  .table(
    'interaction',
    {
      id: id(),
      clientId: integer('client_id').notNull(),
      /** The event that it was about. Such a note changes no date of the client. */
      eventId: integer('event_id'),
      at: instant('at').notNull().defaultNow(),
      kind: text('kind').notNull().default('other'),
      /** What was said; null where there is nothing to say but that one spoke. */
      text: text('text'),
      /** When somebody wants to call again. */
      nextOn: date('next_on'),
      /** Whether the note says that nobody needs to call again. */
      noNext: boolean('no_next').notNull().default(false),
      /** Who wrote it. The database fills it. */
      userId: integer('user_id'),
      /** When it was taken back by `undo`. Nothing else writes it. */
      cancelledAt: instant('cancelled_at'),
      /** The client's last contact before this note, where the note moved it. */
      lastBefore: instant('last_before'),
      lastMoved: boolean('last_moved').notNull().default(false),
      /** The client's next contact before this note, where the note moved it. */
      nextBefore: date('next_before'),
      nextMoved: boolean('next_moved').notNull().default(false),
    },
    (table) => [
      check('interaction_kind', sql`kind in ('call', 'email', 'meeting', 'visit', 'other')`),
      length('interaction_text_length', 'text', 10_000),
      trimmed('interaction_text_trimmed', 'text'),
      check('interaction_next_once', sql`next_on is null or not no_next`),
      check('interaction_event_next', sql`event_id is null or (next_on is null and not no_next)`),
      shownDates('interaction_dates_range', 'at', 'cancelled_at', 'last_before'),
      shownDays('interaction_next_range', 'next_on', 'next_before'),
      foreignKey({ name: 'interaction_client_fk', columns: [table.clientId], foreignColumns: [client.id] }).onDelete(
        'cascade',
      ),
      foreignKey({ name: 'interaction_event_fk', columns: [table.eventId], foreignColumns: [event.id] }).onDelete(
        'set null',
      ),
      foreignKey({ name: 'interaction_user_fk', columns: [table.userId], foreignColumns: [users.id] }).onDelete(
        'set null',
      ),
      index('interaction_client_idx').on(table.clientId, table.at, table.id),
      index('interaction_event_idx').on(table.eventId, table.at, table.id).where(sql`event_id is not null`),
      index('interaction_user_idx').on(table.userId),
      ...rowPolicies('interaction'),
    ],
  )
  .enableRLS()
