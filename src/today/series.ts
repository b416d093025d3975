/** The lines of `today`: the months of this year and the weeks ahead, for people who look after all contracts and events. */
import { type CurrentUser, hasUnscopedPermission } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import type { Column, Row, Series } from '../field/column.ts'
import { weekOf } from '../field/day-words.ts'
import { midnight } from '../field/week.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { type TodaySeries, todaySeries } from './series-store.ts'

/** How many weeks are looked ahead, the present one among them. */
const weeksAhead = 8

/** Whether somebody looks after all contracts and events. */
export const seesSeries = (user: CurrentUser): boolean =>
  hasUnscopedPermission(user, 'contract', 'update') &&
  hasUnscopedPermission(user, 'contract', 'list') &&
  hasUnscopedPermission(user, 'event', 'list')

export interface Lines {
  readonly columns: readonly Column[]
  readonly row: Row
}

/** The columns of the lines and their values. */
export async function lines(connection: Connection, t: Catalog): Promise<Lines> {
  const today = t.format.now().toPlainDate()
  const january = today.with({ month: 1, day: 1 })
  const { first } = weekOf(today)
  const months = Array.from({ length: 13 }, (_, at) => january.add({ months: at }))
  const weeks = Array.from({ length: weeksAhead + 1 }, (_, at) => first.add({ weeks: at }))
  const found = await todaySeries(connection, {
    months: months.map((day) => midnight(day, t)),
    weeks: weeks.map((day) => midnight(day, t)),
  })
  const series = { revenue: revenueOf(found.revenue, t), events: eventsOf(found.events, weeks, t) }
  const columns: Column[] = [
    { key: 'revenue', kind: 'series', audience: 'person', label: (words) => words.chart.revenue({ year: today.year }) },
    { key: 'events', kind: 'series', audience: 'person', label: (words) => words.chart.events({ weeks: weeksAhead }) },
  ]
  return { columns: columns.filter(({ key }) => series[key as keyof typeof series]), row: series }
}

function revenueOf(found: TodaySeries['revenue'], t: Catalog): Series | null {
  if (!found) return null
  const values = found.months.map(Number)
  const said = t.format.amount(found.total)
  const best = values.indexOf(Math.max(...values))
  const amount = t.format.amount(found.months[best] ?? '0')
  const spoken = t.chart.bestMonth({ total: said, month: t.format.month(best + 1), amount })
  return { values, said, spoken: values.some((value) => value > 0) ? spoken : said }
}

function eventsOf(values: TodaySeries['events'], weeks: readonly Temporal.PlainDate[], t: Catalog): Series | null {
  if (!values) return null
  const total = values.reduce((sum, value) => sum + value, 0)
  const said = t.format.count(total)
  const fullest = values.indexOf(Math.max(...values))
  const day = weeks[fullest]
  const spoken =
    day && t.chart.fullestWeek({ total: said, day: t.format.day(day), events: t.format.count(values[fullest] ?? 0) })
  return { values, said, spoken: spoken && total > 0 ? spoken : said }
}
