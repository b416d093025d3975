/** Numbers of a workbook as text. Dates are numbers there: only the format of a cell tells them apart (ECMA-376 part 1, §18.8.30). */

/** What a number format shows: a date, a time of the day, both, or a number with at least so many digits. */
export interface NumberFormat {
  readonly hasDay: boolean
  readonly hasTime: boolean
  /** `00000` and the French format of phone numbers show zeros that the number does not have. */
  readonly digits: number
}

const plain: NumberFormat = { hasDay: false, hasTime: false, digits: 1 }
const day: NumberFormat = { ...plain, hasDay: true }
const time: NumberFormat = { ...plain, hasTime: true }

/** The formats that a workbook does not write out, by their numbers. 27 to 36 and 50 to 58 are the dates of East Asian editions. */
function builtIn(id: number): NumberFormat {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 34 && id <= 36) || (id >= 50 && id <= 58)) return day
  if ((id >= 18 && id <= 21) || id === 32 || id === 33 || id === 45 || id === 47) return time
  return id === 22 ? { ...day, hasTime: true } : plain
}

/** @param code of `numFmts`, undefined for a format that the workbook does not write out */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn(id)
  // The first of up to four sections; without texts, characters behind a sign, colours and languages, and elapsed time, which is no date.
  const [section = ''] = code.replace(/"[^"]*"|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')
  if (/\[/.test(section) || /general|standard|@/i.test(section)) return plain
  const clockless = section.replace(/am\/pm|a\/p|h+\W*m+|m+\W*s+/gi, '')
  const [hasDay, hasTime] = [/[dmy]/i.test(clockless), /[hs]/i.test(section)]
  if (hasDay || hasTime) return { hasDay, hasTime, digits: 1 }
  const whole = (section.split('.')[0] ?? '').replace(/[^0#]/g, '')
  return { ...plain, digits: Math.max(1, whole.length - Math.max(0, whole.indexOf('0'))) }
}

/**
 * A number as text: digits and a point, never an exponent, to the 15 digits that spreadsheets have. A date is ISO local time.
 *
 * @param written as in the file: `6.4E3`, `0.30000000000000004`
 * @param since1904 whether days are counted from 1904, as on old Macs
 */
export function numberText(written: string, format: NumberFormat, since1904: boolean): string {
  const number = Number(written)
  if (written.trim() === '' || !Number.isFinite(number)) return written
  if (format.hasDay || format.hasTime) return dateText(number, format, since1904)
  const digits = decimal(Number(number.toPrecision(15)))
  return /^\d+$/.test(digits) ? digits.padStart(format.digits, '0') : digits
}

function decimal(number: number): string {
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? []
  if (exponent === undefined) return String(number)
  const [digits, point] = [whole + fraction, whole.length + Number(exponent)]
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}

/** The last day that calendars of four digits have: 31 December 9999. */
const lastDay = 2_958_465

function dateText(number: number, { hasDay, hasTime }: NumberFormat, since1904: boolean): string {
  const seconds = Math.round(number * 86_400)
  const days = Math.floor(seconds / 86_400)
  if (number < 0 || days > lastDay) return decimal(number)
  const second = seconds - days * 86_400
  const clock = [second / 3600, (second / 60) % 60, second % 60].map((part) =>
    String(Math.floor(part)).padStart(2, '0'),
  )
  const shown = clock.slice(0, second % 60 === 0 ? 2 : 3).join(':')
  // A time alone counts from day 0.
  if (!hasDay && days === 0) return shown
  // In the calendar of 1900 spreadsheets have a 29 February that never was.
  const first = since1904 ? '1904-01-01' : days < 60 ? '1899-12-31' : '1899-12-30'
  const date = Temporal.PlainDate.from(first).add({ days }).toString()
  return hasTime || second > 0 ? `${date}T${shown}` : date
}
