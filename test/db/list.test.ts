/**
 * Lists that are narrowed, searched and sorted: all pages joined are the rows that a reader of the whole table would pick and sort by hand,
 * for every order, both directions, roles that see all and roles that see some.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import fc from 'fast-check'
import * as clients from '../../src/client/list-store.ts'
import * as companies from '../../src/company/list-store.ts'
import * as contracts from '../../src/contract/list-store.ts'
import { connectionOf } from '../../src/db/connection/connection-of.ts'
import type { Connection } from '../../src/db/connection.ts'
import type { ListPage } from '../../src/db/list.ts'
import type { Wanted } from '../../src/db/list-question.ts'
import * as events from '../../src/event/list-store.ts'
import type { Filters, Given } from '../../src/field/filter.ts'
import { matches, wordsOf } from '../../src/text/fold.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(Bun.env['PROPERTY_RUNS'] ? 3_600_000 : 300_000)

/** How many questions are asked for each kind of record and person: the SQL is the same on both databases. The soak asks more. */
const questions = (kind: 'server' | 'embedded') => Number(Bun.env['PROPERTY_RUNS'] ?? (kind === 'server' ? 12 : 4))

interface Company {
  readonly id: number
  readonly name: string
  readonly name_key: string
}
interface Client {
  readonly id: number
  readonly commercial_id: number
  readonly company_id: number | null
  readonly first: number
  readonly last: number | null
  /** Seconds since 1970 of a day at midnight in UTC. */
  readonly next: number | null
  readonly full_name: string
  readonly email: string
  readonly name_key: string
}
interface Contract {
  readonly id: number
  readonly client_id: number
  readonly commercial_id: number
  readonly total: number
  readonly due: number
  readonly signed: boolean
  readonly created: number
}
interface Event {
  readonly id: number
  readonly contract_id: number
  readonly commercial_id: number
  readonly support_contact_id: number | null
  readonly title: string
  readonly title_key: string
  readonly full_address: string
  readonly start: number
  readonly end: number
  readonly participants: number
}
interface Everything {
  readonly company: readonly Company[]
  readonly client: readonly Client[]
  readonly contract: readonly Contract[]
  readonly event: readonly Event[]
}

/** Texts with ties after folding, in several scripts. */
const names = [
  'Élodie Durand',
  'elodie  DURAND',
  'Œuvre Sociale',
  'oeuvre sociale',
  'Łukasz Groß',
  'Kévin Casey',
  'zoé',
  'Zoe',
  '名前 花子',
]

/**
 * Writes more than a piece of each kind of record: few different keys, so that there are many ties, and many nulls. The words of the kept
 * columns are filled in afterwards, as after a bulk load.
 */
