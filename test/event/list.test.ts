import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('events (%s)', (kind) => {
  let agency: Agency
  let manager: Person
  let bill: Person
  let kate: Person
  let events: Record<'open' | 'kates' | 'anns', EventCard>

  beforeAll(async () => {
    agency = await openAgency(kind)
    manager = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
    const ann = await agency.person('commercial')
    events = {
      open: await makeEvent(agency, bill, '-n', 'First line\nSecond line'),
      kates: await makeEvent(agency, bill),
      anns: await makeEvent(agency, ann),
    }
    for (const { id } of [events.kates, events.anns]) {
      await agency.json(['event', 'assign_support', String(id), String(kate.id)], { as: manager })
    }
  })
  afterAll(() => agency.close())

  const list = async (as: Person, ...options: string[]) =>
    (await agency.json<EventCard[]>(['event', 'list', ...options], { as })).map(({ id }) => id)

  test('everybody lists all, in order of id', async () => {
    expect(await list(kate)).toEqual([events.open.id, events.kates.id, events.anns.id])
  })

  test('mine are my clients’, or those I support; the filters combine', async () => {
    const { open, kates, anns } = events
    expect(await list(bill, '--only-mine')).toEqual([open.id, kates.id])
    expect(await list(kate, '--only-mine')).toEqual([kates.id, anns.id])
    expect(await list(manager, '--unassigned')).toEqual([open.id])
    expect(await list(bill, '--only-mine', '--unassigned')).toEqual([open.id])
    expect(await list(kate, '--only-mine', '--unassigned')).toEqual([])
  })

  test('the card has everybody by name, how the client is reached, and the notes in their lines', async () => {
    const { stdout } = await agency.run(['event', 'view', String(events.open.id)], { as: kate })
    expect(stdout).toContain(`Bill Boquet (${bill.id})`)
    expect(stdout).toContain(events.open.client_email ?? 'no email')
    expect(stdout).toMatch(/First line\n +Second line/)
  })

  test('an absent one is 3, in both languages', async () => {
    const english = await agency.run(['event', 'view', '9999'], { as: kate })
    const french = await agency.run(['event', 'view', '9999'], { as: kate, lang: 'fr' })
    expect([english.code, french.code]).toEqual([Exit.notFound, Exit.notFound])
    expect(english.stderr).toContain('Event 9999 not found')
    expect(french.stderr).toContain('Événement 9999 introuvable')
  })

  test('its history, for who may read the log', async () => {
    const argv = ['event', 'view', String(events.kates.id), '--history']
    const { history } = await agency.json<{ history: { action: string; user_id: number }[] }>(argv, { as: manager })
    expect(history.map(({ action, user_id }) => [action, user_id])).toEqual([
      ['insert', bill.id],
      ['update', manager.id],
    ])
    expect((await agency.run(argv, { as: kate })).code).toBe(Exit.forbidden)
  })

  test('management deletes one that it was shown; nobody else does', async () => {
    const { id } = await makeEvent(agency, bill)
    const argv = ['event', 'delete', String(id)]
    for (const as of [bill, kate]) expect((await agency.run([...argv, '--yes'], { as })).code).toBe(Exit.forbidden)
    const no = await agency.run(argv, { as: manager, terminal: 80, answers: [false] })
    expect([no.code, no.asked[0]?.message]).toEqual([
      Exit.cancelled,
      `Delete event ${id} (Gala)? This cannot be undone.`,
    ])
    expect((await agency.run([...argv, '--yes', '--if-version', '7'], { as: manager })).code).toBe(Exit.refused)
    expect(await agency.json([...argv, '--yes'], { as: manager })).toEqual({ id })
    expect((await agency.run([...argv, '--yes'], { as: manager })).code).toBe(Exit.notFound)
  })
})
