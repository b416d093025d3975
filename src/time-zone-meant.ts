/** Which zone was probably meant, for the sentence that refuses another one. ICU lists the names, so none of this runs without a mistake. */
import { nearest } from './text/nearest.ts'

/** The zones that are named first where several fit. */
const usual = [
  'Europe/Paris',
  'Europe/London',
  'Europe/Athens',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
]

const cityOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1)
const plain = (text: string) => text.toLowerCase().replaceAll(/[\s-]/g, '_')

/**
 * The zone whose name, or whose city, is nearest to what was written.
 *
 * @returns undefined when none is near
 */
export function likelyZone(written: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone')
  const sought = plain(
    written
      .trim()
      .replace(/^.*\/zoneinfo\//, '')
      .replace(/^(?::|posix\/|right\/)/, ''),
  )
  const city = cityOf(sought)
  const same = zones.find((zone) => plain(zone) === sought) ?? zones.find((zone) => plain(cityOf(zone)) === city)
  // Short words are near to everything, and a continent is near to all of its cities.
  if (same !== undefined || city.length < 4 || zones.some((zone) => plain(zone).startsWith(`${sought}/`))) return same
  const near = nearest(sought, zones)
  const nearCity = nearest(city, zones.map(cityOf))
  return near ?? zones.find((zone) => cityOf(zone) === nearCity)
}

/** The offset of winter and, where it is not one hour less, that of summer. */
const posixRule = /^(?:<[^>]*>|[a-z]+)([+-]?)(\d+)(?::(\d+))?(?::\d+)?(?:<[^>]*>|[a-z]+)(?:([+-]?)(\d+)(?::(\d+))?)?/i

/** A zone whose clocks show in winter and in summer what a rule of POSIX says (`CET-1CEST,…`). */
export function zoneOfRule(rule: string): string {
  const parts = posixRule.exec(rule.replace(/^:/, ''))
  if (!parts) return 'Europe/Paris'
  const [, sign, hours, minutes = '0', summerSign, summerHours, summerMinutes = '0'] = parts
  const ahead = (of: string | undefined, h = '0', m: string) => (of === '-' ? 1 : -1) * (Number(h) * 60 + Number(m))
  const standard = ahead(sign, hours, minutes)
  const summer = summerHours === undefined ? standard + 60 : ahead(summerSign, summerHours, summerMinutes)
  const wanted = [standard, summer].toSorted((a, b) => a - b).join()
  const fits = (zone: string) =>
    ['2026-01-15T12:00Z', '2026-07-15T12:00Z']
      .map((at) => Temporal.Instant.from(at).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9)
      .toSorted((a, b) => a - b)
      .join() === wanted
  return [...usual, ...Intl.supportedValuesOf('timeZone')].find(fits) ?? 'Europe/Paris'
}
