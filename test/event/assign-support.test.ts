import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { EventCard } from '../../src/event/event.ts'
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

const view = () => agency.json<EventCard>(['event', 'view', String(event.id)], { as: bill })

describe('event assign_support', () => {
  const run = (as: Person, to: number, ...more: string[]) =>
    agency.run(['event', 'assign_support', String(event.id), String(to), ...more], { as })

  test('a support → old → new and the whole record; the same support again → nothing was changed', async () => {
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

  test('assign-support, with a hyphen → the same command', async () => {
    const same = ['event', 'assign-support', String(event.id), String(lou.id)]
    expect(await agency.json(same, { as: manager })).toMatchObject({ support_contact_id: lou.id })
  })

  test('a commercial or a support → 5, and nothing is written', async () => {
    for (const as of [bill, kate]) expect((await run(as, lou.id)).code).toBe(Exit.forbidden)
    expect(await view()).toEqual(event)
  })

  test('an event that moves to another contract at this moment → 6, and its support stays', async () => {
    const { contract_id: other } = await team.supported()
    const moved = await agency.owner(async (sql) => {
      let running: ReturnType<typeof run> | undefined
      await sql.begin(async (mover) => {
        await mover`update epic_events.event set contract_id = ${other} where id = ${event.id}`
        running = run(manager, lou.id)
        const waiting = async () =>
          (await mover`select from pg_locks where pg_backend_pid() = any (pg_blocking_pids(pid)) and not granted`)
            .length > 0
        while (!(await waiting())) await Bun.sleep(5)
      })
      return running
    })
    expect([moved?.code, moved?.stderr]).toEqual([Exit.refused, expect.stringContaining(`Event ${event.id}`)])
    expect(await view()).toMatchObject({ contract_id: other, support_contact_id: kate.id })
  })

  test('somebody who is no support → 6, naming them and the list of those who are', async () => {
    const { code, stderr } = await run(manager, bill.id)
    expect(code).toBe(Exit.refused)
    expect(stderr).toContain(`${bill.fullName} (${bill.id})`)
    expect(stderr).toContain('user list --support')
  })

  test('a name that several have → a person chooses among those who can run the event', async () => {
    const zora = await agency.person('support', { fullName: 'Zora Support' })
    const seller = await agency.person('commercial', { fullName: 'Zora Vente' })
    const asked = await agency.run(['event', 'assign_support', String(event.id), 'zora'], {
      as: manager,
      terminal: 80,
      answers: ['Zora Support'],
    })
    const offered = (asked.asked[0]?.choices ?? []).join('\n')
    expect({ code: asked.code, typed: asked.asked[0]?.typed }).toEqual({ code: Exit.ok, typed: 'zora' })
    expect([offered.includes(`#${zora.id}`), offered.includes(`#${seller.id}`)]).toEqual([true, false])
    expect(await view()).toMatchObject({ support_contact_id: zora.id })
  })

  test('an absent event, or a name that nobody has → 3; a missing argument → 2', async () => {
    expect((await agency.run(['event', 'assign_support', '9999', String(lou.id)], { as: manager })).code).toBe(
      Exit.notFound,
    )
    const missing = await agency.run(['event', 'assign_support', String(event.id)], { as: manager })
    expect([missing.code, missing.stderr.includes('SUPPORT_ID')]).toEqual([Exit.usage, true])
    expect((await agency.run(['event', 'assign_support', 'x', 'y'], { as: manager })).code).toBe(Exit.notFound)
  })

  test('two managers with the same --if-version → one of them wins', async () => {
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

  test('a support who is deactivated at the same moment → was assigned before, or not at all', async () => {
    for (let round = 0; round < 5; round++) {
      const leaving = await agency.person('support')
      const [assigned] = await Promise.all([
        run(manager, leaving.id),
        agency.owner((sql) => sql`update epic_events.users set is_active = false where id = ${leaving.id}`),
      ])
      const logged = await agency.owner(
        (sql) => sql<{ table_name: string }[]>`
          select table_name from epic_events.audit_log
          where action = 'update' and ((table_name = 'users' and row_id = ${leaving.id})
            or (table_name = 'event' and (new_values ->> 'support_contact_id')::integer = ${leaving.id}))
          order by id`,
      )
      expect(logged.map((row) => row.table_name)).toEqual(assigned.code === Exit.ok ? ['event', 'users'] : ['users'])
      expect<number[]>([Exit.ok, Exit.refused]).toContain(assigned.code)
    }
  })
})
