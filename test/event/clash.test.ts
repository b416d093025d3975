/** A support who is to be in two places at once: the warning, `--strict`, who is free, and the same against a check of every pair. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import * as fc from 'fast-check'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
import { makeContract, makeEvent } from '../contract/deal.ts'
import type { Agency, Person } from '../support/agency.ts'
import { type EventTeam, eventTeam } from './team.ts'

setDefaultTimeout(120_000)

let team: EventTeam
let agency: Agency
let manager: Person, bill: Person, kate: Person, lou: Person
let contract: number

beforeAll(async () => {
  team = await eventTeam()
  ;({ agency, manager, bill, kate, lou } = team)
  contract = (await makeContract(agency, bill, '--is-signed')).id
})
afterAll(() => agency.close())

const clear = () => agency.owner((sql) => sql`delete from epic_events.event`)
/** An event of Bill's, by the owner. */
const made = async (title: string, start: string, end: string, support: Person | null, address = 'Lyon') => {
  const [row] = await agency.owner(
    (sql) => sql<{ id: number }[]>`
      insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
      values (${contract}, ${title}, ${address}, ${start}, ${end}, ${support?.id ?? null}) returning id`,
  )
  return row?.id ?? 0
}
const assign = (id: number, to: Person, ...more: string[]) =>
  agency.run(['event', 'assign_support', String(id), String(to.id), ...more], { as: manager })
const supportOf = async (id: number) =>
  (await agency.json<EventCard>(['event', 'view', String(id)], { as: manager })).support_contact_id

