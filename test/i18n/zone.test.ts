/**
 * What was typed is what is shown and what is written back, in every zone: ICU alone converts, in both directions.
 *
 * Two tables did before, and they differ: PostgreSQL 15's knows nothing of the clock changes that Vancouver gave up and that Morocco makes
 * around Ramadan (home-assistant/core#182784, nodejs/node#62323, cloudflare/workerd#7256, tzinfo/tzinfo#98, regebro/tzlocal#79).
 */
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import { date } from '../../src/field/date.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { zoneNamed } from '../../src/i18n/zone.ts'
import { read } from '../field/read.ts'

setDefaultTimeout(120_000)

/** Names that are no longer in lists, names in any case, and offsets. */
const others = [
  'Asia/Calcutta',
  'Europe/Kiev',
  'US/Pacific',
  'EST5EDT',
  'europe/paris',
  'Etc/GMT+3',
  '+05:30',
  '-09:45',
]
const zones = [...Intl.supportedValuesOf('timeZone'), ...others]

const seconds = (text: string) => Date.parse(text) / 1000
const temporalOffset = (zone: string, at: number) =>
  Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9

/** The seconds at which clocks change from 1900 to 2100. */
function changes(zone: string): number[] {
  const found: number[] = []
  let at = Temporal.Instant.from('1900-01-01T00:00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next')
  for (; at && at.year <= 2100; at = at.getTimeZoneTransition('next')) found.push(at.epochMilliseconds / 1000)
  return found
}

/** Whether some instant is shown as this time. */
function exists(zone: string, shown: string): boolean {
  const [day = '', month = '', year = '', time = ''] = shown.split(/[/ ]/)
  const local = seconds(`${year}-${month}-${day}T${time}:00Z`)
  const around = [-172_800, -86_400, 0, 86_400, 172_800].map((away) => temporalOffset(zone, local + away))
  // A local mean time may have seconds, so any second of the minute counts.
  return around.some((offset) => temporalOffset(zone, local - offset) === offset)
}

function readAndShow(zone: string) {
  const t = catalog('en', zone)
  const schema = date(t, { edge: 'start' })
  return (typed: string) => {
    const stored = read(schema, typed)
    return {
      stored,
      shown: t.format.date(stored),
      json: t.format.rfc3339(stored),
      back: (text: string) => read(schema, text),
    }
  }
}

test.each([0, 1, 2, 3])('around every clock change from 1900 to 2100, in every zone (part %i of 4)', (part) => {
  const wrong: string[] = []
  for (const zone of zones.filter((_, at) => at % 4 === part)) {
    const t = catalog('en', zone)
    const through = readAndShow(zone)
    for (const change of changes(zone)) {
      for (const away of [-1800, 0, 1800]) {
        // What clocks would show without the change, and what they show with it.
        for (const offset of new Set([temporalOffset(zone, change - 1), temporalOffset(zone, change)])) {
          const typed = catalog('en', 'UTC').format.date(new Date((change + away + offset) * 1000).toISOString())
          const { stored, shown, json, back } = through(typed)
          if (shown !== typed && exists(zone, typed)) wrong.push(`${zone}: ${typed} is shown as ${shown}`)
          if (t.format.date(back(shown)) !== shown) wrong.push(`${zone}: ${shown} is written back as another time`)
          if (back(json) !== stored) wrong.push(`${zone}: ${json} is another instant than ${stored}`)
        }
      }
    }
  }
  expect(wrong.slice(0, 10)).toEqual([])
})

test('at any time, in every zone', () => {
  const minute = fc.integer({ min: seconds('1900-01-01') / 60, max: seconds('2100-12-31') / 60 })
  fc.assert(
    fc.property(fc.constantFrom(...zones), minute, (zone, at) => {
      const typed = catalog('en', 'UTC').format.date(new Date(at * 60_000).toISOString())
      const { shown, stored, json, back } = readAndShow(zone)(typed)
      expect(exists(zone, typed) ? shown : typed).toBe(typed)
      expect(catalog('en', zone).format.date(back(shown))).toBe(shown)
      expect(back(json)).toBe(stored)
    }),
    { numRuns: 3_000 },
  )
})

