/** The weeks of a calendar above its list: a person sees at once which days are full. */

import { pad, width } from '../../text/width.ts'
import type { Day, Weeks } from './output.ts'
import { frameWidth, panel } from './panel.ts'
import type { OutputStyle } from './style.ts'

/**
 * The lines of the weeks: framed on a terminal, plain in a pipe. A screen reader would read a grid cell by cell, and a narrow window would
 * break its lines: they get none, and the list alone.
 */
export function weekLines({ weekdays, months }: Weeks, style: OutputStyle): string[] {
  const { paint, signs, t } = style
  const cell = (day: Day | undefined) =>
    day
      ? `${day.isToday ? '*' : ' '}${String(day.number).padStart(2)}${day.load > 0 ? ` (${style.words(t.format.count(day.load))})` : ''}`
      : ''
  const days = months.flatMap(({ weeks }) => weeks.flat())
  const size = Math.max(...weekdays.map((name) => width(name) + 1), ...days.map((day) => width(cell(day))))
  const inner = (size + 1) * weekdays.length - 1
  if (style.accessible || (style.isTerminal && inner + frameWidth > style.columns())) return []
  const row = (cells: readonly string[]) => cells.map((text) => pad(text, size)).join(' ')
  const painted = (day: Day | undefined) => {
    const text = pad(cell(day), size)
    return day?.isToday ? paint.bold(text) : day?.load ? paint.gold(text) : text
  }
  const heading = paint.orange(row(weekdays.map((name) => ` ${name}`)).trimEnd())
  const legend = ` ${style.words(t.output.weeksLegend)}`
  return months.flatMap(({ title, weeks }, at) => {
    const lines = [heading, ...weeks.map((week) => week.map(painted).join(' ').trimEnd())]
    const explained = at === months.length - 1 ? [...lines, paint.dim(legend)] : lines
    const words = style.words(title)
    return style.isTerminal
      ? panel({ title: words, lines: explained, columns: inner + frameWidth, paint, signs })
      : [words, ...explained, '']
  })
}
