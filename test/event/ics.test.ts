import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import ICAL from 'ical.js'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeContract } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let bill: Person
let boss: Person
let kate: Person
let gala: EventCard
let fair: EventCard

const create = (contract: number, title: string, start: string, end: string, ...more: string[]) =>
  agency.json<EventCard>(
    ['event', 'create', '-c', String(contract), '-t', title, '-a', 'Ici, là', '-s', start, '-e', end, ...more],
    { as: bill },
  )

beforeAll(async () => {
  agency = await openAgency('server')
  bill = await agency.person('commercial')
  boss = await agency.person('management')
  kate = await agency.person('support')
  const { id, client_id: client } = await makeContract(agency, bill, '--is-signed')
  await agency.json(['client', 'update', String(client), '--phone', '+33612345678'], { as: bill })
  const notes = 'DJ à 21h\nCode 1234'
  gala = await create(id, 'Gala 🎪', '04/06/2027 13:00', '05/06/2027 02:00', '--participant-count', '75', '-n', notes)
  fair = await create(id, 'Salon', '12/06/2027', '13/06/2027')
})
afterAll(() => agency.close())

const run = (argv: readonly string[], lang: 'en' | 'fr' = 'en') => agency.run(argv, { as: kate, lang })
const ics = async (...argv: readonly string[]) => {
  const { code, stdout, stderr } = await run([...argv, '--format', 'ics'])
  expect({ code, stderr }).toEqual({ code: Exit.ok, stderr: '' })
  return stdout
}
const events = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))

describe('--format ics', () => {
  test('a list with its filters, and one event: the same bytes of the same event, each time', async () => {
    const all = await ics('event', 'list')
    expect(events(all).map(({ summary, startDate, endDate }) => [summary, `${startDate}`, `${endDate}`])).toEqual([
      ['Gala 🎪', '2027-06-04T11:00:00Z', '2027-06-05T00:00:00Z'],
      ['Salon', '2027-06-12', '2027-06-14'],
    ])
    const on = await ics('event', 'list', '--on', '2027-06-13')
    expect(events(on).map(({ summary }) => summary)).toEqual(['Salon'])
    expect(await ics('event', 'view', String(fair.id))).toBe(on)
    expect(await ics('event', 'list')).toBe(all)
    const [event] = events(all)
    expect(event).toMatchObject({
      location: 'Ici, là',
      description: `75 participants\nepic-events event view ${gala.id}`,
      sequence: gala.version,
    })
    expect(events(await ics('event', 'list', '--unassigned', '--search', 'nothing'))).toEqual([])
  })

  test('notes and the phone number of the client only --with-notes, in a list and of one event alike', async () => {
    expect(await ics('event', 'list')).not.toMatch(/DJ|1234|06 12/)
    const whole = await ics('event', 'view', String(gala.id), '--with-notes')
    const [event] = events(whole)
    expect(event?.description).toContain(`\n${gala.client_name}: 06 12 34 56 78\nDJ à 21h\nCode 1234`)
    expect(await ics('event', 'list', '--search', 'gala', '--with-notes')).toBe(whole)
    // More rows than a page: pieces come by column, and have what belongs to others beside them.
    expect(await ics('event', 'list', '--search', 'gala', '--with-notes', '--limit', '0')).toBe(whole)
  })

  test('its id outlives a change, and its sequence grows with it', async () => {
    const uid = (text: string) => /^UID:(.*)\r$/m.exec(text)?.[1]
    const before = await ics('event', 'view', String(fair.id))
    const assigned = ['event', 'assign_support', String(fair.id), String(kate.id)]
    const { version } = await agency.json<EventCard>(assigned, { as: boss })
    const after = await ics('event', 'view', String(fair.id))
    const [meta] = await agency.owner((sql) => sql`select installation from epic_events.meta`)
    expect(uid(before)).toBe(`event-${fair.id}@${meta?.['installation']}`)
    expect(uid(after)).toBe(uid(before))
    expect(after).toContain(`SEQUENCE:${version}\r\nDTSTART;VALUE=DATE:20270612\r\n`)
  })

  test('any other command → 2 in one sentence; nor has a calendar columns, or a number alone', async () => {
    for (const argv of [['client', 'list'], ['event', 'delete', '1', '--yes'], ['today'], ['whoami']])
      expect(await run([...argv, '--format', 'ics'])).toMatchObject({
        code: Exit.usage,
        stdout: '',
        stderr: expect.stringMatching(/^✗ --format ics is only for event list and event view\.\n/),
      })
    const { code, stderr } = await run(['event', 'list', '--format', 'ics', '--count'], 'fr')
    expect({ code, stderr }).toMatchObject({ code: Exit.usage, stderr: expect.stringContaining('--count') })
    expect((await run(['event', 'list', '--format', 'ics', '--columns', 'id'])).code).toBe(Exit.usage)
    expect((await run(['event', 'view', '9999', '--format', 'ics'])).code).toBe(Exit.notFound)
  })
})
