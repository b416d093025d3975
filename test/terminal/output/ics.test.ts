import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import ICAL from 'ical.js'
import type { Row } from '../../../src/field/column.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { ics } from '../../../src/terminal/output/ics.ts'
import type { Calendar } from '../../../src/terminal/output/output.ts'
import { batches, Kept } from './terminal.ts'

const installation = '4f0c1d52-6f6e-4d8c-9a0e-0d6f6b1f2a33'

const calendar: Calendar = {
  installation: async () => installation,
  entry: (row) => ({
    name: `event-${row['id'] ?? 7}`,
    version: 3,
    updatedAt: '2026-06-01T08:30:00.123456+00:00',
    start: String(row['start'] ?? '2026-06-12T12:00:00+00:00'),
    end: String(row['end'] ?? '2026-06-12T18:00:00+00:00'),
    summary: String(row['title'] ?? 'Gala'),
    location: String(row['place'] ?? '53 Rue du Château'),
    description: String(row['about'] ?? '75 participants'),
  }),
}

/** What is written of these events, for a reader in this zone. */
async function written(rows: readonly Row[], zone = 'Europe/Paris', terminal = false): Promise<string> {
  const out = new Kept({ isTerminal: terminal })
  const answer = { columns: [], calendar }
  await ics.list(answer, batches(rows), { out, t: catalog('fr', zone), raw: false, warning: async () => {} })
  return out.text
}

const parsed = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))

/** The only event as ical.js reads it. */
async function read(row: Row, zone?: string) {
  const [event] = parsed(await written([row], zone))
  if (!event) throw new Error('no event was written')
  const { startDate: start, endDate: end, summary, location, description } = event
  return { start: start.toString(), end: end.toString(), summary, location, description }
}

test('one event, to the byte; a record is a calendar of one; the same row gives the same bytes', async () => {
  const text = await written([{}])
  expect(text).toBe(
    [
      ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Epic Events//epic-events//EN', 'CALSCALE:GREGORIAN'],
      ...['BEGIN:VEVENT', `UID:event-7@${installation}`, 'DTSTAMP:20260601T083000Z', 'LAST-MODIFIED:20260601T083000Z'],
      ...['SEQUENCE:3', 'DTSTART:20260612T120000Z', 'DTEND:20260612T180000Z', 'SUMMARY:Gala'],
      ...['LOCATION:53 Rue du Château', 'DESCRIPTION:75 participants', 'END:VEVENT', 'END:VCALENDAR', ''],
    ].join('\r\n'),
  )
  const out = new Kept()
  await ics.record(
    { columns: [], row: {}, calendar },
    { out, t: catalog('en', 'America/New_York'), raw: false, warning: async () => {} },
  )
  expect(out.text).toBe(text)
  expect(await written([])).toBe(text.replace(/BEGIN:VEVENT[\s\S]*END:VEVENT\r\n/, ''))
})

test('whole days are those of the reader, and the end is the day after (craigk5n/webcalendar#144); else UTC', async () => {
  // 13 and 14 June, from midnight to 23:59 or to midnight: the days of Paris, and hours anywhere else.
  for (const end of ['2026-06-14T21:59:00+00:00', '2026-06-14T22:00:00+00:00']) {
    const row = { start: '2026-06-12T22:00:00+00:00', end }
    expect(await read(row)).toMatchObject({ start: '2026-06-13', end: '2026-06-15' })
    expect(await written([row])).toContain('DTSTART;VALUE=DATE:20260613\r\nDTEND;VALUE=DATE:20260615\r\n')
    expect((await read(row, 'America/New_York')).start).toBe('2026-06-12T22:00:00Z')
  }
  // Over midnight, or beginning with a day without ending with one, is no whole day.
  expect(await read({ start: '2026-06-12T22:00:00+00:00', end: '2026-06-13T00:00:00+00:00' })).toMatchObject({
    start: '2026-06-12T22:00:00Z',
    end: '2026-06-13T00:00:00Z',
  })
  // Days on which clocks change, one of which begins at 01:00 (São Paulo, 2018).
  expect(await read({ start: '2026-03-28T23:00:00+00:00', end: '2026-03-29T21:59:00+00:00' })).toMatchObject({
    start: '2026-03-29',
    end: '2026-03-30',
  })
  expect(await read({ start: '2026-10-24T22:00:00+00:00', end: '2026-10-25T23:00:00+00:00' })).toMatchObject({
    start: '2026-10-25',
    end: '2026-10-26',
  })
  const gap = { start: '2018-11-04T03:00:00+00:00', end: '2018-11-05T02:00:00+00:00' }
  expect(await read(gap, 'America/Sao_Paulo')).toMatchObject({ start: '2018-11-04', end: '2018-11-05' })
})