async function fill(agency: Agency, people: { commercials: Person[]; supports: Person[] }): Promise<void> {
  const [commercials, supports] = [people.commercials.map(({ id }) => id), people.supports.map(({ id }) => id)]
  await agency.home.use(
    {},
    async (owner) => {
      await owner`set session_replication_role = replica`
      await owner`insert into epic_events.company (name)
      select (string_to_array(${names.join('|')}, '|'))[1 + n % 9] || case when n % 3 = 0 then ' SA' else '' end from generate_series(1, 40) n`
      await owner`insert into epic_events.client (full_name, email, phone, company_id, first_contact_date, last_contact_date,
        next_contact_date, commercial_id)
      select (string_to_array(${names.join('|')}, '|'))[1 + (n * 7) % 9], 'c' || n || '@client.example',
        case when n % 5 = 0 then '+3361234' || lpad(n::text, 4, '0') end,
        case when n % 3 = 0 then null else 1 + (n * 11) % 40 end,
        timestamptz '2025-01-01 00:00Z' + interval '1 day' * ((n * 13) % 20),
        case when n % 4 = 0 then null else timestamptz '2025-06-01 00:00:00.123456Z' + interval '1 hour' * ((n * 17) % 30) end,
        case when n % 3 = 0 then date '2025-06-01' + (n * 7) % 20 end,
        (string_to_array(${commercials.join()}, ','))[1 + n % ${commercials.length}::integer]::integer
      from generate_series(1, 2600) n`
      await owner`insert into epic_events.contract (client_id, commercial_id, total_amount, remaining_amount, is_signed, created_at, signed_at)
      select c.id, c.commercial_id, (x.n % 7) * 100.05, case when x.n % 2 = 0 then 0 else (x.n % 7) * 50.01 end, x.n % 3 > 0,
        timestamptz '2025-01-01 00:00Z' + interval '1 day' * (x.n % 11), case when x.n % 3 > 0 then timestamptz '2025-02-01 00:00Z' end
      from (select n, 1 + (n * 31) % 2000 as client from generate_series(1, 2400) n) x
        join epic_events.client c on c.id = x.client`
      await owner`insert into epic_events.event
        (contract_id, commercial_id, title, full_address, support_contact_id, start_date, end_date, participant_count)
      select k.id, k.commercial_id, (string_to_array(${names.join('|')}, '|'))[1 + n % 9] || ' ' || n % 5, case when n % 2 = 0 then 'Lyon' else 'Zürich' end,
        case when n % 4 = 0 then null else (string_to_array(${supports.join()}, ','))[1 + n % ${supports.length}::integer]::integer end,
        s.start, s.start + case when n % 10 = 0 then interval '20 days' else interval '5 hours' end, n % 13
      from (select n, 1 + (n * 3) % 2400 as contract, timestamptz '2025-03-01 12:00Z' + interval '6 hours' * (n * 19 % 200) as start
          from generate_series(1, 2000) n) s
        join epic_events.contract k on k.id = s.contract and k.is_signed`
      await owner`set session_replication_role = default`
      await owner`select epic_events.fill_kept()`
    },
    { crypto: true, longRunning: true },
  )
}

const everything = (agency: Agency): Promise<Everything> =>
  agency.owner(async (owner) => {
    const seconds = (column: string) => owner.unsafe(`extract(epoch from ${column})::float8`)
    return {
      company: await owner<Company[]>`select id, name, name_key from epic_events.company`,
      client: await owner<Client[]>`select id, commercial_id, company_id, ${seconds('first_contact_date')} as first,
        ${seconds('last_contact_date')} as last, ${seconds('next_contact_date')} as next, full_name, email, name_key from epic_events.client`,
      contract: await owner<Contract[]>`select id, client_id, commercial_id, (total_amount * 100)::float8 as total,
        (remaining_amount * 100)::float8 as due, is_signed as signed, ${seconds('created_at')} as created from epic_events.contract`,
      event: await owner<
        Event[]
      >`select id, contract_id, commercial_id, support_contact_id, title, title_key, full_address,
        ${seconds('start_date')} as start, ${seconds('end_date')} as end, participant_count as participants from epic_events.event`,
    }
  })

/** What a person may see, and what of it is theirs. */
class Sight {
  readonly all: Everything
  readonly #codes: readonly string[]
  readonly #me: number
  readonly #maps: Record<keyof Everything, Map<number, unknown>>
  readonly #contracts: Set<number>
  readonly #clients: Set<number>
  readonly #companies: Record<'own' | 'assigned', Set<number | null>>

  constructor(all: Everything, me: number, codes: readonly string[]) {
    this.all = all
    this.#me = me
    this.#codes = codes
    const map = (rows: readonly { id: number }[]) => new Map(rows.map((row) => [row.id, row]))
    this.#maps = {
      company: map(all.company),
      client: map(all.client),
      contract: map(all.contract),
      event: map(all.event),
    }
    const mine = all.event.filter((event) => event.support_contact_id === me)
    this.#contracts = new Set(mine.map((event) => event.contract_id))
    this.#clients = new Set([...this.#contracts].map((id) => this.contract(id).client_id))
    this.#companies = {
      own: new Set(all.client.filter((one) => one.commercial_id === me).map((one) => one.company_id)),
      assigned: new Set([...this.#clients].map((id) => this.client(id).company_id)),
    }
  }

  readonly client = (id: number) => this.#maps.client.get(id) as Client
  readonly contract = (id: number) => this.#maps.contract.get(id) as Contract
  readonly company = (id: number) => this.#maps.company.get(id) as Company

