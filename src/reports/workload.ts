import { command } from '../command/command.ts'
import { weekOf } from '../field/day-words.ts'
import type { Period } from '../field/period.ts'
import { midnight } from '../field/week.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { byField, periodField, type Span, unassigned, workloadColumns } from './reports.ts'
import * as store from './workload-store.ts'

/** How many weeks are shown without a period, from the present one on. */
const usualWeeks = 4

export default command({
  path: ['report', 'workload'],
  access: 'event:list',
  positionals: { period: { field: periodField, placeholder: 'PERIOD', optional: true } },
  fields: { by: byField },
  async run({ app, out, t }, { args, values }) {
    const by = values.by ?? 'week'
    const period = args.period ?? usual(by, t)
    const { rows, everything } = await app.connect((connection) => store.workload(connection, bucketsOf(period, by, t)))
    await out.list({
      title: (words) => words.reports.workload,
      applied: [
        (words) => daysOf(period, words),
        ...(everything ? [] : [(words: Catalog) => words.list.applied.onlyMine()]),
      ],
      columns: workloadColumns(by),
      rows: only(rows.map((row) => ({ ...row, [by]: row.from, ...(row.support_contact_id === null ? nobody : {}) }))),
      limit: 0,
      empty: (words) => words.reports.none,
    })
  },
})

const nobody = { support_contact_name: unassigned }

async function* only<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
  yield rows
}

/** This week and those that follow, or its days. */
function usual(by: Span, t: Catalog): Period {
  const { first } = weekOf(t.format.now().toPlainDate())
  return { start: midnight(first, t), end: midnight(first.add({ weeks: by === 'week' ? usualWeeks : 1 }), t) }
}

/** The weeks or days of a period, from midnight to midnight by the clocks of the reader. The first and the last one may be cut off. */
function bucketsOf({ start, end }: Period, by: Span, t: Catalog): store.Bucket[] {
  const begin = t.format.localOf(start)?.toPlainDate()
  if (!begin) return []
  const buckets: store.Bucket[] = []
  const step = by === 'week' ? { weeks: 1 } : { days: 1 }
  for (let from = by === 'week' ? weekOf(begin).first : begin; ; from = from.add(step)) {
    const [first, next] = [midnight(from, t), midnight(from.add(step), t)]
    if (Temporal.Instant.compare(first, end) >= 0) return buckets
    buckets.push({
      from: from.toString(),
      start: Temporal.Instant.compare(first, start) < 0 ? start : first,
      end: Temporal.Instant.compare(next, end) > 0 ? end : next,
    })
  }
}

/** `07/06/2027 – 04/07/2027` */
function daysOf({ start, end }: Period, { format }: Catalog): string {
  const last = Temporal.Instant.from(end).subtract({ seconds: 1 }).toString()
  const [from, to] = [start, last].map((instant) => format.date(instant).slice(0, 10))
  return from === to ? (from ?? '') : `${from} – ${to}`
}
