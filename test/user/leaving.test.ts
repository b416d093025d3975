import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Agency, openAgency, type Person, password } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let boss: Person
let giver: Person
let taker: Person
beforeAll(async () => {
  agency = await openAgency()
  boss = await agency.person('management', { fullName: 'Martine Chef' })
})
beforeEach(async () => {
  giver = await agency.person('commercial', { fullName: 'Gil' })
  taker = await agency.person('commercial', { fullName: 'Tara' })
})
afterAll(() => agency.close())

const id = (person: Person) => String(person.id)

/** A client of somebody with a signed contract, and events that somebody supports; `days` from now. */
async function deal(
  owner: Person,
  support: Person | undefined,
  ...days: number[]
): Promise<{ client: number; events: number[] }> {
  return agency.owner(async (sql) => {
    const [made] = await sql<{ client: number; contract: number }[]>`
      with c as (insert into epic_events.client (full_name, email, commercial_id)
        values ('Kevin', ${`kevin${Math.random()}@startup.io`}, ${owner.id}) returning id)
      select id as client, 0 as contract from c`
    const client = made?.client ?? 0
    const [contract] = await sql<{ id: number }[]>`
      insert into epic_events.contract (client_id, total_amount, remaining_amount, is_signed) values (${client}, 100, 0, true) returning id`
    const events: number[] = []
    for (const day of days) {
      const [event] = await sql<{ id: number }[]>`
        insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
        values (${contract?.id ?? 0}, ${`Gala ${day}`}, 'Paris', now() + make_interval(days => ${day}),
          now() + make_interval(days => ${day}, hours => 2), ${support?.id ?? null}) returning id`
      if (event) events.push(event.id)
    }
    return { client, events }
  })
}

test('a command that one of two permissions opens names both, each with what it allows', async () => {
  for (const [lang, sentence] of [
    ['en', 'it needs client:assign_commercial or event:assign_support. A manager can grant one of them to your role.'],
    [
      'fr',
      'il faut client:assign_commercial (confier les clients à un autre commercial) ou event:assign_support (choisir le collaborateur support des événements). Un gestionnaire peut en accorder une à votre rôle.',
    ],
  ] as const) {
    const { code, stderr, asked } = await agency.run(['user', 'hand-over'], { as: giver, terminal: 300, lang })
    expect({ code, asked }).toEqual({ code: 5, asked: [] })
    expect(stderr).toContain(sentence)
  }
})

describe('delete', () => {
  test('is refused with what is still theirs and the ways on, however it is asked', async () => {
    await deal(giver, undefined)
    await deal(giver, undefined)
    const { code, stderr } = await agency.run(['user', 'delete', id(giver), '--yes', '--json'], { as: boss })
    const { error } = JSON.parse(stderr)
    expect({ code, ...error }).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('2 clients and 2 contracts'),
      next: [`epic-events user hand-over ${id(giver)}`, `epic-events user update ${id(giver)} --is-active false`],
    })
    expect(code).toBe(6)
    const person = await agency.run(['user', 'delete', id(giver)], { as: boss, terminal: 100 })
    expect({ code: person.code, asked: person.asked }).toEqual({ code: 6, asked: [] })
    expect(person.stderr).toContain('2 clients and 2 contracts')
  })

  test('past events cannot be handed over, so no hand-over is proposed where nothing else is left', async () => {
    const support = await agency.person('support')
    await deal(giver, support, -3)
    const { code, stderr } = await agency.run(['user', 'delete', id(support), '--yes', '--json'], { as: boss })
    expect(code).toBe(6)
    expect(JSON.parse(stderr).error).toMatchObject({
      message: expect.stringContaining('1 past event'),
      next: [`epic-events user update ${id(support)} --is-active false`],
    })
    const person = await agency.run(['user', 'delete', id(support)], { as: boss, terminal: 100, lang: 'fr' })
    expect({ code: person.code, asked: person.asked }).toEqual({ code: 6, asked: [] })
    expect(person.stderr).toContain('1 événement passé')
    expect(person.stderr).not.toContain('hand-over')
  })

  test('goes for who owns nothing, after a yes; No keeps them', async () => {
    const no = await agency.run(['user', 'delete', id(giver)], { as: boss, terminal: 100, answers: [false] })
    expect(no.code).toBe(130)
    const yes = await agency.run(['user', 'delete', id(giver)], { as: boss, terminal: 100, answers: [true] })
    expect({ code: yes.code, question: yes.asked[0]?.message }).toMatchObject({
      code: 0,
      question: expect.stringContaining('Gil'),
    })
    expect((await agency.run(['user', 'view', id(giver)], { as: boss })).code).toBe(3)
    expect((await agency.run(['client', 'list'], { as: giver })).code).toBe(4)
  })

  test('without a person --yes is needed; another version is refused; a commercial may not', async () => {
    expect(await agency.run(['user', 'delete', id(giver)], { as: boss })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    })
    expect((await agency.run(['user', 'delete', id(giver), '--yes', '--if-version', '9'], { as: boss })).code).toBe(6)
    expect((await agency.run(['user', 'delete', id(giver), '--yes'], { as: taker })).code).toBe(5)
    expect((await agency.run(['user', 'view', id(giver)], { as: boss })).code).toBe(0)
  })

  test('the last active manager is neither deleted, deactivated nor demoted', async () => {
    const attempts = [
      ['user', 'delete', id(boss), '--yes'],
      ['user', 'update', id(boss), '--is-active', 'false'],
      ['user', 'update', id(boss), '--role', 'support'],
    ]
    for (const argv of attempts) {
      expect(await agency.run(argv, { as: boss })).toMatchObject({
        code: 6,
        stderr: expect.stringContaining('last active manager'),
      })
    }
  })
})

