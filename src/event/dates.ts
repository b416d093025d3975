/** The dates of an event that is changed: what follows from the record, and that it ends after it starts. */
import { agreement } from '../command/agreement.ts'
import type { Connection } from '../db/connection.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { isDay, movedAlong, withTimesOf } from '../field/kept-time.ts'
import type { Reference } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { EventCard, fields } from './event.ts'
import * as store from './store.ts'

export const edges = { start_date: 'start', end_date: 'end' } as const

/** The change with all its dates. The record is read where they follow from it, which costs a round trip. */
export async function dated(
  connection: Connection,
  id: Reference,
  typed: store.EventPatch,
  t: Catalog,
): Promise<store.EventPatch> {
  const { start_date: start, end_date: end } = typed
  const follows = isDay(start) || isDay(end) || (start !== undefined && end === undefined)
  return follows ? datedBy(await store.dates(connection, id), typed, t) : typed
}

/** The change with the times and the end that follow from the record. */
export function datedBy(stored: store.EventDates | undefined, typed: store.EventPatch, t: Catalog): store.EventPatch {
  const change = withTimesOf(typed, edges, stored, t)
  if (!stored || change.start_date === undefined || change.end_date !== undefined) return change
  const moved = movedAlong(change.start_date, { start: stored.start_date, end: stored.end_date }, t)
  return moved === undefined ? change : { ...change, end_date: moved }
}

/** Rule 4, told while somebody answers. */
export const datesInOrder = agreement<typeof fields, EventCard>({
  between: ['startDate', 'endDate'],
  broken({ values, current, t }) {
    const { startDate, endDate } = values
    const typed = {
      ...(startDate === undefined ? {} : { start_date: startDate }),
      ...(endDate === undefined ? {} : { end_date: endDate }),
    }
    const { start_date: start, end_date: end } = { ...current, ...datedBy(current, typed, t) }
    if (start === undefined || end === undefined || !(Date.parse(end) <= Date.parse(start))) return undefined
    return expectedRefusal('event_dates_order', { start, end })
  },
})
