/** Notes: what was said with a client, whom to call back, and the notes of an event that are not replaced by accident. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { ClientCard } from '../../src/client/client.ts'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import type { Interaction } from '../../src/interaction/interaction.ts'
import { ofClient } from '../../src/interaction/store.ts'
import { makeClient, makeEvent } from '../contract/deal.ts'
import { type Agency, openAgency, type Person, type RunOptions } from '../support/agency.ts'

setDefaultTimeout(60_000)

const day = (days: number) => Temporal.Now.plainDateISO('Europe/Paris').add({ days }).toString()

describe.each(['server', 'embedded'] as const)('notes (%s)', (kind) => {
  let agency: Agency
  let boss: Person, bill: Person, ann: Person, kate: Person, lou: Person
  let event: EventCard

  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    ann = await agency.person('commercial', { fullName: 'Ann Other' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
    lou = await agency.person('support', { fullName: 'Lou Bouzin' })
    const { id } = await makeEvent(agency, bill)
    event = await agency.json(['event', 'assign_support', String(id), String(kate.id)], { as: boss })
  })
  afterAll(() => agency.close())

  // The reminders that are due are so by the clock of the database, so the program has the same one.
  const clock = () => ({ now: Date.now() })
  const run = (as: Person, argv: readonly (string | number)[], o: RunOptions = {}) =>
    agency.run(argv.map(String), { as, ...clock(), ...o })
  const json = <T>(as: Person, ...argv: (string | number)[]) => agency.json<T>(argv.map(String), { as, ...clock() })
  const note = (as: Person, client: number, ...more: (string | number)[]) =>
    json<Interaction>(as, 'client', 'note', client, 'Hello', ...more)
  const seen = (client: number) => json<ClientCard>(boss, 'client', 'view', client)
  const dates = async (client: number) => {
    const { last_contact_date: last, next_contact_date: next } = await seen(client)
    return { last: last?.slice(0, 10) ?? null, next }
  }

  test('a note → its row, with the names; the client by name; who wrote it is who runs it', async () => {
    const client = await makeClient(agency, bill, '-l', day(-90))
    const argv = ['client', 'note', client.full_name, 'First line\nsecond', '--kind', 'Réunion', '--next', 'in 2 weeks']
    const written = await json<Interaction>(bill, ...argv)
    expect(written).toMatchObject({
      ...{ client_id: client.id, client_name: client.full_name, event_id: null, event_title: null },
      ...{ kind: 'meeting', text: 'First line\nsecond', next_on: day(14), no_next: false },
      ...{ user_id: bill.id, user_name: 'Bill Boquet', cancelled_at: null },
    })
    expect(await dates(client.id)).toEqual({ last: written.at.slice(0, 10), next: day(14) })
    const contacted = await json<Interaction>(bill, 'client', 'contacted', client.id)
    expect(contacted).toMatchObject({ kind: 'call', text: null, next_on: null })
    expect(Date.parse(contacted.at)).toBeGreaterThan(Date.now() - 60_000)
  })

  test('the last contact is the greatest; a reminder is set, cleared when it is due, and taken away by none', async () => {
    const { id } = await makeClient(agency, bill)
    await note(bill, id, '--on', day(-3), '--next', day(30))
    expect(await dates(id)).toEqual({ last: day(-3), next: day(30) })
    await note(bill, id, '--on', day(-8))
    expect(await dates(id)).toEqual({ last: day(-3), next: day(30) })
    expect((await run(bill, ['client', 'note', id, 'Late', '--next', day(-1)])).stderr).toContain('already over')
    expect(await dates(id)).toEqual({ last: day(0), next: day(-1) })
    await note(bill, id)
    expect(await dates(id)).toEqual({ last: day(0), next: null })
    for (const [none, next] of [
      ['none', day(5)],
      ['aucune', day(6)],
      ['', day(7)],
    ] as const) {
      await note(bill, id, '--next', next)
      expect((await dates(id)).next).toBe(next)
      expect(await note(bill, id, '--next', none)).toMatchObject({ next_on: null, no_next: true })
      expect((await dates(id)).next).toBeNull()
    }
  })

  test('a reminder is due by the day of who writes, who may be ahead of UTC', async () => {
    const { id } = await makeClient(agency, bill)
    for (const [next, left] of [
      [day(1), null],
      [day(2), day(2)],
    ] as const) {
      await note(bill, id, '--next', next)
      const { app } = agency.app({ as: bill })
      await app.connect((connection) => ofClient(connection, id, { kind: 'call', text: null, today: day(1) }), {
        writes: true,
      })
      expect((await dates(id)).next).toBe(left)
    }
  })

  test('a day after today, a time for a reminder, an unknown kind, no text → 2, and nothing is written', async () => {
    const { id } = await makeClient(agency, bill)
    const weekday = Temporal.PlainDate.from(day(1)).toLocaleString('en', { weekday: 'long' })
    for (const [argv, said] of [
      [['Hello', '--on', day(1)], 'after today'],
      [['Hello', '--on', `next ${weekday}`], 'after today'],
      [['Hello', '--next', 'tomorrow 2pm'], 'has a time'],
      [['Hello', '--kind', 'fax'], 'call, email, meeting, visit, other'],
      [[], 'TEXT'],
      [['  '], 'empty'],
    ] as const) {
      const { code, stderr } = await run(bill, ['client', 'note', id, ...argv])
      expect({ argv, code }).toEqual({ argv, code: Exit.usage })
      expect(stderr).toContain(said)
    }
    // A weekday alone is the last one, never the next.
    expect((await note(bill, id, '--on', weekday)).at.slice(0, 10)).toBe(day(-6))
    expect(await json(boss, 'client', 'view', id, '--history')).toMatchObject({ interactions: [{ text: 'Hello' }] })
  })

  test('a note about an event → the client of the event too, and no date of the client', async () => {
    const client = event.client_id ?? 0
    const before = await seen(client)
    const written = await json<Interaction>(kate, 'event', 'note', event.title, 'DJ at 9 PM', '--kind', 'visite')
    expect(written).toMatchObject({ event_id: event.id, event_title: 'Gala', client_id: client, kind: 'visit' })
    expect(await seen(client)).toEqual(before)
    expect(await json(boss, 'event', 'view', event.id)).toEqual({ ...event })
    expect((await run(kate, ['event', 'note', event.id, 'x', '--next', 'friday'])).code).toBe(Exit.usage)
  })

  test('in French the refusal is a sentence', async () => {
    const { id } = await makeClient(agency, bill)
    const { stderr } = await run(ann, ['client', 'note', id, 'x'], { lang: 'fr' })
    expect(stderr).toContain("la permission d'écrire une note à ce sujet")
  })

  test('whose client it is decides: 5 for others, 3 for none; a support may, without any right on clients', async () => {
    const { id } = await makeClient(agency, bill)
    for (const [as, argv, code] of [
      [ann, ['client', 'note', id, 'x'], Exit.forbidden],
      [kate, ['client', 'contacted', id], Exit.forbidden],
      [lou, ['event', 'note', event.id, 'x'], Exit.forbidden],
      [ann, ['event', 'note', event.id, 'x'], Exit.forbidden],
      [bill, ['client', 'note', 9999, 'x'], Exit.notFound],
      [kate, ['event', 'note', 9999, 'x'], Exit.notFound],
      [boss, ['client', 'note', id, 'x'], Exit.ok],
      [boss, ['event', 'note', event.id, 'x'], Exit.ok],
      [bill, ['event', 'note', event.id, 'x'], Exit.ok],
      [kate, ['client', 'note', event.client_id ?? 0, 'x', '--next', day(4)], Exit.ok],
    ] as const)
      expect({ argv, code: (await run(as, argv)).code }).toEqual({ argv, code })
    expect((await dates(event.client_id ?? 0)).next).toBe(day(4))
    // An event of a colleague's is not one's own because another one of the same client is.
    const other = await json<EventCard>(
      ...([bill, 'event', 'create', '-c', event.contract_id, '-t', 'Other', '-a', 'Lyon', '-s', '01/07/2027'] as const),
      ...['-e', '02/07/2027'],
    )
    const { code, stderr } = await run(kate, ['event', 'note', other.id, 'x'])
    expect(code).toBe(Exit.forbidden)
    expect(stderr).toContain(`Event ${other.id} has no support colleague yet`)
  })

  test('a card → the last five, the newest first, and the command for all of them; --history → all', async () => {
    const { id } = await makeClient(agency, bill)
    for (const days of [9, 8, 7, 6, 5, 4, 3]) await json(bill, 'client', 'note', id, `note ${days}`, '--on', day(-days))
    const { stdout, stderr } = await run(ann, ['client', 'view', id], { terminal: 100 })
    expect(stdout).toContain('Notes (5+)')
    expect(stdout.indexOf('note 3')).toBeLessThan(stdout.indexOf('note 7'))
    expect(stdout).not.toContain('note 8')
    expect(stderr).toContain(`epic-events client view ${id} --history`)
    const all = await run(ann, ['client', 'view', id, '--history'], { terminal: 100 })
    for (const part of ['Notes (7)', 'note 9']) expect(all.stdout).toContain(part)
    type Card = { interactions?: Interaction[]; history?: { new_values: object }[] }
    const card = await json<Card>(boss, 'client', 'view', id, '--history')
    expect(card.interactions?.map(({ text }) => text)).toEqual([3, 4, 5, 6, 7, 8, 9].map((days) => `note ${days}`))
    expect(card.history?.filter(({ new_values }) => 'last_contact_date' in new_values)).toHaveLength(8)
    expect(await json<Card>(ann, 'client', 'view', id)).not.toHaveProperty('interactions')
    expect(
      (await json<Card>(ann, 'event', 'view', event.id, '--with', 'interactions')).interactions?.[0],
    ).toMatchObject({ text: 'x', user_name: 'Bill Boquet' })
    const logged = await json<{ new_values: object }[]>(boss, 'audit', 'list', '--table', 'interaction', '--limit', 0)
    expect(logged.some(({ new_values }) => 'text' in new_values && new_values.text === 'note 9')).toBe(true)
  })

  test('--due → the reminders up to the end of the period, the overdue ones first; `today` → those to call back', async () => {
    const [late, soon, far] = [
      (await makeClient(agency, ann)).id,
      (await makeClient(agency, ann)).id,
      (await makeClient(agency, ann)).id,
    ]
    await note(ann, soon, '--next', day(0))
    await note(ann, late, '--next', day(-9))
    await note(ann, far, '--next', day(9))
    const due = async (...more: string[]) =>
      (await json<ClientCard[]>(ann, 'client', 'list', '--only-mine', ...more)).map(({ id }) => id)
    expect(await due('--due', 'today')).toEqual([late, soon])
    expect(await due('--due', day(9))).toEqual([late, soon, far])
    expect(await due('--due', day(-1))).toEqual([late])
    expect(await due('--sort', 'next_contact', '--desc')).toEqual([far, soon, late])
    const { stdout } = await run(ann, ['client', 'list', '--due', 'today', '--columns', 'id,next_contact_date'])
    expect(stdout).toContain(day(-9).split('-').reverse().join('/'))
    const { callbacks } = await json<{ callbacks: ClientCard[] }>(ann, 'today')
    expect(callbacks.map(({ id, next_contact_date: next }) => [id, next])).toEqual([
      [late, day(-9)],
      [soon, day(0)],
    ])
  })

  test('event update -n on notes that have text → asked, or 2 after the permission, and nothing is written', async () => {
    const { id } = event
    const update = (as: Person, more: readonly string[], o: RunOptions = {}) =>
      run(as, ['event', 'update', id, ...more], o)
    const now = async () => {
      const { notes, participant_count: count } = await json<EventCard>(kate, 'event', 'view', id)
      return { notes, count }
    }
    expect((await update(kate, ['-n', 'Old'])).code).toBe(Exit.ok)
    for (const notes of ['New', '']) {
      const { code, stderr } = await update(kate, ['-n', notes, '--participant-count', '9'])
      expect(code).toBe(Exit.usage)
      for (const way of ['--replace-notes', `event note ${id}`]) expect(stderr).toContain(way)
      expect((await update(lou, ['-n', notes])).code).toBe(Exit.forbidden)
      expect((await update(kate, ['-n', notes, '--if-version', '99'])).code).toBe(Exit.refused)
    }
    expect(await now()).toEqual({ notes: 'Old', count: 0 })
    expect((await update(kate, ['-n', 'Old', '--participant-count', '9'])).code).toBe(Exit.ok)
    const no = await update(kate, ['-n', 'New'], { terminal: 80, answers: [false] })
    expect(no.code).toBe(Exit.cancelled)
    expect(no.asked[0]?.message).toContain('Old')
    expect(await now()).toEqual({ notes: 'Old', count: 9 })
    expect((await update(kate, ['-n', 'New'], { terminal: 80, answers: [true] })).code).toBe(Exit.ok)
    expect((await update(kate, ['-n', '', '--replace-notes'])).code).toBe(Exit.ok)
    expect((await update(kate, ['-n', 'Again'])).code).toBe(Exit.ok)
    expect(await now()).toEqual({ notes: 'Again', count: 9 })
  })

  test('a client is deleted with its notes, an event leaves them under the client; a hand-over keeps the authors', async () => {
    const made = await makeEvent(agency, bill)
    const client = made.client_id ?? 0
    await json(bill, 'event', 'note', made.id, 'Kept')
    await json(boss, 'user', 'hand-over', bill.id, ann.id, '--yes')
    await json(boss, 'event', 'delete', made.id, '--yes')
    const card = await json<{ interactions: Interaction[] }>(ann, 'client', 'view', client, '--with', 'interactions')
    expect(card.interactions).toMatchObject([
      { text: 'Kept', event_id: null, user_id: bill.id, user_name: 'Bill Boquet' },
    ])
    await json(boss, 'contract', 'delete', made.contract_id, '--yes')
    await json(ann, 'client', 'delete', client, '--yes')
    const logged = await json<{ action: string }[]>(
      ...([boss, 'audit', 'list', '--table', 'interaction', '--id', card.interactions[0]?.id ?? 0] as const),
    )
    expect(logged.map(({ action }) => action)).toEqual(['delete', 'update', 'insert'])
  })
})
