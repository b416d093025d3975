/** The days that a report is about, and what they are divided into: months or quarters, by the calendar and the clocks of the reader. */
import type { PeriodOfDays } from '../field/period.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** Days from a first one to the one before `next`. */
export interface Days {
  readonly first: Temporal.PlainDate
  readonly next: Temporal.PlainDate
}

/** A month or a quarter, cut off where the report begins or ends, and the same days a year before. */
export interface Bucket {
  /** `2026-03` or `2026-Q1` */
  readonly name: string
  readonly days: Days
  readonly before: Days
}

export type Division = 'month' | 'quarter'

/** The days of a period. One with a time of day counts as its whole day. */
export function daysIn({ start, last }: PeriodOfDays, { format }: Catalog): Days {
  const first = format.localOf(start)?.toPlainDate()
  if (!first) throw new Error('a period begins on a day')
  return { first, next: Temporal.PlainDate.from(last).add({ days: 1 }) }
}

/** The calendar year in which it is now. */
export function thisYear({ format }: Catalog): Days {
  const first = format.now().toPlainDate().with({ month: 1, day: 1 })
  return { first, next: first.add({ years: 1 }) }
}

/** The months or quarters of some days. */
export function divided(all: Days, by: Division): Bucket[] {
  const months = by === 'month' ? 1 : 3
  const buckets: Bucket[] = []
  let begin = all.first.with({ day: 1 })
  begin = begin.subtract({ months: (begin.month - 1) % months })
  for (; earlier(begin, all.next); begin = begin.add({ months })) {
    const end = begin.add({ months })
    const days = {
      first: earlier(begin, all.first) ? all.first : begin,
      next: earlier(all.next, end) ? all.next : end,
    }
    buckets.push({ name: nameOf(begin, by), days, before: yearBefore(days) })
  }
  return buckets
}

/** The same days a year before. What ends with February does so in both years, and 29 February is compared with the 28th. */
export function yearBefore({ first, next }: Days): Days {
  const end = next.subtract({ years: 1 })
  return {
    first: noEarlier(first.subtract({ years: 1 })),
    next: noEarlier(end.day === next.day ? end : end.add({ days: 1 })),
  }
}

/** `01/01/2026 – 31/12/2026` */
export function titleOf({ first, next }: Days, { format }: Catalog): string {
  const last = next.subtract({ days: 1 })
  const [from, to] = [first, last].map((day) => format.date(day.toString()))
  return from === to ? (from ?? '') : `${from} – ${to}`
}

const nameOf = (day: Temporal.PlainDate, by: Division): string =>
  by === 'month' ? day.toPlainYearMonth().toString() : `${day.toString().slice(0, 4)}-Q${Math.ceil(day.month / 3)}`

const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0

/** The first day that the database has. */
const earliest = Temporal.PlainDate.from('0001-01-03')
const noEarlier = (day: Temporal.PlainDate) => (earlier(day, earliest) ? earliest : day)
