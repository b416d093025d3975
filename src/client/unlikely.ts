/** Values of a client that nobody means. They are told and saved: no rule forbids them. */
import type { Call } from '../app.ts'
import { isOfKnownPlan } from '../field/phone.ts'
import type { Client } from './client.ts'

/**
 * @param was the client before a change: only what it changed is told
 */
export async function warnOfUnlikely(
  { app, out }: Pick<Call, 'app' | 'out'>,
  client: Client,
  was?: Client | null,
): Promise<void> {
  const { first_contact_date: first, last_contact_date: last, phone } = client
  const changed = (key: 'first_contact_date' | 'last_contact_date' | 'phone') => !was || was[key] !== client[key]
  // Nobody has chosen the moment of creation, which is told by another clock.
  const chosen = first !== client.created_at
  const [begun, now] = [Date.parse(first), app.clock.now()]
  if (chosen && changed('first_contact_date') && begun > now)
    await out.warning((words) => words.merge.unlikely.firstAhead({ first: words.format.date(first) }))
  if (last !== null && Date.parse(last) < begun && (changed('first_contact_date') || changed('last_contact_date')))
    await out.warning((words) =>
      words.merge.unlikely.reversed({ first: words.format.date(first), last: words.format.date(last) }),
    )
  if (phone !== null && changed('phone') && !isOfKnownPlan(phone))
    await out.warning((words) => words.merge.unlikely.phone({ phone }))
}
