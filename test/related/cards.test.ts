/**
 * A card shows what belongs to its record, as far as one may list it; a program gets it only where `--with` names it, so that its document
 * does not change.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../src/errors.ts'
import { eventOptions, makeClient, makeContract } from '../contract/deal.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

type Row = Readonly<Record<string, unknown>> & { readonly id: number }

describe.each(['server', 'embedded'] as const)('what belongs to a record (%s)', (kind) => {
  let agency: Agency
  let boss: Person, bill: Person, kate: Person
  /** A client of a company with seven contracts, of which the second has two events; the first of them is over. */
  let company: number, client: number
  let contracts: number[], events: number[]

  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management')
    bill = await agency.person('commercial', { fullName: 'Bill Boquet' })
    kate = await agency.person('support', { fullName: 'Kate Hastroff' })
    const id = async (as: Person, ...argv: (string | number)[]) => (await agency.json<Row>(argv.map(String), { as })).id
    company = await id(bill, 'company', 'create', '-n', 'Cool Startup LLC')
    client = (await makeClient(agency, bill, '-c', String(company))).id
    contracts = []
    for (let n = 1; n <= 7; n++)
      contracts.push(await id(bill, 'contract', 'create', '--client-id', client, '--total-amount', n, '--is-signed'))
    const event = (title: string, start: string, end: string) =>
      id(bill, 'event', 'create', '-c', contracts[1] ?? 0, '-t', title, '-a', 'Lyon', '-s', start, '-e', end)
    events = [
      await event('Past Gala', '01/06/2020', '02/06/2020'),
      await event('Next Gala', '01/06/2090', '02/06/2090'),
    ]
    for (const each of events)
      await agency.json(['event', 'assign_support', String(each), String(kate.id)], { as: boss })
    // Another client, whose records belong to nobody else.
    const other = await makeContract(agency, bill, '--is-signed')
    await agency.json(['event', 'create', '-c', String(other.id), ...eventOptions], { as: bill })
  })
  afterAll(() => agency.close())

  const shown = async (as: Person, ...argv: (string | number)[]) => {
    const { code, stdout, stderr } = await agency.run(argv.map(String), { as, terminal: 120 })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    return { stdout, stderr }
  }
  const ids = (rows: readonly Row[]) => rows.map(({ id }) => id)

  test('a client → its five newest contracts, the list of all, and its events by start', async () => {
    const { stdout, stderr } = await shown(boss, 'client', 'view', client)
    expect(stdout).toContain('Contracts (5+)')
    expect(stdout).toContain('Events (2)')
    expect(stderr).toContain(`epic-events contract list --client ${client}`)
    expect(stderr).not.toContain('event list')
    const at = (text: string) => stdout.indexOf(text)
    expect(at('€7.00')).toBeLessThan(at('€3.00'))
    expect(stdout).not.toContain('€2.00')
    expect(at('Next Gala')).toBeLessThan(at('Past Gala'))
    expect(stdout).not.toContain('53 Rue')
  })

  test('by name → the same, and the command for the rest has the id that was found', async () => {
    const { full_name: name } = await agency.json<{ full_name: string }>(['client', 'view', String(client)], {
      as: boss,
    })
    await agency.json(['client', 'update', String(client), '-n', `${name} Unmistakable`], { as: bill })
    const { stdout, stderr } = await shown(boss, 'client', 'view', 'unmistakable')
    expect(stdout).toContain('Contracts (5+)')
    expect(stderr).toContain(`epic-events contract list --client ${client}`)
    const argv = ['client', 'view', 'unmistakable', '--with', 'contracts', '--history']
    const card = await agency.json<{ contracts: Row[]; history: { row_id: number }[] }>(argv, { as: boss })
    expect(ids(card.contracts)).toEqual(contracts.toReversed())
    expect(card.history.length).toBeGreaterThan(0)
    const parts = [
      [boss, 'company', 'cool startup', 'clients', [client]],
      [boss, 'user', 'hastroff', 'events', events.slice(1)],
    ] as const
    for (const [as, noun, typed, kind, expected] of parts)
      expect(
        ids((await agency.json<Record<string, Row[]>>([noun, 'view', typed, '--with', kind], { as }))[kind] ?? []),
      ).toEqual([...expected])
  })

  test('the command for the rest lists all that belongs to the record, and nothing else', async () => {
    const listed = async (...argv: (string | number)[]) => {
      const rows = await agency.json<Row[]>(argv.map(String), { as: boss })
      return ids(rows).toSorted((one, other) => one - other)
    }
    expect(await listed('contract', 'list', '--client', client)).toEqual(contracts)
    expect(await listed('event', 'list', '--client', client)).toEqual(events)
    expect(await listed('event', 'list', '--contract', contracts[1] ?? 0)).toEqual(events)
    expect(await listed('event', 'list', '--support', kate.id, '--upcoming')).toEqual(events.slice(1))
    expect(await listed('client', 'list', '--company', company)).toEqual([client])
    expect(await listed('client', 'list', '--commercial', bill.id)).toContain(client)
  })

  test('a contract → its events; a company → its clients; a colleague → their clients, or their coming events', async () => {
    expect((await shown(boss, 'contract', 'view', contracts[1] ?? 0)).stdout).toContain('Events (2)')
    expect((await shown(boss, 'company', 'view', company)).stdout).toContain('Clients (1)')
    expect((await shown(boss, 'user', 'view', bill.id)).stdout).toContain('Clients (2)')
    const { stdout } = await shown(boss, 'user', 'view', kate.id)
    expect(stdout).toContain('Upcoming events (1)')
    expect(stdout).toContain('Next Gala')
    expect(stdout).not.toContain('Past Gala')
    expect(stdout).not.toContain('Clients (')
  })

  test('a card without such records → nothing below it', async () => {
    expect((await shown(boss, 'contract', 'view', contracts[0] ?? 0)).stdout).not.toContain('Events (')
  })

  test('JSON → the record alone; with --with all rows of what was named, none as an empty array', async () => {
    const plain = await agency.json<Row>(['client', 'view', String(client)], { as: boss })
    expect(Object.keys(plain)).not.toContain('contracts')
    type Card = { contracts: Row[]; events: Row[] }
    const whole = await agency.json<Card>(['client', 'view', String(client), '--with', 'contracts,events'], {
      as: boss,
    })
    expect(Object.keys(whole)).toEqual([...Object.keys(plain), 'contracts', 'events'])
    expect(ids(whole.contracts)).toEqual(contracts.toReversed())
    expect(ids(whole.events)).toEqual(events.toReversed())
    expect(whole.contracts[0]).toMatchObject({ total_amount: '7.00', is_signed: true, is_fully_paid: false })
    const twice = ['client', 'view', String(client), '--with', 'events', '--with=CONTRACTS', '--history']
    expect(Object.keys(await agency.json(twice, { as: boss }))).toEqual([
      ...Object.keys(whole),
      'interactions',
      'history',
    ])
    const none = await agency.json<Card>(['contract', 'view', String(contracts[0]), '--with', 'events'], { as: boss })
    expect(none.events).toEqual([])
    const user = await agency.json<{ clients: Row[] }>(['user', 'view', String(bill.id), '--with', 'clients'], {
      as: boss,
    })
    expect(user.clients).toHaveLength(2)
  })

  test('CSV → the record alone; with --with the rows that were named, each behind its section', async () => {
    const argv = ['client', 'view', String(client), '--format', 'csv']
    const [heading = '', ...rows] = (await agency.run(argv, { as: boss })).stdout.trimEnd().split('\n')
    expect(heading).toStartWith('id,full_name')
    expect(rows).toHaveLength(1)
    const parts = (await agency.run([...argv, '--with', 'contracts'], { as: boss })).stdout.trimEnd().split('\n')
    expect(parts[0]).toStartWith('section,id,')
    expect(parts.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual(
      contracts.toReversed().map((id) => ['contracts', String(id)]),
    )
  })

  test('a word that is none → 2, with those that are; what comes later is no word yet', async () => {
    for (const [word, said] of [
      ['contract', 'Did you mean contracts?'],
      ['payments', 'contracts, events'],
      ['contracts,,events', 'contracts, events'],
      ['', 'contracts, events'],
    ] as const) {
      const { code, stderr } = await agency.run(['client', 'view', String(client), '--with', word, '--json'], {
        as: boss,
      })
      expect({ word, code }).toEqual({ word, code: Exit.usage })
      expect(JSON.parse(stderr).error.fields.with).toContain(said)
    }
  })

  test('records that one may not list → left out of the card, and of the JSON; of others, the own rows alone', async () => {
    await agency.json(['role', 'create', '-n', 'reception'], { as: boss })
    await agency.json(
      ['role', 'grant', 'reception', 'client:view', 'event:view', 'contract:list:own', 'contract:view'],
      {
        as: boss,
      },
    )
    const reception = await agency.person('reception')
    const { stdout } = await shown(reception, 'client', 'view', client)
    expect(stdout).not.toContain('Events (')
    expect(stdout).not.toContain('€7.00')
    const argv = ['client', 'view', String(client), '--with', 'contracts', '--with', 'events']
    const card = await agency.json(argv, { as: reception })
    expect(card).toMatchObject({ contracts: [] })
    expect(Object.keys(card)).not.toContain('events')
  })

  test('in French, and on a narrow terminal for a screen reader', async () => {
    const { stdout } = await agency.run(['client', 'view', String(client)], { as: boss, terminal: 100, lang: 'fr' })
    expect(stdout).toContain('Contrats (5+)')
    const plain = await agency.run(['client', 'view', String(client), '--accessible'], { as: boss, terminal: 40 })
    expect(plain.code).toBe(Exit.ok)
    expect(plain.stdout).toContain('Next Gala')
  })
})
