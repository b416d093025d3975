/** The time zone of the settings and of the machine: understood as the C library does where it can be, otherwise refused with its name. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Unavailable } from '../src/errors.ts'
import { catalog } from '../src/i18n/catalog.ts'
import { timeZoneSetting, type ZoneFiles } from '../src/time-zone.ts'

const words = { en: catalog('en', 'UTC'), fr: catalog('fr', 'UTC') }
const system = '/usr/share/zoneinfo'
let files: ZoneFiles

const made = (o: { setting?: string; tz?: string; files?: Partial<ZoneFiles> }) =>
  timeZoneSetting({
    setting: () => o.setting,
    tz: o.tz,
    platform: 'linux',
    files: { ...files, ...o.files },
  })

/** The zone; or the sentence that refuses it, which the cheap check gives too. */
function zone(o: Parameters<typeof made>[0], lang: 'en' | 'fr' = 'en'): string {
  const sentence = (ask: () => unknown) => {
    try {
      ask()
      return undefined
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      return error.userMessage(words[lang])
    }
  }
  const setting = made(o)
  const refused = sentence(() => made(o).name())
  expect(sentence(() => setting.check())).toBe(refused)
  return refused ?? setting.name()
}

/** A TZif file as zic writes one, cut to what is read: its first bytes and its last line. */
const tzif = (rule: string) => `TZif2${'\0'.repeat(39)}\n${rule}\n`

beforeAll(() => {
  const root = mkdtempSync(join(tmpdir(), 'zone-'))
  files = { localtime: join(root, 'localtime'), zoneinfo: join(root, 'zoneinfo') }
  const file = (name: string, rule: string) => {
    mkdirSync(dirname(join(files.zoneinfo, name)), { recursive: true })
    writeFileSync(join(files.zoneinfo, name), tzif(rule))
  }
  file('Asia/Shanghai', 'CST-8')
  file('Europe/Paris', 'CET-1CEST,M3.5.0,M10.5.0/3')
  file('Etc/UTC', 'UTC0')
  symlinkSync(join(files.zoneinfo, 'Europe/Paris'), join(root, 'to-paris'))
  symlinkSync('to-paris', join(root, 'to-a-link'))
  symlinkSync(join(root, 'circle'), join(root, 'circle'))
  writeFileSync(join(root, 'copy'), tzif('CST-8'))
  writeFileSync(join(root, 'fixed'), tzif('<+0545>-5:45'))
  writeFileSync(join(root, 'nameless'), tzif('EST5EDT,M3.2.0,M11.1.0'))
  writeFileSync(join(root, 'text'), 'Europe/Paris\n')
})
afterAll(() => rmSync(dirname(files.localtime), { recursive: true }))
const at = (name: string) => join(dirname(files.localtime), name)

describe('EPIC_EVENTS_TZ', () => {
  test.each([
    ['Europe/Paris', 'Europe/Paris'],
    ['europe/paris', 'Europe/Paris'],
    ['EUROPE/PARIS ', 'Europe/Paris'],
    [':Europe/Paris', 'Europe/Paris'],
    // Old names: docker-library/postgres#1361, twentyhq/twenty#19143, nextcloud/server#41606, Vault-Web/vault-web#243
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['asia/calcutta', 'Asia/Calcutta'],
    ['Europe/Kiev', 'Europe/Kiev'],
    ['US/Pacific', 'US/Pacific'],
    ['Japan', 'Japan'],
    ['EST5EDT', 'EST5EDT'],
    ['CET', 'CET'],
    // The sign as ISO 8601 has it: sequelize/sequelize#18413
    ['+05:30', '+05:30'],
    ['+0530', '+05:30'],
    ['+5:30', '+05:30'],
    ['-03', '-03:00'],
    ['\u22123', '-03:00'],
    ['-00:00', '+00:00'],
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['Z', 'UTC'],
    ['GMT', 'UTC'],
    ['UTC+0', '+00:00'],
    // A name of the database of zones, in which the sign is the other way round: opnsense/core#3800, moment/moment-timezone#277
    ['Etc/GMT+3', 'Etc/GMT+3'],
    ['etc/gmt-14', 'Etc/GMT-14'],
    // POSIX, and it cannot mean anything else.
    ['<+03>-3', '+03:00'],
  ])('%j is %s', (setting, expected) => {
    expect(zone({ setting, tz: 'Asia/Tokyo' })).toBe(expected)
  })

  test.each([
    [
      'UTC+2',
      'EPIC_EVENTS_TZ: "UTC+2" can be read in two ways. Write +02:00 if your clocks are ahead of UTC, -02:00 if they are behind.',
    ],
    ['GMT-3', 'EPIC_EVENTS_TZ: "GMT-3" can be read in two ways. Write +03:00 if'],
    ['UTC+05:30', 'Write +05:30 if your clocks are ahead of UTC, -05:30 if they are behind.'],
    ['CET-1', 'can be read in two ways. Write +01:00'],
    ['Europe/Pariss', 'EPIC_EVENTS_TZ: unknown time zone "Europe/Pariss". Did you mean Europe/Paris?'],
    ['Paris', 'unknown time zone "Paris". Did you mean Europe/Paris?'],
    ['France/Paris', 'Did you mean Europe/Paris?'],
    ['new york', 'Did you mean America/New_York?'],
    ['Asia/Kolkatta', 'Did you mean Asia/'],
    ['Europe', 'unknown time zone "Europe". Use a name such as Europe/Paris, or an offset such as +02:00.'],
    ['Mars', 'EPIC_EVENTS_TZ: unknown time zone "Mars". Use a name such as Europe/Paris'],
    ['CEST', 'unknown time zone "CEST". Use a name'],
    ['PST', 'unknown time zone "PST". Use a name'],
    ['+24:00', 'unknown time zone "+24:00"'],
    ['+05:60', 'unknown time zone "+05:60"'],
    ['Romance Standard Time', 'unknown time zone "Romance Standard Time"'],
    ['  ', 'unknown time zone'],
    ['\x1b[31m', 'unknown time zone "\\x1b[31m"'],
    [
      'CET-1CEST,M3.5.0,M10.5.0/3',
      'is a rule for clock changes and not the name of a time zone. Use a name such as Europe/Paris.',
    ],
  ])('%j is refused: %s', (setting, sentence) => {
    expect(zone({ setting, tz: 'Asia/Tokyo' })).toContain(sentence)
  })

  test('is refused in French too', () => {
    expect(zone({ setting: 'Europe/Pariss' }, 'fr')).toBe(
      "EPIC_EVENTS_TZ\u00a0: le fuseau horaire «\u00a0Europe/Pariss\u00a0» n'existe pas. Vouliez-vous dire Europe/Paris\u00a0?",
    )
    expect(zone({ setting: 'UTC+2' }, 'fr')).toContain('+02:00')
  })
})