  is(noun: keyof Everything, row: { readonly id: number }, scope: string): boolean {
    if (noun === 'company') return this.#companies[scope as 'own' | 'assigned'].has(row.id)
    if (scope !== 'assigned') return (row as Client).commercial_id === this.#me
    if (noun === 'event') return (row as Event).support_contact_id === this.#me
    return (noun === 'client' ? this.#clients : this.#contracts).has(row.id)
  }

  may(noun: keyof Everything, row: { readonly id: number }, ...actions: string[]): boolean {
    return actions.some((action) =>
      ['', ':own', ':own_client', ':assigned'].some(
        (scope) =>
          this.#codes.includes(`${noun}:${action}${scope}`) && (scope === '' || this.is(noun, row, scope.slice(1))),
      ),
    )
  }

  /** A client as far as it may be seen. */
  seenClient(id: number): Client | undefined {
    const client = this.client(id)
    return this.may('client', client, 'list', 'view') ? client : undefined
  }

  companyOf({ company_id: id }: Client): Company | undefined {
    const company = id === null ? undefined : this.company(id)
    return company && this.may('company', company, 'list', 'view') ? company : undefined
  }

  clientOf({ contract_id: id }: Event): Client | undefined {
    const contract = this.contract(id)
    return this.may('contract', contract, 'list', 'view') ? this.seenClient(contract.client_id) : undefined
  }

  words(client: Client | undefined): string {
    return client ? `${client.full_name} ${client.email} ${this.companyOf(client)?.name ?? ''}` : ''
  }
}

type Key = string | number | null

/** A list: its orders, and what its filters leave, written by hand. */
interface Subject<R extends { readonly id: number }> {
  readonly page: (connection: Connection, o: Wanted<Filters>) => Promise<ListPage<{ readonly id: number }>>
  readonly rows: (all: Everything) => readonly R[]
  readonly keys: Readonly<Record<string, (row: R, sight: Sight) => Key>>
  readonly filters: readonly (readonly [Given, (row: R, sight: Sight) => boolean])[]
}

const day = (text: string) => ({
  start: `${text}T00:00:00Z`,
  end: new Date(Date.parse(`${text}T00:00:00Z`) + 86_400_000).toISOString(),
})
const at = (text: string) => Date.parse(text) / 1000
const found = (text: string, typed: string) => matches(wordsOf(text), typed)

const subjects: {
  company: Subject<Company>
  client: Subject<Client>
  contract: Subject<Contract>
  event: Subject<Event>
} = {
  company: {
    page: companies.page as never,
    rows: (all) => all.company,
    keys: { id: ({ id }) => id, name: (row) => row.name_key },
    filters: [[{ search: ['SOC'] }, (row) => found(row.name, 'SOC')]],
  },
  client: {
    page: clients.page as never,
    rows: (all) => all.client,
    keys: {
      id: ({ id }) => id,
      name: (row) => row.name_key,
      company: (row, sight) => sight.companyOf(row)?.name_key ?? null,
      first_contact: ({ first }) => first,
      last_contact: ({ last }) => last,
      next_contact: ({ next }) => next,
    },
    filters: [
      [{ withoutCompany: [true] }, (row) => row.company_id === null],
      [{ since: [day('2025-01-05')] }, (row) => row.first >= at('2025-01-05')],
      [{ until: [day('2025-01-05')] }, (row) => row.first < at('2025-01-06')],
      [{ silent: [{ ago: '2025-06-01T12:00:00Z' }] }, (row) => (row.last ?? row.first) < at('2025-06-01T12:00Z')],
      [
        { due: [{ ...day('2025-06-08'), last: '2025-06-08' }] },
        (row) => row.next !== null && row.next <= at('2025-06-08'),
      ],
      // Few, and more than a search sorts.
      [{ search: ['łuk c26'] }, (row, sight) => found(sight.words(row), 'łuk c26')],
      [{ search: ['client.ex'] }, (row, sight) => found(sight.words(row), 'client.ex')],
      [{ search: ['durand SA'] }, (row, sight) => found(sight.words(row), 'durand SA')],
    ],
  },
  contract: {
    page: contracts.page as never,
    rows: (all) => all.contract,
    keys: {
      id: ({ id }) => id,
      client: (row, sight) => sight.seenClient(row.client_id)?.name_key ?? null,
      total: ({ total }) => total,
      due: ({ due }) => due,
      created: ({ created }) => created,
    },
    filters: [
      [{ unpaid: [true] }, ({ due }) => due > 0],
      [{ paid: [true] }, ({ due }) => due === 0],
      [{ signed: [true] }, ({ signed }) => signed],
      [{ unsigned: [true] }, ({ signed }) => !signed],
      [{ min: ['200.10'], maxDue: ['150.03'] }, ({ total, due }) => total >= 20_010 && due <= 15_003],
      [{ max: ['100.05'], minDue: ['50.01'] }, ({ total, due }) => total <= 10_005 && due >= 5_001],
      [
        { since: [day('2025-01-03')], until: [day('2025-01-08')] },
        ({ created }) => created >= at('2025-01-03') && created < at('2025-01-09'),
      ],
      [{ search: ['casey'] }, (row, sight) => found(sight.words(sight.seenClient(row.client_id)), 'casey')],
      [
        { search: ['client.example'] },
        (row, sight) => found(sight.words(sight.seenClient(row.client_id)), 'client.example'),
      ],
    ],
  },
  event: {
    page: events.page as never,
    rows: (all) => all.event,
    keys: {
      id: ({ id }) => id,
      start: ({ start }) => start,
      title: (row) => row.title_key,
      participants: ({ participants }) => participants,
      client: (row, sight) => sight.clientOf(row)?.name_key ?? null,
    },
    filters: [
      [{ unassigned: [true] }, (row) => row.support_contact_id === null],
      [{ minParticipants: [9] }, ({ participants }) => participants >= 9],
      [{ on: [day('2025-03-20')] }, ({ start, end }) => start < at('2025-03-21') && end > at('2025-03-20')],
      [{ since: [day('2025-04-10')] }, ({ end }) => end > at('2025-04-10')],
      [{ until: [day('2025-03-05')] }, ({ start }) => start < at('2025-03-06')],
      [
        { since: [day('2025-03-04')], until: [day('2025-03-05')] },
        ({ start, end }) => start < at('2025-03-06') && end > at('2025-03-04'),
      ],
      [{ upcoming: [true] }, () => false],
      [
        { search: ['zurich zoe'] },
        (row, sight) =>
          found(
            `${row.title} ${row.full_address} ${sight.words(sight.clientOf(row)).replace(/example .*/, 'example')}`,
            'zurich zoe',
          ),
      ],
    ],
  },
}

/** By bytes, as PostgreSQL's collation "C". */
const compare = (a: Key, b: Key): number =>
  typeof a === 'string' && typeof b === 'string'
    ? Buffer.compare(Buffer.from(a), Buffer.from(b))
    : Number(a) - Number(b)

function sorted<R extends { readonly id: number }>(rows: readonly R[], key: (row: R) => Key, desc: boolean): number[] {
  const keyed = rows.map((row) => ({ id: row.id, key: key(row) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null) || a.id - b.id
    const order = compare(a.key, b.key)
    return (desc ? -order : order) || a.id - b.id
  })
  return keyed.map(({ id }) => id)
}

/** Where two lists part; empty where they are the same. */
function difference(came: readonly number[], expected: readonly number[]): object {
  const place = Array.from({ length: Math.max(came.length, expected.length) }).findIndex(
    (_, n) => came[n] !== expected[n],
  )
  const around = (ids: readonly number[]) => ids.slice(Math.max(place - 2, 0), place + 5)
  return place < 0
    ? {}
    : { place, came: around(came), expected: around(expected), lengths: [came.length, expected.length] }
}

const roles: Readonly<Record<string, readonly string[]>> = {
  // Own and assigned records of everything.
  mixed: ['company', 'client', 'contract', 'event'].flatMap((noun) => [`${noun}:list:own`, `${noun}:list:assigned`]),
  // Everything of one kind, nothing or little of the kinds that it belongs to.
  narrow: ['contract:list', 'event:list', 'client:view:own'],
  lone: ['client:list', 'event:list:own_client', 'contract:view:assigned'],
}

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let all: Everything
  const people: { name: string; person: Person; codes: readonly string[] }[] = []
  beforeAll(async () => {
    agency = await openAgency(kind)
    const boss = await agency.person('management')
    for (const [role, codes] of Object.entries(roles)) {
      await agency.json(['role', 'create', '-n', role], { as: boss })
      await agency.json(['role', 'grant', role, ...codes], { as: boss })
    }
    const [alice, mixed, narrow, lone] = [
      await agency.person('commercial'),
      await agency.person('mixed'),
      await agency.person('narrow'),
      await agency.person('lone'),
    ]
    const kate = await agency.person('support')
    await fill(agency, { commercials: [alice, mixed, narrow, lone], supports: [kate, mixed, narrow, lone] })
    all = await everything(agency)
    const nouns = ['company', 'client', 'contract', 'event']
    people.push(
      { name: 'management', person: boss, codes: nouns.map((noun) => `${noun}:list`) },
      { name: 'mixed', person: mixed, codes: roles['mixed'] ?? [] },
      { name: 'narrow', person: narrow, codes: roles['narrow'] ?? [] },
      { name: 'lone', person: lone, codes: roles['lone'] ?? [] },
    )
  }, 180_000)
  afterAll(() => agency.close())