describe('deactivation', () => {
  test('lists coming events and clients, names the hand-over, and puts the person out at once', async () => {
    const support = await agency.person('support', { fullName: 'Kate' })
    const { events } = await deal(giver, support, 3, -3, 10)
    const out = await agency.run(['user', 'update', id(support), '--is-active', 'false'], { as: boss })
    expect(out.code).toBe(0)
    expect(out.stderr).toContain('2 upcoming events')
    expect(out.stderr).toContain(`event ${events[0]} · Gala 3`)
    expect(out.stderr).not.toContain('Gala -3')
    expect(out.stderr).toContain(`epic-events user hand-over ${id(support)}`)
    expect((await agency.run(['event', 'list'], { as: support })).code).toBe(4)

    const commercial = await agency.run(['user', 'update', id(giver), '--is-active=false'], { as: boss, lang: 'fr' })
    expect(commercial.stderr).toContain('1 client')
    expect(commercial.stderr).toContain('user list --commercial')
  })

  test('who comes back, and to the role that cares for them, keeps what is theirs: no word of it', async () => {
    await deal(giver, undefined)
    await agency.json(['user', 'update', id(giver), '--is-active', 'false', '-r', 'support'], { as: boss })
    const still = await agency.run(['user', 'update', id(giver), '-r', 'management'], { as: boss })
    expect(still.stderr).toContain('Gil still has 1 client to hand over.')
    const back = await agency.run(['user', 'update', id(giver), '--is-active', 'true', '-r', 'commercial'], {
      as: boss,
    })
    expect(back.code).toBe(0)
    expect(back.stderr).not.toContain('to hand over')
    expect(back.stderr).not.toContain('hand-over')
  })

  test('nobody puts themselves out, whoever else stays: it would have no author', async () => {
    const second = await agency.person('management')
    for (const argv of [
      ['user', 'update', id(second), '--is-active', 'false'],
      ['user', 'delete', id(second), '--yes'],
    ]) {
      const { code, stderr } = await agency.run(argv, { as: second })
      expect({ code, stderr }).toMatchObject({ code: 6, stderr: expect.stringContaining('Ask another manager') })
    }
    expect((await agency.run(['user', 'list'], { as: second })).code).toBe(0)
    expect((await agency.run(['user', 'update', id(second), '--is-active', 'false'], { as: boss })).code).toBe(0)
    expect((await agency.run(['user', 'list'], { as: second })).code).toBe(4)
  })
})

