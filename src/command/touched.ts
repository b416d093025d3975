/** The records that a command touches, by name: before it asks whether it may, or after it has left them to somebody. */
import type { Call } from '../app.ts'
import type { Noun } from '../field/reference.ts'

/** The most records of a kind that are named. */
export const mostNamed = 20

/** A record with what it is called: an event by its title and start, anybody by their full name. */
interface Named {
  readonly id?: unknown
  readonly title?: unknown
  readonly full_name?: unknown
  readonly start_date?: unknown
}

/**
 * Names records on stderr, a line each.
 *
 * @param records the first of them; null where they may not be listed
 * @param count how many there are in all
 */
export async function nameRecords(
  { out }: Pick<Call, 'out'>,
  noun: Noun,
  records: readonly Named[] | null | undefined,
  count: number,
): Promise<void> {
  const named = (records ?? []).slice(0, mostNamed)
  for (const { id, title, full_name: person, start_date: at } of named) {
    await out.note((t) => {
      const when = at === undefined ? {} : { date: t.format.date(String(at)) }
      return t.output.namedRecord({ noun: t.noun[noun], id: Number(id), name: String(title ?? person), ...when })
    })
  }
  if (named.length > 0 && count > named.length)
    await out.note((t) => t.output.moreRecords({ count: count - named.length }))
}
