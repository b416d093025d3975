/** Reports: their fields and their columns, as plain data. A folder cannot be called `report`, because that is who reports to Sentry. */
import { columnsByKey, fieldsOf } from '../field/attribute.ts'
import type { Column, Row } from '../field/column.ts'
import { InvalidValue, parser } from '../field/parser.ts'
import { period, periodOfDays } from '../field/period.ts'
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

export const revenueBys = ['month', 'quarter', 'commercial', 'company'] as const
/** By what revenue is divided. */
export type RevenueBy = (typeof revenueBys)[number]

export const bases = ['event', 'signature', 'payment'] as const
/** What makes an amount belong to a day: the first event of its contract, the signature, or the payment. */
export type Basis = (typeof bases)[number]

export const ageingBys = ['client', 'commercial', 'company'] as const
/** By whom money is owed. */
export type AgeingBy = (typeof ageingBys)[number]

const among =
  <W extends string>(words: readonly W[]) =>
  (t: Catalog) =>
    parser(t, (typed): W | InvalidValue => {
      const word = typed.trim().toLowerCase()
      const unknown = () => t.reports.unknownWord({ received: excerpt(typed), words: words.join(', ') })
      return words.find((each) => each === word) ?? new InvalidValue(unknown())
    })

export const { revenuePeriod, revenueBy, basis, asOf, ageingBy } = fieldsOf('reports', {
  revenuePeriod: { kind: 'period', column: 'period', schema: (t) => periodOfDays(t, { bare: 'last' }) },
  revenueBy: {
    kind: 'enum',
    option: 'by',
    column: 'by',
    words: revenueBys,
    default: () => 'month',
    schema: among(revenueBys),
  },
  basis: { kind: 'enum', words: bases, default: () => 'event', schema: among(bases) },
  asOf: { kind: 'period', default: (t) => t.output.today, schema: (t) => periodOfDays(t, { bare: 'last' }) },
  ageingBy: {
    kind: 'enum',
    option: 'by',
    column: 'by',
    words: ageingBys,
    default: () => 'client',
    schema: among(ageingBys),
  },
})

/** Revenue of a month, a quarter, a salesperson or a company. Amounts are decimal strings. */
export type Revenue = {
  readonly amount: string
  /** The same days a year before. */
  readonly previous: string
  readonly change: string
  /** Null where there was no revenue a year before. */
  readonly change_percent: number | null
}

/** How far contracts are. Each is in exactly one stage. */
export type Stage = 'to_sign' | 'without_event' | 'event_coming' | 'unpaid' | 'closed'

/** The contracts of a stage. */
export type StageRow = {
  readonly stage: Stage
  readonly contracts: number
  readonly total: string
  readonly remaining: string
}

/** The parts of what is outstanding, by how many days ago they were due. */
const ages = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90', 'total'] as const
export type Ages = Readonly<Record<(typeof ages)[number], string>>

/** In the first column of the line that adds up the others. */
export const sumKey = 'sum'

/** What a person reads instead of a name in the line of sums, and for what belongs to nobody. */
const named =
  (key: string, nobody: (t: Catalog) => string): NonNullable<Column['shown']> =>
  (row, t) =>
    row[sumKey] === true ? t.reports.sum : (row[key] ?? nobody(t))

const inTime = (key: string): Pick<Column, 'kind' | 'shown' | 'noTruncate'> => ({
  kind: 'text',
  noTruncate: true,
  shown: (row, t) => (row[sumKey] === true ? t.reports.sum : shownName(String(row[key]), t)),
})

const amount = { kind: 'amount' } as const
/** An amount with a picture, but for the line of sums, which would dwarf the others. */
const drawn = { ...amount, bar: (row: Row) => row[sumKey] !== true } as const

const money = columnsByKey('reports', {
  month: inTime('month'),
  quarter: inTime('quarter'),
  client_id: { kind: 'reference', shown: named('client_id', (t) => t.output.none) },
  commercial_id: { kind: 'reference', shown: named('commercial_id', (t) => t.output.none) },
  company_id: { kind: 'reference', shown: named('company_id', (t) => t.reports.noCompany) },
  stage: {
    kind: 'text',
    noTruncate: true,
    shown: (row, t) => (row[sumKey] === true ? t.reports.sum : t.reports.stage[row['stage'] as Stage]),
  },
  contracts: { kind: 'count' },
  amount: drawn,
  previous: { ...amount, dropPriority: 1 },
  change: { ...amount, dropPriority: 2 },
  change_percent: { kind: 'count', dropPriority: 3 },
  remaining: amount,
  not_due: amount,
  days_1_30: amount,
  days_31_60: amount,
  days_61_90: amount,
  days_over_90: amount,
  total: drawn,
})

const byColumn = {
  month: money.month,
  quarter: money.quarter,
  client: money.client_id,
  commercial: money.commercial_id,
  company: money.company_id,
} as const

/** The columns of revenue, in the order of the screen. */
export const revenueColumns = (by: RevenueBy): readonly Column[] => [
  byColumn[by],
  money.amount,
  money.previous,
  money.change,
  money.change_percent,
]

export const pipelineColumns: readonly Column[] = [money.stage, money.contracts, money.total, money.remaining]

/** The columns of ageing, in the order of the screen. */
export const ageingColumns = (by: AgeingBy): readonly Column[] => [byColumn[by], ...ages.map((age) => money[age])]

/** The line of sums, which only people get. */
export const sumRow = (sums: Row): Row => ({ ...sums, [sumKey]: true })

/** `2026-03` → `March 2026`, `2026-Q1` → `Q1 2026` */
function shownName(name: string, t: Catalog): string {
  const [year = 0, part = 0] = name.split(/-Q?/).map(Number)
  return name.includes('Q') ? t.reports.quarter({ quarter: part, year }) : t.format.month(part, year)
}