describe('hand-over', () => {
  test('moves all clients with their contracts and events, also from somebody who left', async () => {
    const one = await deal(giver, undefined, 5)
    await deal(giver, undefined)
    await agency.run(['user', 'update', id(giver), '--is-active', 'false'], { as: boss })
    const moved = await agency.json(['user', 'hand-over', id(giver), id(taker)], { as: boss })
    expect(moved).toEqual({
      from_id: giver.id,
      from_name: 'Gil',
      to_id: taker.id,
      to_name: 'Tara',
      clients: 2,
      contracts: 2,
      events: 0,
    })
    const [left] = await agency.owner(
      (sql) => sql`select (select count(*)::int from epic_events.client where commercial_id = ${giver.id}) as clients,
        (select count(*)::int from epic_events.contract where commercial_id = ${giver.id}) as contracts,
        (select commercial_id from epic_events.event where id = ${one.events[0] ?? 0}) as event`,
    )
    expect(left).toEqual({ clients: 0, contracts: 0, event: taker.id })
    expect(await agency.run(['user', 'hand-over', id(giver), id(taker)], { as: boss })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing to hand over'),
    })
    expect((await agency.run(['user', 'delete', id(giver), '--yes'], { as: boss })).code).toBe(0)
  })

  test('moves the coming events of a support, and leaves the past ones', async () => {
    const [kate, sam] = [await agency.person('support'), await agency.person('support')]
    const { events } = await deal(giver, kate, 2, -2, 4)
    const moved = await agency.json(['user', 'hand-over', id(kate), id(sam)], { as: boss })
    expect(moved).toMatchObject({ clients: 0, contracts: 0, events: 2 })
    const now = await agency.owner(
      (sql) => sql`select support_contact_id as who from epic_events.event where id in ${sql(events)} order by id`,
    )
    expect(now.map((row) => row['who'])).toEqual([sam.id, kate.id, sam.id])
  })

  test('is refused to who is of another kind, gone, or oneself; unknown people are 3', async () => {
    await deal(giver, undefined)
    const support = await agency.person('support', { fullName: 'Kate' })
    const gone = await agency.person('commercial', { active: false })
    const to = async (other: string) => agency.run(['user', 'hand-over', id(giver), other], { as: boss })
    expect(await to(id(support))).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('Kate has the role support'),
    })
    expect(await to(id(gone))).toMatchObject({ code: 6, stderr: expect.stringContaining('is inactive') })
    expect((await to(id(giver))).code).toBe(6)
    expect((await to('999999')).code).toBe(3)
    expect((await agency.run(['user', 'hand-over', id(boss), id(boss)], { as: boss })).code).toBe(6)
    const [still] = await agency.owner(
      (sql) => sql`select count(*)::int as n from epic_events.client where commercial_id = ${giver.id}`,
    )
    expect(still).toEqual({ n: 1 })
  })

  test('nothing that the taker could take, but something that another could: refused with the way on', async () => {
    const [kate, sam] = [await agency.person('support'), await agency.person('support', { fullName: 'Sam' })]
    await deal(giver, kate, 5)
    await deal(giver, kate)
    await agency.json(['user', 'update', id(giver), '-r', 'support'], { as: boss })
    const { code, stderr } = await agency.run(['user', 'hand-over', id(giver), id(sam)], { as: boss })
    expect({ code, stderr }).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('Gil still has 2 clients. Only a salesperson can take them over.'),
    })
    expect(stderr).toContain(`epic-events user hand-over ${id(giver)}`)
    // The list of takers on that way names commercials.
    const asked = await agency.run(['user', 'hand-over', id(giver)], { as: boss, terminal: 100, answers: [taker.id] })
    expect({ code: asked.code, stderr: asked.stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('2 clients'),
    })

    await agency.json(['user', 'update', id(kate), '-r', 'commercial'], { as: boss })
    const events = ['user', 'hand-over', id(kate), id(taker)]
    expect(await agency.run(events, { as: boss, lang: 'fr' })).toMatchObject({
      code: 6,
      stderr: expect.stringContaining(
        "s'occupe encore de 1 événement à venir\u00a0: seul un collaborateur support peut le reprendre.",
      ),
    })
  })

  test('somebody who changed roles can still give what they had', async () => {
    await deal(giver, undefined)
    await agency.json(['user', 'update', id(giver), '-r', 'support'], { as: boss })
    expect(await agency.json(['user', 'hand-over', id(giver), id(taker)], { as: boss })).toMatchObject({ clients: 1 })
  })

  test('needs client:assign_commercial or event:assign_support, each for its own kind', async () => {
    await deal(giver, undefined)
    expect((await agency.run(['user', 'hand-over', id(giver), id(taker)], { as: giver })).code).toBe(5)
    expect((await agency.run(['user', 'hand-over', id(giver), '999999'], { as: giver })).code).toBe(5)
    const codes = ['event:assign_support', 'event:view', 'client:view']
    await agency.json(['role', 'create', '-n', 'planner'], { as: boss })
    await agency.json(['role', 'grant', 'planner', ...codes], { as: boss })
    const planner = await agency.person('planner')
    expect(await agency.run(['user', 'hand-over', id(giver), id(taker)], { as: planner })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('client:assign_commercial'),
    })
    const [kate, sam] = [await agency.person('support'), await agency.person('support')]
    await deal(giver, kate, 2)
    expect(await agency.json(['user', 'hand-over', id(kate), id(sam)], { as: planner })).toMatchObject({ events: 1 })
  })

  test("with the scope own one hands over one's own clients and nobody else's", async () => {
    await agency.json(['role', 'grant', 'commercial', 'client:assign_commercial:own', 'client:view:own'], { as: boss })
    await deal(giver, undefined)
    await deal(taker, undefined)
    expect((await agency.run(['user', 'hand-over', id(taker), id(giver)], { as: giver })).code).toBe(5)
    expect(await agency.json(['user', 'hand-over', id(giver), id(taker)], { as: giver })).toMatchObject({ clients: 1 })
    await agency.json(['role', 'revoke', 'commercial', 'client:assign_commercial:own', 'client:view:own'], { as: boss })
  })
})

