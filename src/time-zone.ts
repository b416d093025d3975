/**
 * Which time zone is meant: by `EPIC_EVENTS_TZ`, by `TZ` as the C library reads it, or by the machine's own file. What is not understood is
 * an error and never taken for unset, because a wrong zone moves every date that is typed.
 *
 * https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html ("TZ"),
 * https://sourceware.org/glibc/manual/latest/html_node/TZ-Variable.html
 */
import { statSync } from 'node:fs'
import { type Message, Unavailable } from './errors.ts'
import { isUtc } from './i18n/zone.ts'
import { excerpt } from './text/excerpt.ts'
import { fileZone } from './time-zone-file.ts'
import { likelyZone, zoneOfRule } from './time-zone-meant.ts'

/** Where the machine keeps its zone, and the files of all zones. */
export interface ZoneFiles {
  readonly localtime: string
  readonly zoneinfo: string
}

const systemFiles: ZoneFiles = { localtime: '/etc/localtime', zoneinfo: '/usr/share/zoneinfo' }

export interface TimeZoneSources {
  /** `EPIC_EVENTS_TZ`; undefined when unset. */
  readonly setting: () => string | undefined
  /** `TZ`. An empty one is set, and means UTC. */
  readonly tz: string | undefined
  readonly platform: NodeJS.Platform
  readonly files?: ZoneFiles
}

/** The time zone of a process. Both methods throw Unavailable when it is not understood. */
export interface TimeZoneSetting {
  /** Asks ICU, whose first use costs 4 ms, only for a name that the files of the machine do not have. */
  check(): void
  /** The IANA name as ICU writes it, or an offset like `+05:30`. */
  name(): string
}

/** A zone, and what has set it. `sure`: ICU need not be asked before the first date, because the machine has a file of that name. */
interface Found {
  readonly zone: string
  readonly by: string
  readonly sure: boolean
}

/** Makes the setting. Nothing is read before it is asked for. */
export function timeZoneSetting({ setting, tz, platform, files = systemFiles }: TimeZoneSources): TimeZoneSetting {
  let found: Found | undefined
  let name: string | undefined
  const find = (): Found => {
    const set = setting()
    if (set !== undefined) return understood('EPIC_EVENTS_TZ', set, files)
    if (tz !== undefined) return understood('TZ', tz, files)
    // Windows has no such file. Its setting is known to ICU alone.
    if (platform === 'win32')
      return { zone: new Intl.DateTimeFormat('en').resolvedOptions().timeZone, by: '', sure: true }
    return ofFile(files.localtime, files.localtime, files)
  }
  const verified = (): string => {
    found ??= find()
    name ??= fixed.test(found.zone) ? found.zone : known(found)
    return name
  }
  return {
    check() {
      found ??= find()
      if (!found.sure) verified()
    },
    name: verified,
  }
}

/** What needs no table. */
const fixed = /^(?:UTC|[+-]\d\d:\d\d)$/

