/** The sample agency as rows of the database, dated around today. */
import { clients } from './sample/clients.ts'
import { companies } from './sample/companies.ts'
import { contracts } from './sample/contracts.ts'
import type { SampleEvent } from './sample/event.ts'
import { coming } from './sample/events-coming.ts'
import { past, running } from './sample/events-past.ts'
import { notes } from './sample/notes.ts'
import { instalments, payments } from './sample/payments.ts'
import { people, sampleDomain } from './sample/people.ts'

/** Rows by table, in the order in which they can be inserted. Keys are the names of columns; times are RFC 3339. */
export type SampleRows = ReturnType<typeof sampleRows>

/**
 * The rows of the sample agency, with ids, for a given day.
 *
 * @param now milliseconds since the epoch
 * @param timeZone IANA name of the zone in which the times of the sample are read
 */
export function sampleRows(now: number, timeZone: string) {
  const instant = Temporal.Instant.fromEpochMilliseconds(now)
  const today = instant.toZonedDateTimeISO(timeZone).toPlainDate()
  const at = (day: Temporal.PlainDate, time: string) =>
    day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant()
  /** A moment in office hours, at another minute for each id. A moment that is not past yet becomes one a few minutes ago. */
  const daysAgo = (days: number, id: number) => {
    const minutes = 9 * 60 + ((id * 83) % (8 * 60))
    const then = at(today.subtract({ days }), '00:00').add({ minutes })
    return (Temporal.Instant.compare(then, instant) > 0 ? instant.subtract({ minutes: 5 + 7 * id }) : then).toString({
      smallestUnit: 'second',
    })
  }
  const dated = ({ day, weekday, from, to, nights = 0 }: SampleEvent) => {
    const start = dayOf(today.add({ days: day }), weekday)
    return { start_date: at(start, from).toString(), end_date: at(start.add({ days: nights }), to).toString() }
  }
  const drawnUp = new Map(contracts.map(({ id, age }) => [id, age]))
  const events = [...past, ...running, ...coming].sort((a, b) => a.id - b.id)
  const clientOf = (event: number | undefined) => {
    const contract = events.find(({ id }) => id === event)?.contract
    return contracts.find(({ id }) => id === contract)?.client ?? 0
  }
  const inDays = (days: number | undefined) => (days === undefined ? null : today.add({ days }).toString())

  return {
    users: people.map(({ id, username, name, phone, role, seen }) => ({
      ...{ id, username, full_name: name, email: `${username}@${sampleDomain}`, role_id: role },
      phone: phone ?? null,
      last_login: seen === undefined ? null : daysAgo(seen, id),
      created_at: daysAgo(1000 - 7 * id, id),
    })),
    company: companies.map(({ name, address, vat }, index) => ({
      ...{ id: index + 1, name, billing_address: address ?? null, vat_number: vat ?? null },
      created_at: daysAgo(950, index),
    })),
    client: clients.map((c) => ({
      ...{ id: c.id, full_name: c.name, email: c.email, phone: c.phone ?? null, company_id: c.company ?? null },
      commercial_id: c.commercial,
      first_contact_date: daysAgo(c.first, c.id),
      last_contact_date: c.last === undefined ? null : daysAgo(c.last, c.id),
      next_contact_date: inDays(notes.findLast(({ client }) => client === c.id)?.next),
      created_at: daysAgo(c.first, c.id),
    })),
    contract: contracts.map((k) => ({
      ...{ id: k.id, client_id: k.client, total_amount: k.total, remaining_amount: k.remaining, is_signed: k.signed },
      created_at: daysAgo(k.age, k.id),
      signed_at: k.signed ? daysAgo(k.age, k.id) : null,
    })),
    payment: payments.map((p, index) => ({
      ...{ id: index + 1, contract_id: p.contract, amount: p.amount, method: p.method, user_id: p.by },
      ...{ kind: p.amount.startsWith('-') ? 'refund' : 'payment', reference: p.reference ?? null },
      paid_on: today.subtract({ days: p.days }).toString(),
      created_at: daysAgo(p.days, p.contract),
      cancelled_at: p.cancelled === undefined ? null : daysAgo(p.days - 3, p.contract),
      cancelled_why: p.cancelled ?? null,
    })),
    instalment: instalments.map((i, index) => ({
      ...{ id: index + 1, contract_id: i.contract, label: i.label, amount: i.amount },
      due_on: today.add({ days: i.day }).toString(),
    })),
    event: events.map((e) => ({
      ...{ id: e.id, contract_id: e.contract, title: e.title, full_address: e.address, ...dated(e) },
      ...{ support_contact_id: e.support ?? null, participant_count: e.people, notes: e.notes ?? null },
      // An event is created one day after its contract.
      created_at: daysAgo((drawnUp.get(e.contract) ?? 0) - 1, e.id),
    })),
    interaction: notes.map(({ client: of, event, by, days, kind, text, next }, index) => ({
      ...{
        id: index + 1,
        client_id: of ?? clientOf(event),
        event_id: event ?? null,
        user_id: by,
        kind,
        text,
        next_on: inDays(next),
      },
      at: daysAgo(days, of ?? clientOf(event)),
    })),
  }
}

/** The first day from `day` on that is the weekday; `day` itself without one. @param weekday as ISO 8601 counts: Monday is 1 */
export function dayOf(day: Temporal.PlainDate, weekday = day.dayOfWeek): Temporal.PlainDate {
  return day.add({ days: (weekday - day.dayOfWeek + 7) % 7 })
}