describe('update-password', () => {
  const change = (who: Person, as: Person, stdin: string) =>
    agency.run(['user', 'update-password', id(who), '--password-stdin'], { as, stdin })

  test("one's own: the present one first, then the new; all sessions end", async () => {
    const { code, stderr } = await change(giver, giver, `${password}\nNouveau-2026\n`)
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('login') })
    expect((await agency.run(['client', 'list'], { as: giver })).code).toBe(4)
    const login = (stdin: string) => agency.run(['login', '-u', giver.username, '--password-stdin'], { stdin })
    expect((await login(password)).code).toBe(4)
    expect((await login('Nouveau-2026')).code).toBe(0)
  })

  test('a wrong present password changes nothing and ends no session; after three one must wait', async () => {
    for (const code of [6, 6, 6]) expect((await change(giver, giver, 'Wrong-2026\nNouveau-2026')).code).toBe(code)
    expect(await change(giver, giver, `${password}\nNouveau-2026`)).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('Try again in'),
    })
    expect((await agency.run(['client', 'list'], { as: giver })).code).toBe(0)
  })

  test("one's own with one line only lacks the present password", async () => {
    const { code, stderr } = await change(giver, giver, 'Nouveau-2026')
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('Current password') })
    expect((await agency.run(['user', 'update-password', id(giver)], { as: giver })).code).toBe(2)
  })

  test('a person is asked for the present one once, then for the new one twice', async () => {
    const { code, asked } = await agency.run(['user', 'update-password', id(giver)], {
      as: giver,
      terminal: 100,
      answers: [password, 'Nouveau-2026', 'Nouveau-2026'],
    })
    expect({ code, asked: asked.map(({ message }) => message) }).toEqual({
      code: 0,
      asked: ['Current password', 'New password', 'New password (again)'],
    })
  })

  test("a manager sets somebody else's without knowing it; that person is out", async () => {
    const { code, stderr, stdout } = await change(giver, boss, 'Nouveau-2026')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('Gil')
    expect((await agency.run(['client', 'list'], { as: giver })).code).toBe(4)
    expect((await agency.run(['client', 'list'], { as: boss })).code).toBe(0)
  })

  test("nobody without user:update sets another's, whether they exist or not, and nothing is asked", async () => {
    expect((await change(taker, giver, 'Nouveau-2026')).code).toBe(5)
    expect(
      (
        await agency.run(['user', 'update-password', '999999', '--password-stdin'], {
          as: giver,
          stdin: 'Nouveau-2026',
        })
      ).code,
    ).toBe(5)
    const person = await agency.run(['user', 'update-password', id(taker)], { as: giver, terminal: 100 })
    expect({ code: person.code, asked: person.asked }).toEqual({ code: 5, asked: [] })
    expect(
      (await agency.run(['user', 'update-password', '999999', '--password-stdin'], { as: boss, stdin: 'Nouveau-2026' }))
        .code,
    ).toBe(3)
  })
})