/** An offset as ISO 8601 writes it, with the hour alone too. */
const isoOffset = /^([+\-\u2212])(\d{1,2})(?::?(\d{2}))?$/
/** `Europe/Paris`, `Etc/GMT+3`, `EST5EDT`. */
const named = /^[a-z][\w+-]*(?:\/[\w+-]+)*$/i
/** POSIX: a word, the time to add to local time for UTC, and where clocks change the rest. */
const posix = /^(?:[a-z]{3,}|(<[a-z\d+-]{3,}>))([+-]?)(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?(.*)$/i

/** What a variable says. @throws Unavailable it is not understood */
function understood(by: 'EPIC_EVENTS_TZ' | 'TZ', written: string, files: ZoneFiles): Found {
  // The C library allows a colon before a name and before a path; both are read alike without it.
  const text = written.trim().replace(/^:/, '')
  if (by === 'TZ' && (written === '' || written === ':')) return { zone: 'UTC', by, sure: true }
  if (text.startsWith('/')) return ofFile(text, by, files)
  if (text === 'localtime') return ofFile(files.localtime, by, files)
  if (/^z$/i.test(text) || isUtc(text)) return { zone: 'UTC', by, sure: true }
  const iso = isoOffset.exec(text)
  if (iso) return { zone: offset(iso[1] === '+', { by, written }, iso[2], iso[3]), by, sure: true }
  const zone = text.replace(/^posix\//, '')
  const rule = posix.exec(zone)
  if (named.test(zone) && (hasFile(zone, files) || !rule)) return { zone, by, sure: hasFile(zone, files) }
  if (named.test(zone) && isKnown(zone)) return { zone, by, sure: true }
  if (!rule) throw unknown({ by, written })
  return { zone: ofRule(rule, { by, written }), by, sure: true }
}

/**
 * A zone that POSIX writes without a name of a place. A fixed offset is read as the C library reads it. A rule for clock changes is not: it
 * holds for all years alike, and no zone does.
 */
function ofRule([, quoted, sign, hours, minutes, seconds = '00', rest]: string[], o: Given): string {
  const { by, written } = o
  if (rest) {
    const meant = zoneOfRule(written)
    throw refused((t) => t.config.timeZoneRule({ variable: by, zone: excerpt(written), meant }))
  }
  const west = sign !== '-'
  if (seconds !== '00') throw unknown(o)
  const read = offset(!west, o, hours, minutes)
  if (by === 'TZ' || quoted || read === '+00:00') return read
  // In a variable of ours `UTC+2` may mean what people mean by it, or what POSIX does.
  const [ahead, behind] = [offset(true, o, hours, minutes), offset(false, o, hours, minutes)]
  throw refused((t) => t.config.timeZoneTwoWays({ variable: by, zone: excerpt(written), ahead, behind }))
}

interface Given {
  readonly by: string
  readonly written: string
}

function offset(ahead: boolean, o: Given, hours = '', minutes = '00'): string {
  if (Number(hours) > 23 || Number(minutes) > 59) throw unknown(o)
  const zero = Number(hours) + Number(minutes) === 0
  return `${ahead || zero ? '+' : '-'}${hours.padStart(2, '0')}:${minutes}`
}

/** The zone of a file. @throws Unavailable nothing says which one it is */
function ofFile(path: string, by: string, files: ZoneFiles): Found {
  const zone = fileZone(path, files)
  // Without the file the C library takes UTC; so does it for a wrong path, which is a mistake.
  if (zone.kind === 'absent' && path === files.localtime) return { zone: 'UTC', by, sure: true }
  if (zone.kind === 'absent') throw unknown({ by, written: path })
  if (zone.kind === 'named') {
    // A machine may keep its zones elsewhere. What its own link names is believed until the first date.
    const own = by === path && !zone.name.startsWith('right/')
    return { zone: zone.name, by, sure: own || zone.name === 'UTC' || hasFile(zone.name, files) }
  }
  const rule = posix.exec(zone.rule)
  if (rule && !rule[6]) return { zone: ofRule(rule, { by: 'TZ', written: zone.rule }), by, sure: true }
  throw refused((t) => t.config.timeZoneFile({ path, meant: zoneOfRule(zone.rule) }))
}

/** Whether the machine has a file for the zone. A name without a slash may be that of another file (`leapseconds`). */
function hasFile(zone: string, { zoneinfo }: ZoneFiles): boolean {
  if (!zone.includes('/') || /^(?:right|SystemV)\//.test(zone)) return false
  try {
    return statSync(`${zoneinfo}/${zone}`, { throwIfNoEntry: false })?.isFile() ?? false
  } catch {
    return false
  }
}

/** The zone's name as ICU writes it. @throws Unavailable ICU does not know it */
function known({ zone, by }: Found): string {
  const id = idOf(zone)
  if (id === undefined) throw unknown({ by, written: zone })
  return id
}

const isKnown = (zone: string): boolean => idOf(zone) !== undefined

function idOf(zone: string): string | undefined {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId
  } catch {
    return undefined
  }
}

function unknown({ by, written }: Given): Unavailable {
  return refused((t) => t.config.timeZone({ variable: by, zone: excerpt(written), meant: likelyZone(written) }))
}

const refused = (message: Message) => new Unavailable(message)