describe('a wedding over midnight, and what comes after it', () => {
  let wedding: number
  beforeAll(async () => {
    await clear()
    wedding = await made('Wedding', '2027-06-04 13:00+02', '2027-06-05 02:00+02', kate)
  })

  test('at the same time → a warning that names it, and the event is assigned; with --strict → 6', async () => {
    const gala = await made('Gala', '2027-06-05 01:00+02', '2027-06-05 05:00+02', null)
    const strict = await assign(gala, kate, '--strict', '--json')
    const { error } = JSON.parse(strict.stderr)
    expect([strict.code, strict.stdout, await supportOf(gala)]).toEqual([Exit.refused, '', null])
    expect(error).toMatchObject({
      ...{ code: 'refused', constraint: 'event_support_free' },
      message: `Kate Hastroff (${kate.id}) is not free: 1 other event at the same time.`,
      next: [`epic-events event list --support ${kate.id}`],
      more: [`event ${wedding}, Wedding`],
    })
    const { code, stdout, stderr } = await assign(gala, kate, '--json')
    const said = `! Kate Hastroff (${kate.id}) has event ${wedding} “Wedding” at the same time: 04/06/2027 13:00 – 05/06/2027 02:00.\n`
    expect([code, stderr.includes(said)]).toEqual([Exit.ok, true])
    const view = await agency.json(['event', 'view', String(gala)], { as: manager })
    expect(JSON.parse(stdout)).toEqual(view)
    const again = await agency.run(['event', 'assign_support', String(gala), String(kate.id), '--quiet'], {
      as: manager,
      lang: 'fr',
    })
    expect(again.stderr.replaceAll('\u00a0', ' ')).toBe(
      `! Kate Hastroff (${kate.id}) a déjà l'événement ${wedding} « Wedding » au même moment : 04/06/2027 13:00 – 05/06/2027 02:00.\n`,
    )
    // What changes neither the time nor the person is not judged.
    const notes = ['event', 'update', String(gala), '--participant-count', '9', '--strict']
    expect(await agency.run(notes, { as: manager })).toMatchObject({
      code: Exit.ok,
      stderr: expect.not.stringContaining('same time'),
    })
    await agency.run(['event', 'delete', String(gala), '--yes'], { as: manager })
  })

  test('less than two hours from another address → a softer warning, also with --strict', async () => {
    const warned = async (start: string, end: string, address: string) => {
      const id = await made('After', start, end, null, address)
      const { code, stderr } = await assign(id, kate, '--strict')
      expect(code).toBe(Exit.ok)
      await agency.owner((sql) => sql`delete from epic_events.event where id = ${id}`)
      return stderr.includes('less than 2 hours between this event and event')
    }
    expect(await warned('2027-06-05 03:59+02', '2027-06-05 06:00+02', 'Paris')).toBe(true)
    expect(await warned('2027-06-05 02:00+02', '2027-06-05 06:00+02', 'Paris')).toBe(true)
    expect(await warned('2027-06-04 08:00+02', '2027-06-04 12:00+02', 'Paris')).toBe(true)
    // The same address in another spelling, and exactly two hours.
    expect(await warned('2027-06-05 02:00+02', '2027-06-05 06:00+02', 'LYON')).toBe(false)
    expect(await warned('2027-06-05 04:00+02', '2027-06-05 06:00+02', 'Paris')).toBe(false)
  })

  test('create, and update of a date, warn and refuse alike', async () => {
    const fields = ['-c', String(contract), '-t', 'Late', '-a', 'Lyon', '--support-contact-id', String(kate.id)]
    const at = (start: string, end: string) => ['-s', start, '-e', end]
    const create = (...more: string[]) => agency.run(['event', 'create', ...fields, ...more], { as: manager })
    const count = () => agency.owner((sql) => sql`select from epic_events.event`).then(({ length }) => length)
    const before = await count()
    expect((await create(...at('05/06/2027 01:00', '05/06/2027 03:00'), '--strict')).code).toBe(Exit.refused)
    expect(await count()).toBe(before)
    const { code, stderr } = await create(...at('05/06/2027 01:00', '05/06/2027 03:00'))
    expect([code, stderr.includes(`event ${wedding} “Wedding” at the same time`)]).toEqual([Exit.ok, true])
    const [row] = await agency.owner((sql) => sql<{ id: number }[]>`select max(id) as id from epic_events.event`)
    const move = (day: string, ...more: string[]) =>
      agency.run(['event', 'update', String(row?.id), ...at(`${day} 01:00`, `${day} 03:00`), ...more], { as: manager })
    expect(await move('07/06/2027', '--strict')).toMatchObject({
      code: Exit.ok,
      stderr: expect.not.stringContaining('!'),
    })
    expect((await move('05/06/2027', '--strict')).code).toBe(Exit.refused)
    expect((await move('05/06/2027')).stderr).toContain('at the same time')
  })

  test('many at the same time → five are named, and that there are more', async () => {
    for (let n = 0; n < 6; n++) await made(`N${n}`, '2027-08-01 10:00+02', '2027-08-01 12:00+02', lou)
    const { stderr } = await assign(await made('M', '2027-08-01 11:00+02', '2027-08-01 13:00+02', null), lou)
    expect(stderr.match(/at the same time/g)).toHaveLength(5)
    expect(stderr).toContain(`! Lou Bouzin (${lou.id}) has more events at that time.`)
  })
})

test.each([['--strict', [Exit.ok, Exit.refused]] as const, [undefined, [Exit.ok, Exit.ok]] as const])(
  'two managers assign two events of one evening at once, %s → %j',
  async (option, codes) => {
    await clear()
    const other = await agency.person('management')
    const events = [
      await made('One', '2027-09-01 18:00+02', '2027-09-01 23:00+02', null),
      await made('Two', '2027-09-01 20:00+02', '2027-09-02 01:00+02', null),
    ]
    let running: ReturnType<typeof agency.run>[] = []
    // Both have judged everything that can be judged before the row of the support.
    await agency.owner((sql) =>
      sql.begin(async (holder) => {
        await holder`select from epic_events.users where id = ${kate.id} for update`
        running = [manager, other].map((as, at) =>
          agency.run(['event', 'assign_support', String(events[at]), String(kate.id), ...(option ? [option] : [])], {
            as,
          }),
        )
        const waiting = async () =>
          (await holder`select from pg_locks where not granted and pid <> pg_backend_pid()`).length
        while ((await waiting()) < 2) await Bun.sleep(5)
      }),
    )
    expect((await Promise.all(running)).map(({ code }) => code).sort()).toEqual([...codes])
    const assigned = (await Promise.all(events.map(supportOf))).filter((id) => id === kate.id)
    expect(assigned).toHaveLength(codes.filter((code) => code === Exit.ok).length)
  },
)