describe('TZ, as the C library reads it', () => {
  test.each([
    ['Europe/Paris', 'Europe/Paris'],
    // ogham/exa#817, bitwalker/timex#359, golang/go#27570, JuliaTime/TimeZones.jl#210
    [':Europe/Paris', 'Europe/Paris'],
    [':America/New_York', 'America/New_York'],
    [`:${system}/Pacific/Fiji`, 'Pacific/Fiji'],
    [`${system}/Europe/Paris`, 'Europe/Paris'],
    [`${system}/posix/Europe/Paris`, 'Europe/Paris'],
    ['posix/Europe/Paris', 'Europe/Paris'],
    // BurntSushi/jiff#319, chronotope/chrono#1691
    ['', 'UTC'],
    [':', 'UTC'],
    [':UTC', 'UTC'],
    ['UTC0', '+00:00'],
    ['GMT0', 'GMT0'],
    // POSIX counts to the west: regebro/tzlocal#132, nilseuropa/solar_os#23
    ['CET-1', '+01:00'],
    ['UTC+2', '-02:00'],
    ['GMT-3', '+03:00'],
    ['EST5', '-05:00'],
    ['<+02>-2', '+02:00'],
    ['<+0545>-5:45', '+05:45'],
    ['NZST-12:00:00', '+12:00'],
    ['EST5EDT', 'EST5EDT'],
    ['+05:30', '+05:30'],
  ])('%j is %s', (tz, expected) => {
    expect(zone({ tz })).toBe(expected)
  })

  test.each([
    // judge2005/EleksTubeIPS#20, regebro/tzlocal#132
    [
      'CET-1CEST,M3.5.0,M10.5.0/3',
      'TZ: "CET-1CEST,M3.5.0,M10.5.0/3" is a rule for clock changes and not the name of a time zone. Use a name such as Europe/Paris.',
    ],
    ['CET-1CEST', 'Use a name such as Europe/Paris.'],
    ['EST5EDT,M3.2.0,M11.1.0', 'Use a name such as America/New_York.'],
    ['GMT0BST,M3.5.0/1,M10.5.0', 'Use a name such as Europe/London.'],
    ['AEST-10AEDT,M10.1.0,M4.1.0/3', 'Use a name such as Antarctica/Macquarie.'],
    ['<-03>3<-02>,M3.5.0/-2,M10.5.0/-1', 'is a rule for clock changes'],
    ['Europe/Pariss', 'TZ: unknown time zone "Europe/Pariss". Did you mean Europe/Paris?'],
    ['nonsense', 'TZ: unknown time zone "nonsense". Use a name'],
    ['CEST', 'TZ: unknown time zone "CEST"'],
    [' ', 'TZ: unknown time zone'],
    ['right/Europe/Paris', 'Did you mean Europe/Paris?'],
    [`${system}/Europe/Pariss`, 'Did you mean Europe/Paris?'],
    ['/nowhere/at/all', 'TZ: unknown time zone "/nowhere/at/all"'],
    ['LMT-0:09:21', 'TZ: unknown time zone "LMT-0:09:21"'],
    ['UTC+25', 'TZ: unknown time zone "UTC+25"'],
  ])('%j is refused: %s', (tz, sentence) => {
    expect(zone({ tz })).toContain(sentence)
  })

  test('a path leads to a zone by its links and by what it holds', () => {
    expect(zone({ tz: `:${at('to-paris')}` })).toBe('Europe/Paris')
    expect(zone({ tz: at('to-a-link') })).toBe('Europe/Paris')
    expect(zone({ tz: at('copy') })).toBe('Asia/Shanghai')
    expect(zone({ tz: at('fixed') })).toBe('+05:45')
    expect(zone({ tz: at('circle') })).toStartWith('TZ: unknown time zone')
    const cannot = 'Set EPIC_EVENTS_TZ to a name such as'
    expect(zone({ tz: at('nameless') })).toBe(
      `Cannot tell which time zone ${at('nameless')} is. ${cannot} America/New_York.`,
    )
    expect(zone({ tz: at('text') })).toEndWith(`${cannot} Europe/Paris.`)
    expect(zone({ tz: '/dev/zero' })).toStartWith('TZ: unknown time zone')
  })

  test(':/etc/localtime, and localtime alone, are the zone of the machine', () => {
    const mine = { files: { localtime: at('to-paris') } }
    expect(zone({ tz: `:${at('to-paris')}`, ...mine })).toBe('Europe/Paris')
    expect(zone({ tz: 'localtime', ...mine })).toBe('Europe/Paris')
    expect(zone({ tz: at('none'), files: { localtime: at('none') } })).toBe('UTC')
  })
})

