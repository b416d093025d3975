import { command } from '../command/command.ts'
import { midnight } from '../field/week.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { basis, type RevenueBy, revenueBy, revenueColumns, revenuePeriod, sumRow } from './reports.ts'
import * as store from './revenue-store.ts'
import { only } from './rows.ts'
import { type Bucket, type Days, daysIn, divided, thisYear, titleOf, yearBefore } from './span.ts'

export default command({
  path: ['report', 'revenue'],
  access: 'contract:list',
  positionals: { period: { field: revenuePeriod, placeholder: 'PERIOD', optional: true } },
  fields: { by: revenueBy, basis },
  dateless: 'always',
  async run({ app, out, t }, { args, values }) {
    const { by = 'month', basis: on = 'event' } = values
    const days = args.period ? daysIn(args.period, t) : thisYear(t)
    const buckets: Bucket[] = isInTime(by) ? divided(days, by) : [{ name: '', days, before: yearBefore(days) }]
    const bounds = (of: Days): store.Bounds => {
      if (on === 'payment') return [of.first.toString(), of.next.toString()]
      return [midnight(of.first, t), midnight(of.next, t)]
    }
    const spanOf = ({ name, days: of, before }: Bucket) => ({ name, bounds: bounds(of), before: bounds(before) })
    const { rows, about, everything } = await app.connect((connection) =>
      store.revenue(connection, { spans: buckets.map(spanOf), by, basis: on }),
    )
    await out.list({
      title: (words) => words.reports.revenue,
      applied: [
        (words: Catalog) => titleOf(days, words),
        (words: Catalog) => words.reports.basis[on],
        ...(everything ? [] : [(words: Catalog) => words.reports.yours]),
      ],
      columns: revenueColumns(by),
      rows: only(rows),
      sum: sumRow({ ...about.sums }),
      limit: 0,
      empty: (words) => words.reports.noRevenue,
    })
    const { contracts: count = 0, total = '' } = about.without_event ?? {}
    if (count === 0) return
    await out.note(({ reports, format }) =>
      reports.withoutEvent({ count, contracts: format.count(count), total: format.amount(total) }),
    )
  },
})

const isInTime = (by: RevenueBy): by is 'month' | 'quarter' => by === 'month' || by === 'quarter'