test('somebody who sees few events → of the others the times alone, also when they are refused', async () => {
  await clear()
  await agency.json(['role', 'create', '-n', 'planner'], { as: manager })
  const codes = ['event:list:own', 'event:view:own', 'event:assign_support:own', 'event:update:own']
  await agency.json(['role', 'grant', 'planner', ...codes], { as: manager })
  const planner = await agency.person('commercial')
  await made('Secret', '2027-06-04 13:00+02', '2027-06-05 02:00+02', kate, 'Hidden')
  const { id } = await makeEvent(agency, planner)
  await agency.owner(
    (sql) =>
      sql`update epic_events.users set role_id = (select id from epic_events.role where name = 'planner') where id = ${planner.id}`,
  )
  const run = (...more: string[]) =>
    agency.run(['event', 'assign_support', String(id), String(kate.id), ...more], { as: planner })
  const strict = await run('--strict', '--json')
  expect(JSON.parse(strict.stderr).error).toMatchObject({ constraint: 'event_support_free', more: ['another event'] })
  const { code, stderr } = await run()
  expect([code, stderr]).toEqual([
    Exit.ok,
    expect.stringContaining('has another event at the same time: 04/06/2027 13:00'),
  ])
  expect(`${strict.stderr}${stderr}`).not.toMatch(/Secret|Hidden/)
})

describe('whom an event can be given to', () => {
  let id: number
  beforeAll(async () => {
    await clear()
    await agency.person('support', { fullName: 'Ann Early' })
    await made('Busy', '2027-06-04 13:00+02', '2027-06-05 02:00+02', kate)
    await made('Before', '2027-06-01 10:00+02', '2027-06-01 12:00+02', lou)
    await made(
      'Near',
      '2027-06-04 08:00+02',
      '2027-06-04 19:00+02',
      await agency.person('support', { fullName: 'Bea' }),
    )
    id = await made('Gala', '2027-06-04 20:00+02', '2027-06-04 23:00+02', null, 'Paris')
  })
  const offered = [
    /^Ann Early #\d+ · free$/,
    /^Lou Bouzin #\d+ · free · 1 event that week$/,
    /^Bea #\d+ · free, less than 2 hours from another event · 1 event that week$/,
    /^Kate Hastroff #\d+ · busy: #\d+ Busy · 1 event that week$/,
  ]
  const listed = (choices: readonly string[] = []) => {
    expect(choices.slice(-4)).toEqual(offered.map((line) => expect.stringMatching(line)))
  }

  test('the question lists who is free first, with the dates that were just answered', async () => {
    const assigned = await agency.run(['event', 'assign_support', String(id)], {
      ...{ as: manager, terminal: 80, answers: ['Lou Bouzin'] },
      rehearsed: true,
    })
    expect(assigned.code).toBe(Exit.ok)
    listed(assigned.asked[0]?.choices)
    const created = await agency.run(['event', 'create', '-c', String(contract), '-t', 'New', '-a', 'Paris'], {
      ...{ as: manager, terminal: 80, answers: ['04/06/2027 20:00', '04/06/2027 23:00', '', 'Kate Hastroff', ''] },
      rehearsed: true,
    })
    expect([created.code, created.stderr.includes('“Busy” at the same time')]).toEqual([Exit.ok, true])
    listed(created.asked.find(({ choices }) => choices?.some((line) => line.includes('Kate')))?.choices)
    // Moved to another day in the form, so that Kate is free, and everybody is as far away.
    const moved = await agency.run(['event', 'update', String(id)], {
      ...{ as: manager, terminal: 80, rehearsed: true },
      answers: [undefined, undefined, undefined, '11/06/2027 20:00', undefined, undefined, 'Kate Hastroff', undefined],
    })
    const choices = moved.asked.find(({ choices }) => choices?.some((line) => line.includes('Kate')))?.choices ?? []
    expect(choices.filter((line) => line.endsWith('· free'))).toHaveLength(4)
    expect([moved.code, moved.stderr.includes('at the same time')]).toEqual([Exit.ok, false])
  })

  test('--suggest → the three freest: a person chooses, a script gets them and nothing is written', async () => {
    const argv = ['event', 'assign_support', String(id), '--suggest']
    const rows = await agency.json<readonly Record<string, unknown>[]>(argv, { as: manager, rehearsed: true })
    expect(rows.map(({ full_name: name }) => name)).toEqual(['Ann Early', 'Lou Bouzin', 'Bea'])
    expect(rows[2]).toEqual({
      ...{ id: expect.any(Number), full_name: 'Bea', free: true, clashes: 0, tight: 1, week_events: 1, week_hours: 11 },
    })
    const script = await agency.run(argv, { as: manager, rehearsed: true })
    expect([script.code, script.wrote, script.stderr]).toEqual([
      Exit.ok,
      false,
      `→ epic-events event assign_support ${id} ${rows[0]?.['id']}\n`,
    ])
    const chosen = await agency.run([...argv, '--strict'], {
      ...{ as: manager, terminal: 80, answers: ['Lou Bouzin'], rehearsed: true },
    })
    expect([chosen.code, chosen.wrote, chosen.asked[0]?.choices?.length]).toEqual([Exit.ok, true, 3])
    expect(chosen.stdout).toContain('Lou Bouzin')
    const both = await agency.run([...argv, String(lou.id)], { as: manager })
    expect([both.code, both.stderr]).toEqual([Exit.usage, expect.stringContaining('SUPPORT_ID or --suggest')])
    for (const [as, code] of [
      [bill, Exit.forbidden],
      [kate, Exit.forbidden],
    ] as const)
      expect((await agency.run(argv, { as })).code).toBe(code)
    expect((await agency.run(['event', 'assign_support', '9999', '--suggest'], { as: manager })).code).toBe(
      Exit.notFound,
    )
  })
})