describe('the machine', () => {
  const machine = (name: string, o: Partial<ZoneFiles> = {}) => zone({ files: { localtime: at(name), ...o } })

  test('a link names the zone, also where the files of zones are not installed', () => {
    expect(machine('to-paris')).toBe('Europe/Paris')
    expect(machine('to-paris', { zoneinfo: at('none') })).toBe('Europe/Paris')
    symlinkSync('/etc/zoneinfo/Asia/Kathmandu', at('nixos'))
    expect(machine('nixos')).toBe('Asia/Kathmandu')
    symlinkSync('/var/db/timezone/zoneinfo/America/Los_Angeles', at('macos'))
    expect(machine('macos')).toBe('America/Los_Angeles')
  })

  // What a container sees of /etc/localtime: ntop/ntopng#7172, HowardHinnant/date#269, regebro/tzlocal#123
  test('a copy is compared with the files that have names', () => {
    expect(machine('copy')).toBe('Asia/Shanghai')
    expect(machine('copy', { zoneinfo: at('none') })).toBe('+08:00')
    expect(machine('nameless')).toContain('Set EPIC_EVENTS_TZ to a name such as America/New_York.')
  })

  test('a mount that lies over the image’s UTC is seen', () => {
    // moby/moby#16481, regebro/tzlocal#163: the link says UTC, and what it leads to is the zone of the host.
    const zoneinfo = at('mounted/zoneinfo')
    mkdirSync(join(zoneinfo, 'Etc'), { recursive: true })
    cpSync(at('zoneinfo/Asia'), join(zoneinfo, 'Asia'), { recursive: true })
    writeFileSync(join(zoneinfo, 'Etc/UTC'), tzif('CST-8'))
    symlinkSync(join(zoneinfo, 'Etc/UTC'), at('mounted/localtime'))
    expect(machine('mounted/localtime', { zoneinfo })).toBe('Asia/Shanghai')
    writeFileSync(join(zoneinfo, 'Etc/UTC'), tzif('UTC0'))
    expect(machine('mounted/localtime', { zoneinfo })).toBe('UTC')
  })

  test('without the file it is UTC, as for the C library', () => {
    expect(machine('none')).toBe('UTC')
  })

  test.skipIf(!existsSync(system))('of this machine the zone is found', () => {
    expect(timeZoneSetting({ setting: () => undefined, tz: undefined, platform: process.platform }).name()).toBeTruthy()
  })

  test('Windows has no such file: ICU knows its setting', () => {
    const windows = timeZoneSetting({ setting: () => undefined, tz: undefined, platform: 'win32' })
    expect(windows.name()).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  })
})

test('a name that the machine has a file for is believed until the first date; another one is looked up at once', () => {
  mkdirSync(join(files.zoneinfo, 'Mars'))
  writeFileSync(join(files.zoneinfo, 'Mars/Olympus'), tzif('<MTC>0'))
  const believed = made({ setting: 'Mars/Olympus' })
  expect(() => believed.check()).not.toThrow()
  expect(() => believed.name()).toThrow(Unavailable)
  expect(() => made({ setting: 'Mars/Phobos' }).check()).toThrow(Unavailable)
})
