/** The weeks of a period, with the number of events on each day. */
import type { Period } from '../field/period.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Day, Weeks } from '../terminal/output/output.ts'
import type { Event } from './event.ts'

/** The most weeks that stand in one grid; a longer period has a grid for each month. */
const mostWeeks = 6

type Days = readonly [first: Temporal.PlainDate, last: Temporal.PlainDate]

/** The month in which the reader is now. */
export function presentMonth({ format }: Catalog): Period {
  const first = format.now().toPlainDate().with({ day: 1 })
  const midnight = (day: Temporal.PlainDate) => format.instantOf(day.toPlainDateTime()).toString()
  return { start: midnight(first), end: midnight(first.add({ months: 1 })) }
}

/** The days that a period touches, and so does an event: what ends at midnight does not touch the day that begins there. */
function daysOf({ start, end }: Period, { format }: Catalog): Days {
  const justBefore = Temporal.Instant.from(end).subtract({ milliseconds: 1 }).toString()
  const [first, last] = [format.localOf(start), format.localOf(justBefore)]
  if (!first || !last) throw new Error('the database keeps only dates that calendars show')
  return [first.toPlainDate(), last.toPlainDate()]
}

/** @param events those that the period touches */
export function weeksOf(period: Period, events: readonly Event[], t: Catalog): Weeks {
  const asked = daysOf(period, t)
  const loads = new Map<string, number>()
  for (const { start_date: start, end_date: end } of events) {
    const [first, last] = daysOf({ start, end }, t)
    for (const day of daysFrom(later(first, asked[0]), earlier(last, asked[1])))
      loads.set(day.toString(), (loads.get(day.toString()) ?? 0) + 1)
  }
  const today = t.format.now().toPlainDate()
  const dayOf = (day: Temporal.PlainDate): Day => ({
    number: day.day,
    load: loads.get(day.toString()) ?? 0,
    isToday: day.equals(today),
  })
  // 1 January 2024 was a Monday.
  const weekdays = daysFrom(new Temporal.PlainDate(2024, 1, 1), new Temporal.PlainDate(2024, 1, 7))
  return {
    weekdays: weekdays.map((day) => t.format.weekday(day)),
    months: grids(asked).map((days) => ({ title: titleOf(days, t), weeks: weeksIn(days, dayOf) })),
  }
}

/** The period as it is, if it has few weeks, else its months. */
function grids([first, last]: Days): Days[] {
  if (monday(first).until(last).days < mostWeeks * 7) return [[first, last]]
  const months: Days[] = []
  for (let at = first; Temporal.PlainDate.compare(at, last) <= 0; ) {
    const next = at.with({ day: 1 }).add({ months: 1 })
    months.push([at, earlier(next.subtract({ days: 1 }), last)])
    at = next
  }
  return months
}

/** `juin 2027`, or the first and the last month. */
function titleOf([first, last]: Days, { format }: Catalog): string {
  const [from, to] = [first, last].map(({ month, year }) => format.month(month, year))
  return from === to ? `${from}` : `${from} – ${to}`
}

function weeksIn([first, last]: Days, dayOf: (day: Temporal.PlainDate) => Day): (Day | undefined)[][] {
  const weeks: (Day | undefined)[][] = []
  for (let at = monday(first); Temporal.PlainDate.compare(at, last) <= 0; at = at.add({ weeks: 1 })) {
    const days = daysFrom(at, at.add({ days: 6 }))
    weeks.push(days.map((day) => (within(day, first, last) ? dayOf(day) : undefined)))
  }
  return weeks
}

function daysFrom(first: Temporal.PlainDate, last: Temporal.PlainDate): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = []
  for (let at = first; Temporal.PlainDate.compare(at, last) <= 0; at = at.add({ days: 1 })) days.push(at)
  return days
}

const monday = (day: Temporal.PlainDate) => day.subtract({ days: day.dayOfWeek - 1 })
const within = (day: Temporal.PlainDate, first: Temporal.PlainDate, last: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(first, day) <= 0 && Temporal.PlainDate.compare(day, last) <= 0
const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? b : a)
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? a : b)