  test.each(['company', 'client', 'contract', 'event'] as const)(
    'pages of %s lists, joined → every row once, in the order that was asked for',
    async (noun) => {
      const subject = subjects[noun] as unknown as Subject<{ readonly id: number }>
      for (const { name, person, codes } of people) {
        if (!codes.some((code) => code.startsWith(`${noun}:list`))) continue
        const sight = new Sight(all, person.id, codes)
        const asked = fc.sample(
          fc.record({
            sort: fc.constantFrom(...Object.keys(subject.keys)),
            desc: fc.boolean(),
            filters: fc.uniqueArray(fc.constantFrom(...subject.filters), { maxLength: 2 }),
            mine: noun === 'company' ? fc.constant(false) : fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
            pages: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }),
          }),
          { numRuns: questions(kind), seed: 20_260_612 },
        )
        await agency.as(person, async (connected) => {
          const connection = connectionOf(connected)
          for (const { sort, desc, filters, mine, pages } of asked) {
            const given: Given = {
              ...Object.assign({}, ...filters.map(([one]) => one)),
              ...(mine ? { onlyMine: [true] } : {}),
            }
            // The same option twice is another question.
            if (
              filters.length === 2 &&
              Object.keys(given).length < filters.flatMap(([one]) => Object.keys(one)).length + Number(mine)
            )
              continue
            const left = subject
              .rows(all)
              .filter((row) => sight.may(noun, row, 'list'))
              .filter((row) => !mine || sight.is(noun, row, 'own') || sight.is(noun, row, 'assigned'))
              .filter((row) => filters.every(([, leaves]) => leaves(row, sight)))
            const expected = sorted(left, (row) => subject.keys[sort]?.(row, sight) ?? null, desc)
            const ask = async (after: number, limit: number, count: boolean) => {
              const { rows, total } = await subject.page(connection, {
                filters: given,
                sort,
                desc,
                after,
                limit,
                count,
              } as never)
              const ids: number[] = []
              for await (const batch of rows) ids.push(...batch.map(({ id }) => id))
              return { ids, total }
            }
            const question = JSON.stringify({ name, noun, sort, desc, given, pages })
            const whole = await ask(0, 0, true)
            expect({ question, ...difference(whole.ids, expected), total: whole.total }).toEqual({
              question,
              total: expected.length,
            })
            const paged: number[] = []
            for (const size of pages) {
              const { ids } = await ask(paged.at(-1) ?? 0, size, false)
              paged.push(...ids.slice(0, size))
              if (ids.length <= size) break
            }
            expect({ question, ...difference(paged, expected.slice(0, paged.length)) }).toEqual({ question })
          }
        })
      }
    },
  )
})
