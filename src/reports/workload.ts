import { command } from '../command/command.ts'
import type { Row } from '../field/column.ts'
import { weekOf } from '../field/day-words.ts'
import type { Period } from '../field/period.ts'
import { midnight } from '../field/week.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { besideColumns, byField, type Load, periodField, type Span, unassigned, workloadColumns } from './reports.ts'
import { only } from './rows.ts'
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
    const buckets = bucketsOf(period, by, t)
    const { rows, everything } = await app.connect((connection) => store.workload(connection, buckets))
    const answer = {
      title: (words: Catalog) => words.reports.workload,
      applied: [
        (words: Catalog) => daysOf(period, words),
        ...(everything ? [] : [(words: Catalog) => words.list.applied.onlyMine()]),
      ],
      limit: 0,
      empty: (words: Catalog) => words.reports.none,
    }
    // A person reads a line for each colleague, as long as the weeks have room beside one another. A program gets one row for each of them.
    let isShown = false
    await out.forReader(async () => {
      isShown = true
      const wide = buckets.length <= mostBeside
      await out.list({
        ...answer,
        columns: wide ? besideColumns(buckets) : workloadColumns(by),
        rows: only(wide ? beside(rows) : named(rows.filter(({ events }) => events > 0))),
      })
    })
    if (!isShown) await out.list({ ...answer, columns: workloadColumns(by), rows: only(named(rows)) })

    function named(of: readonly Load[]) {
      return of.map((row) => ({ ...row, [by]: row.from, ...(row.support_contact_id === null ? nobody : {}) }))
    }
  },
})

/** How many weeks or days a person is shown beside one another. */
const mostBeside = 7

const nobody = { support_contact_name: unassigned }

/** The loads of one person in one row, by their days, with the sum of the hours. */
function beside(rows: readonly Load[]): Row[] {
  const people = Map.groupBy(rows, ({ support_contact_id: id }) => id)
  return [...people.values()].map((loads) => ({
    ...loads[0],
    hours: Math.round(loads.reduce((sum, { hours }) => sum + hours, 0) * 100) / 100,
    ...Object.fromEntries(loads.map((load) => [load.from, load])),
  }))
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
