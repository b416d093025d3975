/** Every list and card of the sample agency as a person sees it: at 80 columns to the letter, at other widths by what must hold. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { crooked, openSample, type Sample, still } from './sample.ts'

setDefaultTimeout(60_000)

let sample: Sample
beforeAll(async () => {
  sample = await openSample()
  // Where two of them are logged in, and a wrong password.
  await sample.agency.owner(
    (sql) => sql`
      update epic_events.session set ends_at = '2099-01-01 12:00+01',
        device = case user_id when 1 then 'PC-Manon' when 5 then ${'portable-de-bill.'.repeat(3)} end`,
  )
  await sample.run(['login', '-u', 'bill.boquet', '--password-stdin'], { stdin: 'Wrong-2026' })
  // Names that are hard to draw: wide characters, families of emoji, several combining marks on a letter, text from right to left.
  await sample.agency.owner(
    (sql) => sql`insert into epic_events.client (full_name, email, commercial_id, first_contact_date)
      select given.*, '2026-06-05 12:00+02' from (values
      (${'漢字'.repeat(64)}, 'wide@x.example', 5), (${'👨‍👩‍👧'.repeat(16)}, 'family@x.example', 5),
      (${'Z̗̀͂a̶̛l̷̈́g̸o̵ '.repeat(3).trim()}, 'marks@x.example', 5), (${`שלום עולם ${'مرحبا'.repeat(4)}`}, 'rtl@x.example', 5)) given`,
  )
})
afterAll(() => sample.agency.close())

const screens = [
  ...['today', 'user list', 'user list --inactive', 'role list', 'role view management', 'role permissions'],
  ...[
    'company list',
    'client list',
    'contract list',
    'contract list --unsigned',
    'event list',
    'event list --unassigned',
  ],
  ...[
    'user view 5',
    'company view 8',
    'client view 8',
    'client view 26',
    'contract view 1',
    'event view 3',
    'event view 16',
  ],
  ...['client view 8 --history', 'audit list --limit 5'],
  ...['session list', 'session list --everyone', 'audit failed-logins'],
] as const

describe.each(['en', 'fr'] as const)('%s', (lang) => {
  test.each(screens)('%s', async (typed) => {
    const { manager: as } = sample
    const { code, stdout, stderr } = await sample.run(typed.split(' '), { as, lang, terminal: 80 })
    expect(code).toBe(Exit.ok)
    expect(still(stdout)).toMatchSnapshot()
    expect(still(stderr)).toMatchSnapshot()
  })

  test('today, as a commercial and as a support', async () => {
    for (const as of [sample.commercial, sample.support]) {
      expect(still((await sample.run(['today'], { as, lang, terminal: 80 })).stdout)).toMatchSnapshot()
    }
  })
})

test.each([200, 120, 100, 79, 60, 59, 40, 20])(
  'at %i columns no line is longer, and every frame is closed',
  async (columns) => {
    for (const lang of ['en', 'fr'] as const) {
      for (const typed of [...screens, 'whoami', 'client list --after 30']) {
        const { stdout, stderr } = await sample.run(typed.split(' '), { as: sample.manager, lang, terminal: columns })
        const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => !line.includes('epic-events '))
        expect(
          lines.filter((line) => Bun.stringWidth(line) > columns),
          typed,
        ).toEqual([])
        if (stdout.includes('╭')) expect(crooked(stdout), typed).toEqual([])
      }
    }
  },
)

test('the text of a screen survives any width: an id is never cut', async () => {
  for (const columns of [120, 80, 60, 40]) {
    const { stdout } = await sample.run(['client', 'list'], { as: sample.manager, terminal: columns })
    for (const id of [1, 8, 30]) expect(stdout).toMatch(new RegExp(`(^|[^\\d])${id}([^\\d]|$)`, 'm'))
  }
})

test('without UTF-8 frames are ASCII, and just as closed', async () => {
  const { stdout, stderr } = await sample.run(['contract', 'list', '--limit', '3'], {
    ...{ as: sample.manager, terminal: 80, env: { LC_ALL: 'C' } },
  })
  expect(stdout + stderr).not.toMatch(/[╭╮╰╯│─✓✗→…·—]/)
  expect(stdout).toContain('+--')
})

test('accessible: fields and values, no frame, no sign', async () => {
  const { stdout, stderr } = await sample.run(['event', 'view', '3', '--accessible'], {
    ...{ as: sample.manager, terminal: 80, lang: 'fr' },
  })
  expect(stdout).toContain('Titre\u00a0: John Ouick Wedding')
  expect(stdout + stderr).not.toMatch(/[╭╮╰╯│─✓✗→]/)
})
