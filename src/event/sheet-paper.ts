/** What stands on the paper about an event. */
import type { Catalog } from '../i18n/catalog.ts'
import type { Fact, Paper, Section, Sheet } from '../papers/paper.ts'
import type { EventOnSheet } from './sheet-store.ts'

/** @param o.withoutAmounts leaves the amounts of the contracts away */
export function eventPaper(
  events: readonly EventOnSheet[],
  o: { readonly t: Catalog; readonly withoutAmounts: boolean },
): Paper {
  const { sheet: words } = o.t.papers
  const sheets = events.map((event) => sheetOf(event, o))
  const [first] = sheets
  return {
    title: sheets.length === 1 && first ? `${words.title} · ${first.title}` : words.several({ count: sheets.length }),
    updatedAt:
      events
        .map((event) => event.updated_at)
        .toSorted()
        .at(-1) ?? '',
    sheets,
  }
}

function sheetOf(
  event: EventOnSheet,
  { t, withoutAmounts }: { readonly t: Catalog; readonly withoutAmounts: boolean },
): Sheet {
  const { sheet: words } = t.papers
  const client = [event.client_name, event.company_name && `(${event.company_name})`].filter(Boolean).join(' ')
  const people = facts([
    [words.client, client],
    [words.phone, event.client_phone && t.format.phone(event.client_phone)],
    [words.email, event.client_email],
    [words.support, event.support_contact_id === null ? t.event.noSupport : event.support_contact_name],
    [words.email, event.support_email],
    [words.commercial, event.commercial_name],
    [words.email, event.commercial_email],
  ])
  const money = facts([
    [words.contract, String(event.contract_id)],
    [words.total, event.total_amount && t.format.amount(event.total_amount)],
    [words.remaining, event.remaining_amount && t.format.amount(event.remaining_amount)],
  ])
  const where = facts([
    [words.when, span(event, t)],
    [words.address, event.full_address],
    [words.participants, t.format.count(event.participant_count)],
  ])
  const sections: Section[] = [
    { title: words.whenAndWhere, facts: where },
    { title: words.people, facts: people },
    ...(event.notes === null ? [] : [{ title: words.notes, text: event.notes }]),
    ...(withoutAmounts || event.total_amount === null ? [] : [{ title: words.money, facts: money }]),
  ]
  const [updated, zone] = [t.format.date(event.updated_at), t.format.timeZone]
  return { kind: words.title, title: event.title, sections, foot: words.foot({ id: event.id, updated, zone }) }
}

/** Those that have a value. */
const facts = (all: readonly (readonly [label: string, value: string | null])[]): Fact[] =>
  all.flatMap(([label, value]) => (value ? [{ label, value }] : []))

/** From when to when, with the days of the week; the day is said once where it is one. */
function span({ start_date: start, end_date: end }: EventOnSheet, { format }: Catalog): string {
  const [from, to] = [format.localOf(start), format.localOf(end)]
  const sameDay = from && to && from.toPlainDate().equals(to.toPlainDate())
  return `${format.longDate(start)} – ${sameDay ? format.longDate(end).slice(-5) : format.longDate(end)}`
}