test('offsets are those of Temporal, although most of them are remembered', () => {
  const at = fc.integer({ min: seconds('1880-01-01'), max: seconds('2110-01-01') })
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.array(at, { minLength: 5 }), (name, instants) => {
      const zone = zoneNamed(name)
      for (const second of instants) expect(zone.offsetAt(second)).toBe(temporalOffset(name, second))
    }),
  )
  for (const name of [
    'America/Vancouver',
    'Africa/Casablanca',
    'Africa/Monrovia',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ]) {
    const zone = zoneNamed(name)
    for (const change of changes(name)) {
      for (const away of [-1, 0, 1, 43_200]) {
        expect(zone.offsetAt(change + away)).toBe(temporalOffset(name, change + away))
      }
    }
  }
})

describe('reported elsewhere', () => {
  test.each([
    // Morocco's clocks around Ramadan 2026 and 2027: home-assistant/core#182784, nodejs/node#62323
    ['Africa/Casablanca', '15/02/2026 14:00'],
    ['Africa/Casablanca', '01/03/2026 14:00'],
    ['Africa/Casablanca', '12/06/2027 14:00'],
    ['Africa/El_Aaiun', '12/06/2027 14:00'],
    // British Columbia stays on summer time from 2026 on: unicode-org/icu#3954
    ['America/Vancouver', '15/12/2026 14:00'],
    ['America/Vancouver', '12/06/2027 14:00'],
    // twentyhq/twenty#19143, nextcloud/server#41606, docker-library/postgres#1361
    ['Asia/Calcutta', '12/06/2027 14:00'],
    ['Europe/Kiev', '12/06/2027 14:00'],
    // sequelize/sequelize#18413
    ['+05:30', '12/06/2027 14:00'],
    ['-03:00', '12/06/2027 14:00'],
    // A day that Samoa left out: 30 December 2011.
    ['Pacific/Apia', '29/12/2011 23:59'],
    ['Pacific/Apia', '31/12/2011 00:00'],
    // Half an hour of summer time.
    ['Australia/Lord_Howe', '04/10/2026 02:30'],
  ])('%s: %s', (zone, typed) => {
    const { shown, json, stored, back } = readAndShow(zone)(typed)
    expect([shown, back(shown), back(json)]).toEqual([typed, stored, stored])
  })

  test('the sign of an offset is that of ISO 8601, and Etc/GMT+3 is west of Greenwich', () => {
    const offsetOf = (zone: string) => catalog('en', zone).format.rfc3339('2026-06-12T12:00:00Z').slice(-6)
    expect(['+05:30', '-03:00', 'Etc/GMT+3', 'Etc/GMT-14'].map(offsetOf)).toEqual([
      '+05:30',
      '-03:00',
      '-03:00',
      '+14:00',
    ])
  })
})

test('UTC and offsets leave ICU asleep: the first use of a zone is what costs', async () => {
  const used = async (zone: string) => {
    const child = Bun.spawn(
      [
        process.execPath,
        '-e',
        `const { zoneNamed } = await import('./src/i18n/zone.ts')
         const real = Temporal.Instant.prototype.toZonedDateTimeISO
         const asked = []
         Temporal.Instant.prototype.toZonedDateTimeISO = function (id) { asked.push(id); return real.call(this, id) }
         zoneNamed(${JSON.stringify(zone)}).offsetAt(1.8e9)
         console.log(JSON.stringify([...new Set(asked)]))`,
      ],
      { cwd: `${import.meta.dir}/../..`, stdout: 'pipe', stderr: 'inherit' },
    )
    return JSON.parse(await child.stdout.text())
  }
  expect(await Promise.all(['UTC', 'Etc/UTC', 'GMT', '+05:30', 'Europe/Paris'].map(used))).toEqual([
    [],
    [],
    [],
    [],
    ['Europe/Paris'],
  ])
})
