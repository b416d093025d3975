import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Contract } from '../../src/contract/contract.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeContract } from '../contract/deal.ts'
import type { Person } from '../support/agency.ts'
import { type EventTeam, eventTeam } from './team.ts'

setDefaultTimeout(60_000)

let team: EventTeam
let contract: Contract
beforeAll(async () => {
  team = await eventTeam()
  contract = await makeContract(team.agency, team.bill, '--is-signed')
})
afterAll(() => team.agency.close())

const event = (start: string, end: string, ...more: string[]) =>
  team.agency.json<EventCard>(
    ['event', 'create', '-c', String(contract.id), '-t', 'Gala', '-a', 'Ici', '-s', start, '-e', end, ...more],
    { as: team.bill },
  )
const argv = (id: number | string, ...more: string[]) => ['event', 'clone', String(id), ...more]
const clone = (id: number, ...more: string[]) => team.agency.json<EventCard>(argv(id, ...more), { as: team.bill })
const refused = (as: Person, id: number | string, ...more: string[]) => team.agency.run(argv(id, ...more), { as })
const count = async () => Number((await team.agency.run(['event', 'list', '--count'], { as: team.bill })).stdout)

describe('event clone', () => {
  test('another day → a new event with the same hours, and what was and was not copied', async () => {
    const { agency, bill, manager } = team
    const was = await team.supported()
    await agency.json(['event', 'update', String(was.id), '-n', 'DJ', '--participant-count', '75'], { as: team.kate })
    const { code, stdout, stderr } = await agency.run(argv(was.id, '--on', '11/09/2027', '--json'), { as: bill })
    expect(code).toBe(Exit.ok)
    const made = JSON.parse(stdout) as EventCard
    expect(Object.keys(made)).toEqual(Object.keys(was))
    expect(made).toMatchObject({
      contract_id: was.contract_id,
      title: was.title,
      full_address: was.full_address,
      start_date: '2027-09-11T13:00:00+02:00',
      end_date: '2027-09-12T02:00:00+02:00',
      participant_count: 75,
      notes: 'DJ',
      support_contact_id: null,
      version: 1,
    })
    expect(made.id).not.toBe(was.id)
    expect(stderr).toContain(`Event ${made.id} “Gala” created like event ${was.id}`)
    expect(stderr).toContain('Copied: contract, title, address, hours, participants and notes. Not copied: support.')

    const other = ['--on', '11/09/2027', '--with-support', '-t', 'Bal']
    const french = await agency.run(argv(was.id, ...other), { as: manager, lang: 'fr' })
    expect(french.stderr).toContain('Non repris\u00a0: titre.')
    expect(french.stdout).toContain('Kate Hastroff')
  })

  test('clocks change → the hours stay those of the clock, and an hour that does not exist is told', async () => {
    const night = await event('13/03/2027 23:00', '14/03/2027 04:00')
    expect(await clone(night.id, '--on', '2027-03-27')).toMatchObject({
      start_date: '2027-03-27T23:00:00+01:00',
      end_date: '2027-03-28T04:00:00+02:00',
    })
    expect(await clone(night.id, '--on', '2027-10-30')).toMatchObject({
      start_date: '2027-10-30T23:00:00+02:00',
      end_date: '2027-10-31T04:00:00+01:00',
    })
    const days = await event('12/03/2027', '13/03/2027')
    expect(await clone(days.id, '--on', '2027-03-27')).toMatchObject({
      start_date: '2027-03-27T00:00:00+01:00',
      end_date: '2027-03-28T23:59:00+02:00',
    })
    const early = await event('14/03/2027 02:30', '14/03/2027 05:00')
    const { code, stderr } = await refused(team.bill, early.id, '--on', '28/03/2027')
    expect({ code, stderr }).toMatchObject({
      code: Exit.ok,
      stderr: expect.stringContaining('! The clocks skip 02:30 on that day: the event starts at 03:30.'),
    })
  })

  test('judged as a creation: role → 5, support → 5, absent → 3, another’s contract → 5, unsigned → 6; nothing is written', async () => {
    const { agency, bill, kate } = team
    const ann = await agency.person('commercial')
    const hers = await makeContract(agency, ann, '--is-signed')
    const unsigned = await makeContract(agency, bill)
    const { id } = await event('04/06/2027', '04/06/2027')
    const supported = await team.supported()
    const before = await count()
    const on = ['--on', '11/09/2027']
    for (const [as, of, options, code] of [
      [kate, id, on, Exit.forbidden],
      [kate, 9999, on, Exit.forbidden],
      [bill, 9999, on, Exit.notFound],
      [bill, 'nothing', on, Exit.notFound],
      [ann, id, on, Exit.forbidden],
      [bill, supported.id, [...on, '--with-support'], Exit.forbidden],
      [bill, id, [...on, '--contract', String(hers.id)], Exit.forbidden],
      [bill, id, [...on, '--contract', '9999'], Exit.notFound],
      [bill, id, [...on, '--contract', String(unsigned.id)], Exit.refused],
      [bill, id, ['--on', '11/09/2027 14:00'], Exit.usage],
      [bill, id, ['--on', 'someday'], Exit.usage],
      [bill, id, [], Exit.usage],
    ] as const) {
      const { code: ended, stderr } = await refused(as, of, ...options)
      expect({ of, options, ended, stderr }).toMatchObject({ of, options, ended: code })
    }
    expect(await count()).toBe(before)
    // A colleague's event may be seen, so it may be the model of one's own.
    const copy = await agency.json<EventCard>(argv(id, ...on, '--contract', String(hers.id)), { as: ann })
    expect(copy).toMatchObject({ contract_id: hers.id, commercial_id: ann.id })
  })

  test('--with-support → the support who is busy then is told, and refused with --strict', async () => {
    const { agency, manager } = team
    const was = await team.supported()
    const argvOn = argv(was.id, '--on', '14/09/2027', '--with-support')
    const first = await agency.run(argvOn, { as: manager })
    expect(first.stderr).not.toContain('! ')
    const strictly = await agency.run([...argvOn, '--strict'], { as: manager })
    expect(strictly).toMatchObject({ code: Exit.refused, stderr: expect.stringContaining('Kate Hastroff') })
    const second = await agency.run(argvOn, { as: manager })
    expect(second).toMatchObject({ code: Exit.ok, stderr: expect.stringContaining('! Kate Hastroff') })
  })

  test('asked → the day, and what may differ; Enter keeps it', async () => {
    const was = await event('04/06/2027 13:00', '05/06/2027 02:00', '-n', 'x')
    const { code, asked, stderr } = await team.agency.run(argv(was.id), {
      as: team.bill,
      terminal: 80,
      answers: ['11/9/2027', undefined, ''],
    })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(asked.map(({ message, enter }) => [message, enter])).toEqual([
      ['Day', undefined],
      ['Contract', 'as before'],
      ['Title', 'as before'],
    ])
  })
})
