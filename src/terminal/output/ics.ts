/** `--format ics`: iCalendar (RFC 5545), one VEVENT a row. The same rows give the same bytes, whenever and wherever they are written. */

import type { Catalog } from '../../i18n/catalog.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import type { DataFormat, DataTarget } from './data.ts'
import type { Calendar, CalendarEntry } from './output.ts'

// Without METHOD: with one, Outlook takes the file for an invitation (RFC 5546).
const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Epic Events//epic-events//EN', 'CALSCALE:GREGORIAN']
const foot = 'END:VCALENDAR\r\n'

export const ics: DataFormat = {
  /** Writes entry after entry. If the rows break off with an error, the calendar stays open, so that no program takes half of one for a whole. */
  async list({ calendar }, batches, to) {
    const { entry, lines } = await writer(calendar, to)
    let before = text(head)
    for await (const rows of batches) {
      await to.out.write(before + rows.map((row) => text(lines(entry(row)))).join(''))
      before = ''
    }
    await to.out.write(before + foot)
  },

  async record({ calendar, row }, to) {
    const { entry, lines } = await writer(calendar, to)
    await to.out.write(text(head) + text(lines(entry(row))) + foot)
    return []
  },
}

async function writer(calendar: Calendar | undefined, { out, t }: DataTarget) {
  if (!calendar) throw new Error('the frame lets only calendars be written as ics')
  const installation = await calendar.installation()
  const shown = (value: string) => (out.isTerminal ? escapeControlCharacters(value, { lines: true }) : value)
  const lines = (one: CalendarEntry): string[] => [
    'BEGIN:VEVENT',
    `UID:${one.name}@${installation}`,
    `DTSTAMP:${utc(one.updatedAt)}`,
    `LAST-MODIFIED:${utc(one.updatedAt)}`,
    `SEQUENCE:${one.version}`,
    ...span(one, t),
    `SUMMARY:${value(shown(one.summary))}`,
    `LOCATION:${value(shown(one.location))}`,
    `DESCRIPTION:${value(shown(one.description))}`,
    'END:VEVENT',
  ]
  return { entry: (row: Parameters<Calendar['entry']>[0]) => calendar.entry(row, t), lines }
}

/** Both times in UTC, or both as days: they must be of one type, and the end is the first moment, or the first day, after it (§3.6.1). */
function span({ start, end }: Pick<CalendarEntry, 'start' | 'end'>, t: Catalog): string[] {
  const days = wholeDays(start, end, t)
  if (days) return [`DTSTART;VALUE=DATE:${basic(days.first)}`, `DTEND;VALUE=DATE:${basic(days.after)}`]
  // An end that is the start, to the second, is left out: it would have to be later.
  return [`DTSTART:${utc(start)}`, ...(utc(end) === utc(start) ? [] : [`DTEND:${utc(end)}`])]
}

/** The days, by the clocks of the reader, of what begins with one and ends with one: at its last minute, or at the midnight after it. */
function wholeDays(start: string, end: string, t: Catalog) {
  // A long list has few of them. A day begins at 00:00, or at 01:00 where clocks are put forward at midnight.
  if (!/T0[01]:00:00/.test(t.format.rfc3339(start))) return undefined
  const [from, to] = [t.format.localOf(start), t.format.localOf(end)]
  if (!from || !to) return undefined
  const [first, last] = [from.toPlainDate(), to.toPlainDate()]
  const begins = (day: Temporal.PlainDate, instant: string) =>
    Temporal.Instant.compare(t.format.instantOf(day.toPlainDateTime()), instant) === 0
  const lastMinute = to.hour === 23 && to.minute === 59
  if (!begins(first, start) || !(lastMinute || begins(last, end))) return undefined
  const after = lastMinute ? last.add({ days: 1 }) : last
  return Temporal.PlainDate.compare(first, after) < 0 ? { first, after } : undefined
}

const basic = (written: { toString(): string }): string => written.toString().replaceAll(/[-:]/g, '')

/** An instant as the database writes it, in a session of UTC. */
const usual = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?\+00:00$/

function utc(instant: string): string {
  const [, year, month, day, hours, minutes, seconds] = usual.exec(instant) ?? []
  if (year !== undefined) return `${year}${month}${day}T${hours}${minutes}${seconds}Z`
  return basic(Temporal.Instant.from(instant).toString({ smallestUnit: 'second' }))
}

/** A value of type TEXT (§3.3.11). Readers split lines at more characters than CR and LF, and no control character may stand in it. */
function value(stored: string): string {
  if (!/[\\;,\x00-\x1f\x7f\x85\u2028\u2029]/.test(stored)) return stored
  return stored
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|[\r\n\v\f\x85\u2028\u2029]/g, '\\n')
    .replace(/[\x00-\x08\x0e-\x1f\x7f]/g, '\ufffd')
}

const text = (lines: readonly string[]): string => lines.map(folded).join('')

/** The most octets of a line, without its end (§3.1). */
const longest = 75

/**
 * A line with its end. Counted in octets and broken between characters: a reader that joins the bytes of a line finds no half of an emoji
 * (sebbo2002/ical-generator#221, ical4j/ical4j#800), nor half of an escape (iCalcreator/iCalcreator#126).
 */
function folded(line: string): string {
  if (line.length * 3 <= longest || Buffer.byteLength(line) <= longest) return `${line}\r\n`
  let written = ''
  let octets = 0
  let from = 0
  for (let at = 0; at < line.length; ) {
    const code = line.codePointAt(at) ?? 0
    // A backslash and the one letter or sign that it escapes.
    const escaping = code === 0x5c ? 1 : 0
    const size = octetsOf(code) + escaping
    if (octets + size > longest) {
      written += `${line.slice(from, at)}\r\n `
      octets = 1
      from = at
    }
    octets += size
    at += (code > 0xffff ? 2 : 1) + escaping
  }
  return `${written}${line.slice(from)}\r\n`
}

const octetsOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4)
