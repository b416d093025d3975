/** Events in a calendar that leaves the agency: `--format ics`. */

import type { Switch } from '../command/spec.ts'
import type { Connection } from '../db/connection.ts'
import { installation } from '../db/installation.ts'
import { programName } from '../program.ts'
import type { Calendar } from '../terminal/output/output.ts'
import type { EventCard } from './event.ts'

export const withNotesSwitch: Switch = { option: 'with-notes', help: (t) => t.event.help.withNotes }

/**
 * What an event is in a calendar. Such files are mailed, and other people subscribe to them.
 *
 * @param o.withNotes the notes and the phone number of the client too
 * @param o.connect runs work on a connection, of which there may be only one at a time
 */
export const calendarOf = (o: {
  readonly withNotes: boolean
  readonly connect: <T>(work: (connection: Connection) => Promise<T>) => Promise<T>
}): Calendar => ({
  installation: () => o.connect(installation),
  entry: (row, t) => {
    const event = row as unknown as EventCard
    const { id, client_name: client, client_phone: phone, notes } = event
    const people = t.event.calendar.participants({ count: event.participant_count })
    const called = client && phone ? [t.event.calendar.client({ client, phone: t.format.phone(phone) })] : []
    const more = o.withNotes ? [...called, ...(notes ? [notes] : [])] : []
    return {
      name: `event-${id}`,
      version: event.version,
      updatedAt: event.updated_at,
      start: event.start_date,
      end: event.end_date,
      summary: event.title,
      location: event.full_address,
      description: [people, [programName, 'event', 'view', id].join(' '), ...more].join('\n'),
    }
  },
})
