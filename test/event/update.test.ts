import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeContract, makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
let bill: Person
let kate: Person
let lou: Person
let event: EventCard

beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
  bill = await agency.person('commercial')
  kate = await agency.person('support', { fullName: 'Kate Hastroff' })
  lou = await agency.person('support', { fullName: 'Lou Bouzin' })
})
beforeEach(async () => {
  const { id } = await makeEvent(agency, bill)
  event = await assign(id, kate)
})
afterAll(() => agency.close())

const assign = (id: number, to: Person) =>
  agency.json<EventCard>(['event', 'assign_support', String(id), String(to.id)], { as: manager })
const update = (as: Person, ...more: string[]) => agency.run(['event', 'update', String(event.id), ...more], { as })
const view = () => agency.json<EventCard>(['event', 'view', String(event.id)], { as: bill })

describe('event update', () => {
  test('support changes what they were assigned: all of the plain columns', async () => {
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
      end_date: '2027-07-02T23:59:00+02:00',
      participant_count: 9,
      notes: 'DJ',
      version: event.version + 1,
    })
    expect((await update(kate, '--notes', '')).code).toBe(Exit.ok)
    expect(await view()).toMatchObject({ notes: null })
  })

  test('not what is a colleague’s; commercials not at all', async () => {
    expect((await update(lou, '-t', 'Mine')).code).toBe(Exit.forbidden)
    expect((await update(bill, '-t', 'Mine')).code).toBe(Exit.forbidden)
    expect(await view()).toEqual(event)
  })

  test('contract and support are not theirs to touch, whatever the value', async () => {
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

  test('one date alone is judged with the other as it is', async () => {
    const { code, stderr } = await update(kate, '-s', '05/06/2027 02:00')
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('05/06/2027 02:00 is not after 05/06/2027 02:00')
    expect((await update(kate, '-s', '05/06/2027 01:59')).code).toBe(Exit.ok)
    expect((await update(kate, '-e', '05/06/2027 01:00')).code).toBe(Exit.refused)
  })

  test('management moves it to another signed contract; its client and commercial follow', async () => {
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

  test('an absent one is 3; with nothing to change, a script is told what could be', async () => {
    expect((await agency.run(['event', 'update', '9999', '-t', 'x'], { as: manager })).code).toBe(Exit.notFound)
    const nothing = await update(manager)
    expect(nothing.code).toBe(Exit.usage)
    expect(nothing.stderr).toContain('--participant-count')
  })

  test('late edits are refused with the difference', async () => {
    await update(kate, '--participant-count', '50')
    const { code, stderr } = await update(manager, '--participant-count', '60', '--if-version', String(event.version))
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain('50')
    expect(stderr).toContain('60')
    expect(await view()).toMatchObject({ participant_count: 50 })
  })

  test('the form of a support asks for neither contract nor support', async () => {
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
})

describe('event assign_support', () => {
  const run = (as: Person, to: number, ...more: string[]) =>
    agency.run(['event', 'assign_support', String(event.id), String(to), ...more], { as })

  test('answers the whole record and old → new; twice changes nothing', async () => {
    const { code, stdout, stderr } = await run(manager, lou.id)
    expect(code).toBe(Exit.ok)
    expect(stderr).toContain('Support: Kate Hastroff')
    expect(stderr).toContain(`→ Lou Bouzin (${lou.id})`)
    expect(stdout).toContain(`Lou Bouzin (${lou.id})`)
    expect(stdout).toContain('53 Rue du Château')
    const again = await run(manager, lou.id)
    expect([again.code, again.stderr.includes('Nothing was changed')]).toEqual([Exit.ok, true])
    expect(await view()).toMatchObject({ version: event.version + 1 })
  })

  test('assign-support is the same', async () => {
    const same = ['event', 'assign-support', String(event.id), String(lou.id)]
    expect(await agency.json(same, { as: manager })).toMatchObject({ support_contact_id: lou.id })
  })

  test('management only', async () => {
    for (const as of [bill, kate]) expect((await run(as, lou.id)).code).toBe(Exit.forbidden)
    expect(await view()).toEqual(event)
  })

  test('only an active support, named in the refusal', async () => {
    const { code, stderr } = await run(manager, bill.id)
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain(`${bill.fullName} (${bill.id})`)
    expect(stderr).toContain('user list --support')
  })

  test('an absent event is 3, both arguments are needed, an id is a number', async () => {
    expect((await agency.run(['event', 'assign_support', '9999', String(lou.id)], { as: manager })).code).toBe(
      Exit.notFound,
    )
    const missing = await agency.run(['event', 'assign_support', String(event.id)], { as: manager })
    expect([missing.code, missing.stderr.includes('SUPPORT_ID')]).toEqual([Exit.usage, true])
    expect((await agency.run(['event', 'assign_support', 'x', 'y'], { as: manager })).code).toBe(Exit.usage)
  })

  test('of two who assign what they saw, one wins', async () => {
    const version = String(event.version)
    const other = await agency.person('management')
    const both = await Promise.all([
      run(manager, lou.id, '--if-version', version),
      agency.run(['event', 'update', String(event.id), '--support-contact-id', '', '--if-version', version], {
        as: other,
      }),
    ])
    expect(both.map(({ code }) => code).sort()).toEqual([Exit.ok, Exit.refused])
    expect(await view()).toMatchObject({ version: event.version + 1 })
  })

  test('a support who is put out at the same moment was assigned before, or not at all', async () => {
    for (let round = 0; round < 5; round++) {
      const leaving = await agency.person('support')
      const [assigned] = await Promise.all([
        run(manager, leaving.id),
        agency.owner((sql) => sql`update epic_events.users set is_active = false where id = ${leaving.id}`),
      ])
      const logged = await agency.owner(
        (sql) => sql<{ table_name: string }[]>`select table_name from epic_events.audit_log
          where action = 'update' and ((table_name = 'users' and row_id = ${leaving.id})
            or (table_name = 'event' and (new_values ->> 'support_contact_id')::integer = ${leaving.id})) order by id`,
      )
      expect(logged.map((row) => row.table_name)).toEqual(assigned.code === Exit.ok ? ['event', 'users'] : ['users'])
      expect([0, 6]).toContain(assigned.code)
    }
  })
})