describe('every pair compared', () => {
  const hour = 3_600_000
  /** The night in which clocks go forward, in the middle of the events. */
  const middle = Date.parse('2027-03-28T00:30:00Z')
  interface Drawn {
    readonly support: number
    readonly start: number
    readonly end: number
  }
  const overlap = (a: Drawn, b: Drawn) => a.start < b.end && b.start < a.end
  const someEvents = fc.array(
    fc.record({
      support: fc.constantFrom(0, 0, 1, 2),
      from: fc.integer({ min: -5 * 24, max: 5 * 24 }),
      // From an hour to more than the week that parts short events from long ones; often touching another.
      hours: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }) }, fc.constantFrom(168, 169, 400)),
    }),
    { minLength: 4, maxLength: 14 },
  )

  test('busy, the clashes of `today` and the report are what a naive check finds', async () => {
    const people = [kate, lou, null]
    await fc.assert(
      fc.asyncProperty(
        someEvents,
        fc.integer({ min: -100, max: 100 }),
        fc.integer({ min: 1, max: 200 }),
        async (raw, at, length) => {
          await clear()
          const drawn = raw.map(({ support, from, hours }) => ({
            ...{ support, start: middle + from * hour, end: middle + (from + hours) * hour },
          }))
          const rows = await agency.owner(
            (sql) => sql<{ id: number }[]>`
              insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
              select ${contract}, 'E', 'Lyon', to_timestamp(e.start / 1000), to_timestamp(e."end" / 1000), e.support
              from json_to_recordset(${JSON.stringify(drawn.map((event) => ({ ...event, support: people[event.support]?.id })))}::text::json)
                e(start bigint, "end" bigint, support integer) returning id`,
          )
          const events = drawn.map((event, at) => ({ ...event, id: rows[at]?.id ?? 0 }))
          const [since, until] = [middle + at * hour, middle + (at + length) * hour]
          const within = { support: 0, start: since, end: until }
          const besides = events[0]?.id ?? 0
          const found = await agency.as(
            manager,
            (sql) => sql<{ person: number; id: number }[]>`
            select person, id from epic_events.busy(${`{${kate.id},${lou.id},${kate.id}}`}::integer[],
              ${new Date(since).toISOString()}, ${new Date(until).toISOString()}, ${besides})`,
          )
          const expected = events.filter((event) => event.support < 2 && event.id !== besides && overlap(event, within))
          expect(found.map(({ id }) => id).sort((a, b) => a - b)).toEqual(expected.map(({ id }) => id))

          for (const by of ['week', 'day'] as const) {
            const argv = ['report', 'workload', 'march 2027', '--by', by]
            const rows = await agency.json<readonly Record<string, string | number | null>[]>(argv, { as: manager })
            const told = rows
              .filter(({ events: count }) => count !== 0)
              .map((row) => [row[by], row['support_contact_id'], row['events'], row['hours'], row['clashes']].join(' '))
            expect(told.sort()).toEqual(counted(events, by).sort())
          }

          // Now is in the middle of them.
          const now = Math.ceil(Date.now() / hour) * hour
          await agency.owner(
            (sql) => sql`update epic_events.event set start_date = start_date + ${`${now - middle} ms`}::interval,
              end_date = end_date + ${`${now - middle} ms`}::interval`,
          )
          const today = await agency.json<Record<string, readonly Record<string, number>[]>>(['today'], {
            as: manager,
            now,
          })
          const pairs = events.flatMap((a) =>
            events
              .filter((b) => a.support < 2 && a.support === b.support && overlap(a, b))
              .filter((b) => a.start < b.start || (a.start === b.start && a.id < b.id))
              .filter((b) => Math.min(a.end, b.end) > middle)
              .map((b) => `${a.id} ${b.id}`),
          )
          expect(today['clashes']?.map(({ id, other_id: other }) => `${id} ${other}`).sort()).toEqual(
            pairs.sort().slice(0, 20),
          )
          const running = events.filter(({ start, end }) => start <= middle && middle < end)
          expect(today['running_events']?.map(({ id }) => id).sort()).toEqual(running.map(({ id }) => id).sort())
        },
      ),
      { numRuns: 8, seed: 20270328 },
    )
  })

  /** The report by hand: each week or day of March by its local midnights. */
  function counted(events: readonly Drawn[], by: 'week' | 'day'): string[] {
    const zone = 'Europe/Paris'
    const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds
    const [begin, end] = [midnight(new Temporal.PlainDate(2027, 3, 1)), midnight(new Temporal.PlainDate(2027, 4, 1))]
    const lines: string[] = []
    const step = by === 'week' ? { weeks: 1 } : { days: 1 }
    for (let day = Temporal.PlainDate.from('2027-03-01'); day.month < 4; day = day.add(step)) {
      const [from, to] = [Math.max(midnight(day), begin), Math.min(midnight(day.add(step)), end)]
      for (const [support, id] of [kate.id, lou.id, ''].entries()) {
        const pieces = events
          .filter((event) => event.support === support && event.start < to && event.end > from)
          .map(({ start, end: last }) => ({ support, start: Math.max(start, from), end: Math.min(last, to) }))
        if (pieces.length === 0) continue
        const hours = pieces.reduce((sum, { start, end: last }) => sum + (last - start) / hour, 0)
        const clashes = pieces.flatMap((a, at) => pieces.slice(at + 1).filter((b) => overlap(a, b))).length
        lines.push([day, id, pieces.length, hours, support === 2 ? 0 : clashes].join(' '))
      }
    }
    return lines
  }
})

test('report workload → nobody who has left, whoever asks', async () => {
  const gone = await agency.person('support', { active: false })
  const seen = async (as: Person) => {
    const rows = await agency.json<{ support_contact_id: number | null }[]>(['report', 'workload'], { as })
    return new Set(rows.map((row) => row.support_contact_id))
  }
  for (const as of [manager, kate, bill]) expect((await seen(as)).has(gone.id)).toBe(false)
  expect((await seen(manager)).has(kate.id)).toBe(true)
})
