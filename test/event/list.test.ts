import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { EventCard } from '../../src/event/event.ts'
import { makeEvent } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('event list (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let kate: Person
  let events: Record<'open' | 'kates' | 'anns', EventCard>

  beforeAll(async () => {
    agency = await sharedAgency(kind)
    manager = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
    const ann = await agency.person('commercial')
    events = {
      open: await makeEvent(agency, bill),
      kates: await makeEvent(agency, bill),
      anns: await makeEvent(agency, ann),
    }
    for (const { id } of [events.kates, events.anns]) {
      await agency.json(['event', 'assign_support', String(id), String(kate.id)], { as: manager })
    }
  })

  /** The ids that are listed, from the first event of this file on. */
  const list = async (as: Person, ...options: string[]) => {
    const from = ['--after', String(events.open.id - 1), '--limit', '0']
    return (await agency.json<EventCard[]>(['event', 'list', ...from, ...options], { as })).map(({ id }) => id)
  }

  test('everybody → all events, in the order of their ids', async () => {
    expect(await list(kate)).toEqual([events.open.id, events.kates.id, events.anns.id])
  })

  test('--only-mine → those of the clients of a commercial, or those a support is assigned to; filters combine', async () => {
    const { open, kates, anns } = events
    expect(await list(bill, '--only-mine')).toEqual([open.id, kates.id])
    expect(await list(kate, '--only-mine')).toEqual([kates.id, anns.id])
    expect(await list(manager, '--unassigned')).toEqual([open.id])
    expect(await list(bill, '--only-mine', '--unassigned')).toEqual([open.id])
    expect(await list(kate, '--only-mine', '--unassigned')).toEqual([])
  })
})
