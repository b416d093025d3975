import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeContract } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type EventTeam, eventTeam } from './team.ts'

setDefaultTimeout(60_000)

let team: EventTeam
let agency: Agency
let manager: Person
let bill: Person
let kate: Person
let lou: Person
let event: EventCard

beforeAll(async () => {
  team = await eventTeam()
  ;({ agency, manager, bill, kate, lou } = team)
})
beforeEach(async () => {
  event = await team.supported()
})
afterAll(() => agency.close())

const update = (as: Person, ...more: string[]) => agency.run(['event', 'update', String(event.id), ...more], { as })
const view = () => agency.json<EventCard>(['event', 'view', String(event.id)], { as: bill })

describe('event update', () => {
  test('the support who is assigned → all columns but contract and support', async () => {
    const all = [
      '-t',
      'Ball',
      '-a',
      'There',
      '-s',
      '01/07/2027 18:00',
      '-e',
      '02/07/2027',
      '--participant-count',
      '9',
      '-n',
      'DJ',
    ]
    const { code, stderr } = await update(kate, ...all)
    expect(code).toBe(Exit.ok)
    expect(stderr).toContain('Title: Gala → Ball')
    expect(stderr).toContain('Participants: 0 → 9')
    expect(await view()).toMatchObject({
      title: 'Ball',
      full_address: 'There',
      start_date: '2027-07-01T18:00:00+02:00',
      end_date: '2027-07-02T02:00:00+02:00',
      participant_count: 9,
      notes: 'DJ',
      version: event.version + 1,
    })
    expect((await update(kate, '--notes', '', '--replace-notes')).code).toBe(Exit.ok)
    expect(await view()).toMatchObject({ notes: null })
  })

  test('a colleague or the commercial → 5, and nothing is written', async () => {
    expect((await update(lou, '-t', 'Mine')).code).toBe(Exit.forbidden)
    expect((await update(bill, '-t', 'Mine')).code).toBe(Exit.forbidden)
    expect(await view()).toEqual(event)
  })

  test('the contract or the support, by a support → 5 whatever the value, naming the permission', async () => {
    for (const value of [String(event.contract_id), '9999']) {
      const { code, stderr } = await update(kate, '--contract-id', value)
      expect([code, stderr.includes('event:update')]).toEqual([Exit.forbidden, true])
    }
    for (const value of [String(kate.id), String(lou.id), '']) {
      const { code, stderr } = await update(kate, '-t', 'Taken', '--support-contact-id', value)
      expect([code, stderr.includes('event:assign_support')]).toEqual([Exit.forbidden, true])
    }
    expect(await view()).toEqual(event)
  })

  test('an end alone → is compared with the start as it is stored', async () => {
    const { code, stderr } = await update(kate, '-e', '04/06/2027 13:00')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('04/06/2027 13:00 is not after 04/06/2027 13:00')
    expect((await update(kate, '-e', '04/06/2027 13:01')).code).toBe(Exit.ok)
  })

  test('a new start without a new end → the end moves along, and the answer says so', async () => {
    const { code, stderr } = await update(kate, '-s', '05/06/2027 14:00')
    expect(code).toBe(Exit.ok)
    expect(stderr).toContain('Start: 04/06/2027 13:00 → 05/06/2027 14:00')
    expect(stderr).toContain('End: 05/06/2027 02:00 → 06/06/2027 03:00')
    expect(stderr).toContain('The end moved along with the start.')
    const same = await update(kate, '-s', '05/06/2027 14:00')
    expect([same.code, same.stderr.includes('moved')]).toEqual([Exit.ok, false])
    const both = await update(kate, '-s', '05/06/2027 13:00', '-e', '06/06/2027 03:00')
    expect([both.code, both.stderr.includes('moved')]).toEqual([Exit.ok, false])
    expect(await view()).toMatchObject({
      start_date: '2027-06-05T13:00:00+02:00',
      end_date: '2027-06-06T03:00:00+02:00',
    })
  })

  test('a day without a time, in digits or in words → keeps the time of the event', async () => {
    expect((await update(kate, '-s', '10/07/2027')).code).toBe(Exit.ok)
    expect(await view()).toMatchObject({
      start_date: '2027-07-10T13:00:00+02:00',
      end_date: '2027-07-11T02:00:00+02:00',
    })
    // In winter the clocks of Paris are an hour behind, and the event still begins at 13:00.
    expect((await update(kate, '-s', '10 january 2028', '--end-date', '11 janvier 2028')).code).toBe(Exit.ok)
    expect(await view()).toMatchObject({
      start_date: '2028-01-10T13:00:00+01:00',
      end_date: '2028-01-11T02:00:00+01:00',
    })
    expect((await update(kate, '-s', '+200d', '-e', 'dans 202 jours')).code).toBe(Exit.ok)
    const { start_date: start, end_date: end } = await view()
    expect([start.slice(11, 16), end.slice(11, 16)]).toEqual(['13:00', '02:00'])
    const [first, last] = [start, end].map((date) => Temporal.PlainDate.from(date.slice(0, 10)))
    expect(first?.until(last ?? '').days).toBe(2)
    const [from, to] = [199, 201].map((days) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString())
    expect(start >= (from ?? '') && start <= (to ?? '')).toBe(true)
  })

  test('who may not update, and an event that is not there → 5 and 3, with days as with any date', async () => {
    for (const day of ['10/07/2027', '10/07/2027 14:00']) {
      expect((await update(lou, '-s', day)).code).toBe(Exit.forbidden)
      expect((await agency.run(['event', 'update', '9999', '-s', day], { as: bill })).code).toBe(Exit.forbidden)
      expect((await agency.run(['event', 'update', '9999', '-s', day], { as: manager })).code).toBe(Exit.notFound)
    }
    expect(await view()).toEqual(event)
  })

  test('an old --if-version with a new start → 6, and nothing is written', async () => {
    await update(kate, '-s', '04/06/2027 12:00')
    const { code } = await update(kate, '-s', '05/06/2027', '--if-version', String(event.version))
    expect(code).toBe(Exit.refused)
    expect(await view()).toMatchObject({ start_date: '2027-06-04T12:00:00+02:00' })
  })

  test('a manager moves the event to another signed contract → its client and its commercial follow', async () => {
    const ann = await agency.person('commercial')
    const [signed, unsigned] = [await makeContract(agency, ann, '--is-signed'), await makeContract(agency, ann)]
    const late = await update(manager, '--contract-id', String(unsigned.id))
    expect(late.code).toBe(Exit.refused)
    expect(late.stderr).toContain(`contract update ${unsigned.id} --is-signed true`)
    const absent = await update(manager, '--contract-id', '9999')
    expect([absent.code, absent.stderr.includes('Contract 9999 not found')]).toEqual([Exit.notFound, true])
    expect((await update(manager, '--contract-id', String(signed.id))).code).toBe(Exit.ok)
    expect(await view()).toMatchObject({ contract_id: signed.id, client_id: signed.client_id, commercial_id: ann.id })
  })

  test('an absent event → 3; a script without any change → 2, naming the options', async () => {
    expect((await agency.run(['event', 'update', '9999', '-t', 'x'], { as: manager })).code).toBe(Exit.notFound)
    const nothing = await update(manager)
    expect(nothing.code).toBe(Exit.usage)
    expect(nothing.stderr).toContain('--participant-count')
  })

  test('an old --if-version with notes of several lines → both in one line', async () => {
    await update(kate, '-n', 'DJ à 17 h\n\nau bord de la rivière')
    const { code, stderr } = await update(
      kate,
      '-n',
      'Food-truck\nen cas de pluie',
      '--if-version',
      '1',
      '--lang',
      'fr',
    )
    expect([code, stderr]).toEqual([
      Exit.refused,
      expect.stringContaining(
        'maintenant DJ à 17 h au bord de la rivière, vous demandiez Food-truck en cas de pluie\n',
      ),
    ])
  })

  test('an old --if-version → 6 with both values, and nothing is written', async () => {
    await update(kate, '--participant-count', '50')
    const { code, stderr } = await update(manager, '--participant-count', '60', '--if-version', String(event.version))
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('50')
    expect(stderr).toContain('60')
    expect(await view()).toMatchObject({ participant_count: 50 })
  })

  test('the form → asks a support for neither contract nor support', async () => {
    const { code, asked } = await agency.run(['event', 'update', String(event.id)], {
      as: kate,
      terminal: 80,
      answers: {
        Title: 'Ball',
        Address: event.full_address,
        Start: '04/06/2027 13:00',
        End: '05/06/2027 02:00',
        Participants: '0',
        Notes: '',
      },
    })
    expect(code).toBe(Exit.ok)
    expect(asked.map(({ message }) => message)).toEqual(['Title', 'Address', 'Start', 'End', 'Participants', 'Notes'])
    expect(await view()).toMatchObject({ title: 'Ball', version: event.version + 1 })
  })

  test('the form → the end is filled in as it moves along; a day keeps its time', async () => {
    const form = (answers: { Start: string; End: string | undefined }) =>
      agency.run(['event', 'update', String(event.id)], {
        as: kate,
        terminal: 80,
        answers: { Title: undefined, Address: undefined, Participants: undefined, Notes: undefined, ...answers },
      })
    const moved = await form({ Start: '12/06/2027', End: undefined })
    expect(moved.code).toBe(Exit.ok)
    expect(moved.asked.find(({ message }) => message === 'End')?.initial).toBe('13/06/2027 02:00')
    expect(moved.stderr).toContain('The end moved along with the start.')
    expect(moved.stderr).toContain(`event update ${event.id} --start-date 12/06/2027`)
    expect(await view()).toMatchObject({
      start_date: '2027-06-12T13:00:00+02:00',
      end_date: '2027-06-13T02:00:00+02:00',
    })
    // Who wants the old end types it.
    expect((await form({ Start: '11/06/2027', End: '13/06/2027 02:00' })).code).toBe(Exit.ok)
    expect(await view()).toMatchObject({
      start_date: '2027-06-11T13:00:00+02:00',
      end_date: '2027-06-13T02:00:00+02:00',
    })
  })
})
