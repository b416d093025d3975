/** Notes of an event that have text are not replaced by accident, because people who type new ones seldom want to lose the old ones. */
import { type SQL, sql } from 'drizzle-orm'
import { type Message, Usage } from '../errors.ts'
import { excerpt } from '../text/excerpt.ts'
import type { Event } from './event.ts'

type Noted = Pick<Event, 'id' | 'title' | 'notes' | 'version'>

/** New notes would have replaced others. Nothing was written. */
export class NotesKept extends Usage {
  readonly event: Noted
  /** For a person: whether to replace them. */
  readonly question: Message

  constructor(event: Noted) {
    const of = { ...event, notes: excerpt((event.notes ?? '').replaceAll(/\s+/g, ' ')) }
    const message: Message = (t) => t.event.notesKept(of)
    super(message, {
      fields: { notes: message },
      next: [`event note ${event.id}`, `event update ${event.id} --replace-notes`],
    })
    this.event = event
    this.question = (t) => t.event.replaceNotes(of)
  }
}

/** The condition of the write. @param notes what was typed; undefined where nothing is at stake */
export const keepingNotes = (row: SQL, notes: string | null | undefined): SQL =>
  notes === undefined ? sql`` : sql` and (${row}.notes is null or ${row}.notes is not distinct from ${notes}::text)`

/** Whether these notes kept the write from happening. */
export const isKept = (before: Noted | null, notes: string | null | undefined): before is Noted =>
  notes !== undefined && before !== null && before.notes !== null && before.notes !== notes
