/**
 * One search through everything: the exact name first (seatgeek/soulmate#39, bcgov/entity#34798: it came after thirty others), an address
 * before similar names (lobu-ai/lobu#3555), and nothing that the role may not list.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

type Row = Readonly<Record<string, unknown>> & { readonly id: number }
type Found = Readonly<Record<'client' | 'company' | 'contract' | 'event' | 'user', Row[]>>

describe.each(['server', 'embedded'] as const)('find (%s)', (kind) => {
  let agency: Agency
  let boss: Person, bill: Person, casey: Person
  const ids: Record<string, number> = {}

  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management', { fullName: 'Martine Chef' })
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    casey = await agency.person('support', { fullName: 'Casey Night' })
    const made = async (name: string, ...argv: (string | number)[]) => {
      ids[name] = (await agency.json<Row>(argv.map(String), { as: bill })).id
    }
    const client = (name: string, email: string, ...more: (string | number)[]) =>
      made(name, 'client', 'create', '-n', name, '-e', email, ...more)
    await made('Casey Ltd', 'company', 'create', '-n', 'Casey Ltd')
    await client('Lou Casey', 'lou@x.example', '-p', '06 78 12 34 56')
    await client('Caseyville Agency', 'agency@x.example')
    await client('Casey', 'kevin@startup.example')
    await client('Élodie Œuvrard', 'elodie@x.example', '-c', ids['Casey Ltd'] ?? 0)
    const contract = (name: string, of: string) =>
      made(name, 'contract', 'create', '--client-id', ids[of] ?? 0, '--total-amount', 100, '--is-signed')
    await contract('old', 'Lou Casey')
    await contract('new', 'Lou Casey')
    await contract('exact', 'Casey')
    const event = (name: string, start: string, end: string) =>
      made(name, 'event', 'create', '-c', ids['new'] ?? 0, '-t', name, '-a', 'Casey Road 5', '-s', start, '-e', end)
    await event('Far Gala', '01/06/2090', '02/06/2090')
    await event('Near Gala', '01/07/2089', '02/07/2089')
  })
  afterAll(() => agency.close())

  const found = (words: string[], as = boss) => agency.json<Found>(['find', ...words], { as })
  const names = (rows: Row[]) => rows.map((row) => row['full_name'] ?? row['title'] ?? row['name'])

  test('a word → one array for each noun; the exact name first, then names that begin so, then the rest', async () => {
    const all = await found(['casey'])
    expect(Object.keys(all)).toEqual(['client', 'company', 'contract', 'event', 'user'])
    expect(names(all.client)).toEqual(['Casey', 'Caseyville Agency', 'Élodie Œuvrard', 'Lou Casey'])
    expect(names(all.company)).toEqual(['Casey Ltd'])
    expect(all.contract.map(({ id }) => id)).toEqual([ids['exact'], ids['new'], ids['old']].map(Number))
    expect(names(all.event)).toEqual(['Near Gala', 'Far Gala'])
    expect(names(all.user)).toEqual(['Casey Night'])
    expect(all.client[0]).toMatchObject({ email: 'kevin@startup.example', commercial_name: 'Bill Boquet' })
    expect(all.event[0]).toMatchObject({ client_name: 'Lou Casey' })
    expect(all.user[0]).toMatchObject({ role_name: 'support' })
  })

  test('the command for the rest of each kind finds the same records', async () => {
    const of = (rows: Row[]) => rows.map(({ id }) => id).toSorted((one, other) => one - other)
    for (const words of ['casey', 'lou casey', '0678123456']) {
      const all = await found([words])
      for (const [noun, rows] of Object.entries(all))
        expect({ noun, ids: of(await agency.json<Row[]>([noun, 'list', '--search', words], { as: boss })) }).toEqual({
          noun,
          ids: of(rows),
        })
    }
  })

  test('all words, whatever their case, accents and order; quoted or not', async () => {
    expect(names((await found(['oeuv', 'elod'])).client)).toEqual(['Élodie Œuvrard'])
    expect(await found(['ELODIE oeuvrard'])).toEqual(await found(['elodie', 'oeuvrard']))
    expect((await found(['lou', 'elodie'])).client).toEqual([])
  })

  test('a phone number, an address → the client; of a colleague for somebody who may list them', async () => {
    for (const typed of ['0678123456', '06 78 12 34', '+33 6 78 12 34 56', 'lou@x.example'])
      expect({ typed, names: names((await found([typed])).client) }).toEqual({ typed, names: ['Lou Casey'] })
    expect(names((await found([`${casey.username}@agency.example`])).user)).toEqual(['Casey Night'])
    expect((await found([`${casey.username}@agency.example`], bill)).user).toEqual([])
    expect(names((await found(['night'], bill)).user)).toEqual(['Casey Night'])
  })

  test('an id → the records that have it, before those that match by a word', async () => {
    const id = ids['Casey'] ?? 0
    for (const typed of [String(id), `#${id}`]) {
      const all = await found([typed])
      expect(all.client[0]?.id).toBe(id)
      expect(all.contract[0]?.id).toBe(id)
      expect(all.user[0]?.id).toBe(id)
    }
    expect((await found(['0'])).client).toEqual([])
    expect((await found(['99999999999'])).client).toEqual([])
  })

  test('at a terminal → sections with what was found, and the lists of the rest', async () => {
    await agency.owner(
      (sql) => sql`insert into epic_events.client (full_name, email, commercial_id)
        select 'Zed ' || n, 'zed' || n || '@x.example', ${bill.id} from generate_series(1, 12) n`,
    )
    const { code, stdout, stderr } = await agency.run(['find', 'zed'], { as: boss, terminal: 140 })
    expect(code).toBe(Exit.ok)
    expect(stdout).toContain('Clients (10+)')
    expect(stdout).not.toContain('Companies')
    expect(stderr).toContain('epic-events client list --search zed')
    const french = await agency.run(['find', 'zed'], { as: boss, terminal: 140, lang: 'fr' })
    expect(french.stdout).toContain('Résultats de la recherche')
  })

  test('--quiet and CSV → the noun before each id', async () => {
    const { stdout } = await agency.run(['find', 'ltd', '--quiet'], { as: boss })
    expect(stdout).toBe(`client ${ids['Élodie Œuvrard']}\ncompany ${ids['Casey Ltd']}\n`)
    const csv = await agency.run(['find', 'ltd', '--format', 'csv'], { as: boss })
    expect(csv.stdout.split('\n')[2]).toStartWith(`company,${ids['Casey Ltd']},`)
  })

  test('nothing found → 0 with what to try; in JSON every noun with an empty array', async () => {
    const { code, stdout, stderr } = await agency.run(['find', 'zzzz'], { as: boss, terminal: 100 })
    expect(code).toBe(Exit.ok)
    expect(stdout + stderr).toContain('Nothing found for "zzzz"')
    expect(await found(['zzzz'])).toEqual({ client: [], company: [], contract: [], event: [], user: [] })
  })

  test.each(['%', '_', "'; drop table epic_events.client; --", '\\', '&|!:*()', '-', '🎉', '"', 'a'.repeat(200)])(
    'text that means something elsewhere is text: %s',
    async (typed) => {
      const { code, stderr } = await agency.run(['find', '--json', '--', typed], { as: boss })
      expect({ typed, code, stderr }).toMatchObject({ code: Exit.ok })
    },
  )

  test('alone: asks at a terminal, 2 in a script; without a session 4', async () => {
    const asked = await agency.run(['find'], { as: boss, terminal: 140, answers: { 'Search for': 'lou casey' } })
    expect(asked).toMatchObject({ code: Exit.ok })
    expect(asked.stdout).toContain('Lou Casey')
    expect((await agency.run(['find'], { as: boss })).code).toBe(Exit.usage)
    expect((await agency.run(['find', ''], { as: boss })).code).toBe(Exit.usage)
    expect((await agency.run(['find', 'lou'])).code).toBe(Exit.unauthenticated)
  })

  test('what the role may not list is left out; of others, the own rows alone', async () => {
    const role = async (name: string, ...codes: string[]) => {
      await agency.json(['role', 'create', '-n', name], { as: boss })
      if (codes.length > 0) await agency.json(['role', 'grant', name, ...codes], { as: boss })
      return agency.person(name, { fullName: `Zoe ${name}` })
    }
    const nobody = await role('nobody')
    const none = await found(['casey'], nobody)
    expect(Object.keys(none)).toEqual(['user'])
    const shut = await role('viewer', 'client:view', 'company:list', 'company:view')
    expect(Object.keys(await found(['casey'], shut))).toEqual(['company', 'user'])
    const own = await role(
      'seller',
      'client:list:own',
      'client:view:own',
      'client:create',
      'client:view',
      'contract:list:own',
    )
    expect(await found(['casey'], own)).toMatchObject({ client: [], contract: [] })
    await agency.json(['client', 'create', '-n', 'Casey Mine', '-e', 'mine@x.example'], { as: own })
    expect(names((await found(['casey'], own)).client)).toEqual(['Casey Mine'])
    expect((await found([String(ids['Casey'])], own)).client).toEqual([])
  })

  // Fifteen hundred rows take the embedded database a quarter of a minute.
  test.if(kind === 'server')(
    'more matches than are ranked one by one → the exact name and those that begin so are there all the same',
    async () => {
      await agency.owner(
        (sql) => sql`insert into epic_events.client (full_name, email, commercial_id)
        select case n when 700 then 'Martin' when 900 then 'Martin Zoo' else 'Paul Martin ' || n end,
          'martin' || n || '@x.example', ${bill.id} from generate_series(1, 1500) n`,
      )
      const { client } = await found(['martin'])
      expect(client).toHaveLength(10)
      expect(names(client).slice(0, 2)).toEqual(['Martin', 'Martin Zoo'])
      expect(new Set(client.map(({ id }) => id)).size).toBe(10)
      expect(names((await found(['paul', 'martin', '1499'])).client)).toEqual(['Paul Martin 1499'])
      await agency.owner((sql) => sql`delete from epic_events.client where email like 'martin%'`)
    },
  )
})
