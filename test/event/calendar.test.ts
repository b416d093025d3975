import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Event } from '../../src/event/event.ts'
import { presentMonth, weeksOf } from '../../src/event/weeks.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { makeContract } from '../contract/deal.ts'
import { type Agency, openAgency, type Person, today } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let bill: Person
let kate: Person

/** Title, start, end: over midnight, up to midnight, whole days, over the end of the month, and on the day on which clocks go back. */
const events = [
  ['Ball', '12/06/2026 20:00', '13/06/2026 02:00'],
  ['Fair', '12/06/2026', '14/06/2026'],
  ['Lunch', '12/06/2026 12:00', '12/06/2026 14:00'],
  ['Late', '14/06/2026 18:00', '15/06/2026 00:00'],
  ['Camp', '28/06/2026 08:00', '03/07/2026 18:00'],
  ['Night', '24/10/2026 23:00', '25/10/2026 02:30'],
] as const

beforeAll(async () => {
  agency = await openAgency('server')
  bill = await agency.person('commercial')
  kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  const { id } = await makeContract(agency, bill, '--is-signed')
  for (const [title, start, end] of events) {
    const options = ['-c', String(id), '-t', title, '-a', 'Here', '-s', start, '-e', end]
    await agency.json(['event', 'create', ...options], { as: bill })
  }
  const boss = await agency.person('management')
  await agency.json(['event', 'assign_support', 'lunch', 'kate'], { as: boss })
})
afterAll(() => agency.close())

const calendar = (
  argv: readonly string[] = [],
  o: { lang?: 'fr'; terminal?: number; env?: Record<string, string> } = {},
) => agency.run(['event', 'calendar', ...argv], { as: kate, ...o })
const titles = async (...argv: string[]) =>
  (JSON.parse((await calendar([...argv, '--json'])).stdout) as Event[]).map(({ title }) => title)

describe('event calendar', () => {
  test('without a period → the present month, with today marked', async () => {
    const t = catalog('fr', 'Europe/Paris', () => today)
    expect(presentMonth(t)).toEqual({ start: '2026-05-31T22:00:00Z', end: '2026-06-30T22:00:00Z' })
    const { months } = weeksOf(presentMonth(t), [], t)
    expect(months).toHaveLength(1)
    const days = months[0]?.weeks.flat() ?? []
    expect(days.filter((day) => day?.isToday)).toEqual([{ number: 12, load: 0, isToday: true }])
    const { stdout } = await calendar()
    const month = catalog('en', 'Europe/Paris', Date.now).format
    expect(stdout).toStartWith(month.month(month.now().month, month.now().year))
    expect(stdout).toMatch(/^.*\*[ \d]\d( |$)/m)
  })

  test('weeks from Monday, the days with their load, the events below in the order of their start', async () => {
    const { code, stdout, stderr } = await calendar(['2026-06'])
    expect({ code, stderr }).toEqual({ code: Exit.ok, stderr: '' })
    const [weeks = '', list = ''] = stdout.split('\n\n')
    expect(weeks).toBe(`June 2026
 Mon     Tue     Wed     Thu     Fri     Sat     Sun
  1       2       3       4       5       6       7
  8       9      10      11      12 (3)  13 (2)  14 (2)
 15      16      17      18      19      20      21
 22      23      24      25      26      27      28 (1)
 29 (1)  30 (1)
 (n) events that day · * today`)
    expect(list.match(/Ball|Fair|Lunch|Late|Camp|Night/g)).toEqual(['Fair', 'Lunch', 'Ball', 'Late', 'Camp'])
  })

  test('the load of a day is what the list counts for it, also where clocks change', async () => {
    for (const [month, days] of [
      ['2026-06', [11, 12, 13, 14, 15, 28]],
      ['2026-10', [23, 24, 25, 26]],
    ] as const) {
      const [weeks = ''] = (await calendar([month])).stdout.split('\n\n')
      for (const day of days) {
        const [, load = '0'] = new RegExp(` ${day} \\((\\d+)\\)`).exec(weeks) ?? []
        const { stdout } = await agency.run(['event', 'list', '--on', `${month}-${day}`, '--count'], { as: kate })
        expect({ day, load }).toEqual({ day, load: stdout.trim() })
      }
    }
  })

  test('a few weeks are one grid; more are one for each month; no day outside of the period is shown', async () => {
    const few = (await calendar(['2026-w25'], { lang: 'fr' })).stdout
    expect(few).toStartWith('juin 2026\n lun.')
    expect(few).toContain('\n 15      16      17      18      19      20      21\n'.replaceAll('      ', '    '))
    const quarter = (await calendar(['2026-q3'])).stdout
    expect(quarter.match(/^(July|August|September) 2026$/gm)).toHaveLength(3)
    expect(quarter).toMatch(/^ +1 \(1\) +2 \(1\) +3 \(1\) +4 +5$/m)
    expect(quarter.match(/events that day/g)).toHaveLength(1)
  })

  test('a program → the rows of the list, in the order of their start; the filters of the list narrow both', async () => {
    const argv = ['event', 'list', '--on', '2026-06', '--sort', 'start', '--limit', '0']
    const { stdout } = await calendar(['2026-06', '--json'])
    expect(stdout).toBe((await agency.run([...argv, '--json'], { as: kate })).stdout)
    expect((await calendar(['2026-06', '--format', 'csv'])).stdout).toBe(
      (await agency.run([...argv, '--format', 'csv'], { as: kate })).stdout,
    )
    expect(await titles('2026-06', '--only-mine')).toEqual(['Lunch'])
    expect(await titles('2026-06', '--support', 'kate', '--search', 'lun')).toEqual(['Lunch'])
    const mine = await calendar(['2026-06', '--only-mine'])
    expect(mine.stdout).toContain(' 12 (1)  13')
    expect(await titles('2030-01')).toEqual([])
    expect(await calendar(['2030-01'])).toMatchObject({
      code: Exit.ok,
      stdout: expect.stringContaining('January 2030'),
      stderr: expect.stringContaining('No events'),
    })
  })

  test('framed on a terminal, in ASCII without UTF-8; only the list for a screen reader and in a narrow window', async () => {
    const wide = (await calendar(['2026-06'], { terminal: 80 })).stdout
    expect(wide).toStartWith('╭─ June 2026 ─')
    expect((await calendar(['2026-06'], { terminal: 80, env: { LC_ALL: 'C' } })).stdout).toStartWith('+- June 2026 -')
    for (const { stdout } of [
      await calendar(['2026-06'], { terminal: 40 }),
      await calendar(['2026-06', '--accessible'], { terminal: 80, lang: 'fr' }),
    ]) {
      expect(stdout).not.toMatch(/Mon |lun\. /)
      expect(stdout).toMatch(/^(Title|Titre\u00a0): Ball$/m)
    }
  })

  test('what is no period → 2; no permission → 5', async () => {
    expect(await calendar(['someday'])).toMatchObject({ code: Exit.usage, stderr: expect.stringContaining('someday') })
    expect((await calendar(['2026-06', '2026-07'])).code).toBe(Exit.usage)
    const boss = await agency.person('management')
    await agency.json(['role', 'create', '-n', 'visitor'], { as: boss })
    const visitor = await agency.person('visitor')
    expect((await agency.run(['event', 'calendar'], { as: visitor })).code).toBe(Exit.forbidden)
  })
})
