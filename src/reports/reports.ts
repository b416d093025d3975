/** Reports: their fields and their columns, as plain data. A folder cannot be called `report`, because that is who reports to Sentry. */
import { columnsByKey, fieldsOf } from '../field/attribute.ts'
import type { Column, Row } from '../field/column.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { period } from '../field/period.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'

export const spans = ['week', 'day'] as const
/** By what a workload is divided. */
export type Span = (typeof spans)[number]

export const { period: periodField, by: byField } = fieldsOf('reports', {
  period: { kind: 'period', schema: (t) => period(t, { bare: 'next' }) },
  by: {
    kind: 'enum',
    words: spans,
    default: () => 'week',
    schema: (t) => parser(t, (typed): Span | InvalidValue => spanOf(typed) ?? unknownSpan(typed, t)),
  },
})

const spanOf = (typed: string): Span | undefined => spans.find((span) => span === typed.trim().toLowerCase())
const unknownSpan = (typed: string, t: Catalog) =>
  new InvalidValue(t.reports.unknownSpan({ received: excerpt(typed), words: spans.join(', ') }))

/** What somebody has to do in a week or on a day. */
export type Load = {
  /** The day, or the Monday of the week: `2027-06-07`. */
  readonly from: string
  /** Null in the line of the events without a support. */
  readonly support_contact_id: number | null
  readonly support_contact_name: string | null
  readonly events: number
  /** The hours that lie in the week or on the day. */
  readonly hours: number
  /** How many pairs of events overlap. */
  readonly clashes: number
}

/** The name of the line of events without a support, for programs in every language. */
export const unassigned = 'unassigned'

const shownDay = (row: Row, { format }: Catalog) => format.day(Temporal.PlainDate.from(String(row['from'])))

const column = columnsByKey('reports', {
  week: { kind: 'text', shown: shownDay },
  day: { kind: 'text', shown: shownDay },
  support_contact_id: { kind: 'reference', audience: 'program' },
  person: {
    kind: 'text',
    audience: 'person',
    comfortable: 12,
    shown: ({ support_contact_id: id, support_contact_name: name }, t) =>
      id === null ? t.event.noSupport : `${name ?? ''} (${id})`,
  },
  events: { kind: 'count' },
  hours: { kind: 'count', bar: true },
  clashes: { kind: 'count', audience: 'program' },
  // Flagged, so that they are found in a long table.
  clash: { kind: 'text', audience: 'person', shown: ({ clashes }) => (Number(clashes) > 0 ? `! ${clashes}` : null) },
})

/** A line for each person, with the weeks or days beside one another, `2 · 21.5 h`, a sign where events clash, and all hours. */
export const besideColumns = (buckets: readonly { readonly from: string }[]): readonly Column[] => [
  column.person,
  ...buckets.map(
    ({ from }): Column => ({
      key: from,
      kind: 'text',
      noTruncate: true,
      label: () => from.split('-').slice(1).reverse().join('/'),
      shown: (row, t) => shownLoad(row[from] as Load | undefined, t),
    }),
  ),
  { ...column.hours, dropPriority: 1 },
]

function shownLoad(load: Load | undefined, { format }: Catalog): string | null {
  if (!load || load.events === 0) return null
  return `${load.clashes > 0 ? '! ' : ''}${load.events} · ${format.count(load.hours)} h`
}

/** The columns of a workload, in the order of the screen. */
export const workloadColumns = (by: Span): readonly Column[] => [
  column[by],
  column.support_contact_id,
  column.person,
  column.events,
  column.hours,
  column.clashes,
  column.clash,
]
