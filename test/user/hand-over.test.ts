import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import type { Agency, Person } from '../support/agency.ts'
import { deal, id, userTeam } from './team.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let source: Person
let target: Person
beforeAll(async () => {
  ;({ agency, boss } = await userTeam())
})
beforeEach(async () => {
  source = await agency.person('commercial', { fullName: 'Gil' })
  target = await agency.person('commercial', { fullName: 'Tara' })
})
afterAll(() => agency.close())

describe('user hand-over', () => {
  test('neither of the two permissions → 5, naming both with what each allows', async () => {
    for (const [lang, sentence] of [
      ['en', 'it needs client:assign_commercial or event:assign_support.\n  Ask a manager: Martine Chef.'],
      [
        'fr',
        'il faut client:assign_commercial (confier les clients à un autre commercial) ou event:assign_support (choisir le collaborateur support des événements).\n  Demandez à un gestionnaire : Martine Chef.',
      ],
    ] as const) {
      const { code, stderr, asked } = await agency.run(['user', 'hand-over'], { as: source, terminal: 300, lang })
      expect({ code, asked }).toEqual({ code: Exit.forbidden, asked: [] })
      expect(stderr).toContain(sentence)
    }
  })

  test('the clients of a commercial → all move with their contracts and events, also when the commercial has left', async () => {
    const one = await deal(agency, source, undefined, 5)
    await deal(agency, source, undefined)
    await agency.run(['user', 'update', id(source), '--is-active', 'false'], { as: boss })
    const moved = await agency.json(['user', 'hand-over', id(source), id(target), '--yes'], { as: boss })
    expect(moved).toEqual({
      from_id: source.id,
      from_name: 'Gil',
      to_id: target.id,
      to_name: 'Tara',
      clients: 2,
      contracts: 2,
      events: 0,
    })
    const [left] = await agency.owner(
      (sql) => sql`select (select count(*)::int from epic_events.client where commercial_id = ${source.id}) as clients,
      (select count(*)::int from epic_events.contract where commercial_id = ${source.id}) as contracts,
      (select commercial_id from epic_events.event where id = ${one.events[0] ?? 0}) as event`,
    )
    expect(left).toEqual({ clients: 0, contracts: 0, event: target.id })
    expect(await agency.run(['user', 'hand-over', id(source), id(target), '--yes'], { as: boss })).toMatchObject({
      code: Exit.ok,
      stderr: expect.stringContaining('nothing to hand over'),
    })
    expect((await agency.run(['user', 'delete', id(source), '--yes'], { as: boss })).code).toBe(Exit.ok)
  })

  test('asked → names what will move, and nothing moves without a yes; nothing to move is not asked; a script says --yes', async () => {
    const { client } = await deal(agency, source, undefined)
    const argv = ['user', 'hand-over', id(source), id(target)]
    const no = await agency.run(argv, { as: boss, terminal: 100, answers: [false] })
    expect(no).toMatchObject({ code: Exit.cancelled, stderr: expect.stringContaining(`  client ${client} · `) })
    expect(no.asked[0]?.message).toBe('Hand over 1 client and 1 contract from Gil to Tara?')
    const typed = await agency.run(argv, { as: boss, lang: 'fr' })
    expect(typed).toMatchObject({ code: Exit.usage, stderr: expect.stringContaining('--yes') })
    expect((await agency.run(argv, { as: boss, terminal: 100, answers: [true] })).code).toBe(Exit.ok)
    const again = await agency.run(argv, { as: boss, terminal: 100 })
    expect(again).toMatchObject({ code: Exit.ok, asked: [], stderr: expect.stringContaining('nothing to hand over') })

    const [kate, sam] = [await agency.person('support'), await agency.person('support', { active: false })]
    const coming = Array.from({ length: 22 }, (_, at) => at + 1)
    const { events } = await deal(agency, source, kate, ...coming)
    const of = ['user', 'hand-over', id(kate)]
    expect((await agency.run([...of, id(sam)], { as: boss, terminal: 100 })).code).toBe(Exit.refused)
    const to = await agency.person('support')
    const { stderr } = await agency.run([...of, id(to)], { as: boss, terminal: 100, answers: [false] })
    for (const event of events.slice(0, 20)) expect(stderr).toContain(`  event ${event} · `)
    expect(stderr).toContain('  … and 2 more\n')
  })

  test('the events of a support → the upcoming ones move, the past ones stay', async () => {
    const [kate, sam] = [await agency.person('support'), await agency.person('support')]
    const { events } = await deal(agency, source, kate, 2, -2, 4)
    const moved = await agency.json(['user', 'hand-over', id(kate), id(sam), '--yes'], { as: boss })
    expect(moved).toMatchObject({ clients: 0, contracts: 0, events: 2 })
    const now = await agency.owner(
      (sql) => sql`select support_contact_id from epic_events.event where id in ${sql(events)} order by id`,
    )
    expect(now.map((row) => row['support_contact_id'])).toEqual([sam.id, kate.id, sam.id])
  })

  test('a target of another role, an inactive one or oneself → 6; an unknown user → 3; and nothing moves', async () => {
    await deal(agency, source, undefined)
    const support = await agency.person('support', { fullName: 'Kate' })
    const inactive = await agency.person('commercial', { active: false })
    const to = async (other: string) => agency.run(['user', 'hand-over', id(source), other, '--yes'], { as: boss })
    expect(await to(id(support))).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining('Kate has the role support'),
    })
    expect(await to(id(inactive))).toMatchObject({ code: Exit.refused, stderr: expect.stringContaining('is inactive') })
    expect((await to(id(source))).code).toBe(Exit.refused)
    expect((await to('999999')).code).toBe(Exit.notFound)
    expect((await agency.run(['user', 'hand-over', id(boss), id(boss), '--yes'], { as: boss })).code).toBe(Exit.refused)
    const [still] = await agency.owner(
      (sql) => sql`select count(*)::int as n from epic_events.client where commercial_id = ${source.id}`,
    )
    expect(still).toEqual({ n: 1 })
  })

  test('nothing that the target could take over, but something that another user could → 6 with the way on', async () => {
    const [kate, sam] = [await agency.person('support'), await agency.person('support', { fullName: 'Sam' })]
    await deal(agency, source, kate, 5)
    await deal(agency, source, kate)
    await agency.json(['user', 'update', id(source), '-r', 'support'], { as: boss })
    const { code, stderr } = await agency.run(['user', 'hand-over', id(source), id(sam), '--yes'], { as: boss })
    expect({ code, stderr }).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining('Gil still has 2 clients. Only a salesperson can take them over.'),
    })
    expect(stderr).toContain(`epic-events user hand-over ${id(source)}`)
    // The list of targets that this command shows has commercials in it.
    const asked = await agency.run(['user', 'hand-over', id(source)], {
      as: boss,
      terminal: 100,
      answers: [target.id, true],
    })
    expect({ code: asked.code, stderr: asked.stderr }).toMatchObject({
      code: Exit.ok,
      stderr: expect.stringContaining('2 clients'),
    })

    await agency.json(['user', 'update', id(kate), '-r', 'commercial'], { as: boss })
    const events = ['user', 'hand-over', id(kate), id(target), '--yes']
    expect(await agency.run(events, { as: boss, lang: 'fr' })).toMatchObject({
      code: Exit.refused,
      stderr: expect.stringContaining(
        "s'occupe encore de 1 événement à venir\u00a0: seul un collaborateur support peut le reprendre.",
      ),
    })
  })

  test('a source who changed roles → hands over what they had before', async () => {
    await deal(agency, source, undefined)
    await agency.json(['user', 'update', id(source), '-r', 'support'], { as: boss })
    expect(await agency.json(['user', 'hand-over', id(source), id(target), '--yes'], { as: boss })).toMatchObject({
      clients: 1,
    })
  })

  test('without client:assign_commercial → 5 for clients; event:assign_support alone is enough for events', async () => {
    await deal(agency, source, undefined)
    expect((await agency.run(['user', 'hand-over', id(source), id(target), '--yes'], { as: source })).code).toBe(
      Exit.forbidden,
    )
    expect((await agency.run(['user', 'hand-over', id(source), '999999', '--yes'], { as: source })).code).toBe(
      Exit.forbidden,
    )
    const permissions = ['event:assign_support', 'event:view', 'client:view']
    await agency.json(['role', 'create', '-n', 'planner'], { as: boss })
    await agency.json(['role', 'grant', 'planner', ...permissions], { as: boss })
    const planner = await agency.person('planner')
    expect(await agency.run(['user', 'hand-over', id(source), id(target), '--yes'], { as: planner })).toMatchObject({
      code: Exit.forbidden,
      stderr: expect.stringContaining('client:assign_commercial'),
    })
    const [kate, sam] = [await agency.person('support'), await agency.person('support')]
    await deal(agency, source, kate, 2)
    expect(await agency.json(['user', 'hand-over', id(kate), id(sam), '--yes'], { as: planner })).toMatchObject({
      events: 1,
    })
  })

  test('with client:assign_commercial:own → one’s own clients move; those of others → 5', async () => {
    await agency.json(['role', 'grant', 'commercial', 'client:assign_commercial:own', 'client:view:own'], { as: boss })
    await deal(agency, source, undefined)
    await deal(agency, target, undefined)
    expect((await agency.run(['user', 'hand-over', id(target), id(source), '--yes'], { as: source })).code).toBe(
      Exit.forbidden,
    )
    expect(await agency.json(['user', 'hand-over', id(source), id(target), '--yes'], { as: source })).toMatchObject({
      clients: 1,
    })
    await agency.json(['role', 'revoke', 'commercial', 'client:assign_commercial:own', 'client:view:own'], { as: boss })
  })
})
