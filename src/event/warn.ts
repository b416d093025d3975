/** Warnings about an event that was written. They refuse nothing. */
import type { Call } from '../app.ts'
import { mostNamed } from './clash-store.ts'
import type { WrittenEvent } from './store.ts'

/** Warns of each other event of the support at the time of this one, and of those that leave too little time for the way. */
export async function warnOfClashes(
  { out }: Pick<Call, 'out'>,
  { support_contact_id: support, support_contact_name: name, clashes }: WrittenEvent,
): Promise<void> {
  if (support === null || !clashes) return
  for (const { tight, id, title, start_date: start, end_date: end } of clashes.slice(0, mostNamed)) {
    const event = id === null ? null : { id, title: title ?? '' }
    await out.warning((t) => {
      const when = { start: t.format.date(start), end: t.format.date(end) }
      return (tight ? t.event.tightClash : t.event.clash)({ name, support, event, ...when })
    })
  }
  if (clashes.length > mostNamed) await out.warning((t) => t.event.moreClashes({ name, support }))
}

/** Warns of what nobody means of a new event: that it has begun, and that it is there already. */
export async function warnOfUnlikely(
  { app, out }: Pick<Call, 'app' | 'out'>,
  { title, start_date: start, twin = null }: WrittenEvent,
): Promise<void> {
  if (Date.parse(start) < app.clock.now())
    await out.warning((words) => words.merge.unlikely.past({ start: words.format.date(start) }))
  if (twin !== null) await out.warning((words) => words.merge.unlikely.twin({ id: twin, title }))
}