test('the hour that a clock change repeats is told apart; an end within the second of the start is left out', async () => {
  expect(await read({ start: '2026-10-25T00:30:00+00:00', end: '2026-10-25T01:30:00+00:00' })).toMatchObject({
    start: '2026-10-25T00:30:00Z',
    end: '2026-10-25T01:30:00Z',
  })
  const short = await written([{ start: '2026-06-12T12:00:00.1+00:00', end: '2026-06-12T12:00:00.9+00:00' }])
  expect(short).toContain('DTSTART:20260612T120000Z\r\nSUMMARY')
})

test('any text comes back as it was; no line has more than 75 octets, none is cut inside of a character', async () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({
      unit: fc.constantFrom('\\', ';', ',', '\n', '\r\n', '👨‍👩‍👧', 'é', 'n', ':', '"', '\t', ' '),
      maxLength: 200,
    }),
    fc.nat(80).map((n) => `${'a'.repeat(n)}\n•${'🎪'.repeat(40)}`),
  )
  await fc.assert(
    fc.asyncProperty(unit, async (title) => {
      const text = await written([{ title }])
      expect(text.split('\r\n').filter((line) => Buffer.byteLength(line) > 75 || /[\r\n]/.test(line))).toEqual([])
      const said = title
        .toWellFormed()
        .replace(/\r\n|[\r\n\v\f\x85\u2028\u2029]/g, '\n')
        .replace(/[\x00-\x08\x0e-\x1f\x7f]/g, '\ufffd')
      // As it goes through a file.
      expect(parsed(Buffer.from(text).toString())[0]?.summary).toBe(said)
    }),
    { numRuns: 60 },
  )
  const longest = '🎪'.repeat(128)
  expect((await read({ title: longest })).summary).toBe(longest)
})

test('nothing that is stored can add a property or an event; on a terminal nothing acts on it', async () => {
  const text = await written([{ title: 'x\r\nATTENDEE:mailto:a@b.c\r\nEND:VEVENT\u2028X:y', place: '\x1b[2J' }])
  expect(parsed(text)).toHaveLength(1)
  expect(text).not.toMatch(/^ATTENDEE|^X:|\x1b/m)
  expect(text).not.toContain('METHOD')
  expect(await written([{ title: '\x1b[2J\u202eyes' }], 'UTC', true)).toContain('SUMMARY:\\\\x1b[2J\\\\u{202e}yes\r\n')
})

test('a long list is written batch by batch, and stays open where it breaks off', async () => {
  const out = new Kept()
  async function* rows() {
    yield [{ id: 1 }]
    yield [{ id: 2 }]
    throw new Error('lost')
  }
  const writing = ics.list({ columns: [], calendar }, rows(), {
    out,
    t: catalog('en', 'UTC'),
    raw: false,
    warning: async () => {},
  })
  expect(await writing.catch((error: Error) => error.message)).toBe('lost')
  expect(out.writes).toBe(2)
  expect(out.text.match(/END:VEVENT/g)).toHaveLength(2)
  expect(out.text).not.toContain('END:VCALENDAR')
})

/** What khal prints of a calendar file, in this zone. */
function khal(file: string, zone: string, folder: string): string {
  const config = join(folder, `${zone.replace('/', '-')}.conf`)
  writeFileSync(
    config,
    `[calendars]\n[[c]]\npath = ${folder}/c\n[locale]\nlocal_timezone = ${zone}\ndefault_timezone = ${zone}\n` +
      'timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n',
  )
  const format = '{start} - {end} {title} @ {location}{repeat-symbol}'
  const { stdout, stderr, status } = spawnSync('khal', ['-c', config, 'printics', '-f', format, file], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8' },
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

test.skipIf(Bun.which('khal') === null)('khal reads it in two zones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'khal-'))
  try {
    const file = join(folder, 'events.ics')
    const rows = [
      { id: 1, title: 'Gala, à minuit; 🎪', start: '2026-03-28T22:30:00+00:00', end: '2026-03-29T01:30:00+00:00' },
      { id: 2, title: 'Salon', start: '2026-06-12T22:00:00+00:00', end: '2026-06-14T21:59:00+00:00' },
    ]
    writeFileSync(file, await written(rows))
    expect(khal(file, 'Europe/Paris', folder)).toContain('2026-03-28 23:30 - 2026-03-29 03:30 Gala, à minuit; 🎪')
    expect(khal(file, 'America/New_York', folder)).toContain('2026-03-28 18:30 - 2026-03-28 21:30 Gala')
    for (const zone of ['Europe/Paris', 'America/New_York']) {
      expect(khal(file, zone, folder)).toContain('2026-06-13 - 2026-06-14 Salon @ 53 Rue du Château')
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
