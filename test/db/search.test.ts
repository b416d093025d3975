/** What is found by words: `epic_events.search` agrees with a plain reading of the rules, and shows nobody what they may not see. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { fold, wordsOf } from '../../src/text/fold.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(120_000)

const companies = ['Cool Startup LLC', 'Bâtisseurs & Fils', '東京商事', 'Über-Fest GmbH', 'Zébulon']
/** Name, email, phone, company. */
const clients: readonly (readonly [string, string, string | null, number | null])[] = [
  ['Kevin Casey', 'kevin@startup.io', '+67812345678', 0],
  ['É́lodie Œuvrard', 'elodie.oeuvrard@exemple.fr', '+33612345678', 1],
  ['Jean-Pierre d’Ormesson', 'jp@ormesson.fr', '+33612345699', 1],
  ["Siobhán O'Brien", 'obrien@irish.ie', '+353861234567', null],
  ['Łukasz Straßer', 'lukasz@strasser.pl', null, 3],
  ['ﬁona Ångström', 'fiona@angstrom.se', '+46701234567', 3],
  ['שָׁלוֹם כהן', 'shalom@cohen.il', null, null],
  ['محمد علي', 'mohamed@ali.ma', '+212612345678', 4],
  ['山田 太郎', 'taro@yamada.jp', '+81312345678', 2],
  ['Studio 54 🎉', 'studio54@gala.example', '+14155550123', null],
  ['Casey', 'casey.gala@mail.example', '+262692123456', 4],
  ['a\\b \'c\' %_ "d"', 'odd+tag@x.example', null, 0],
]
const titles = ['Gala de Casey', 'Mariage Œuvrard', 'Assemblée générale', '東京・展示会', 'Zébulon 54']
const places = ['53 Rue du Château, 41120 Candé-sur-Beuvron', '12/14 rue de l’Été', 'Łódź', 'Gala Hall', '北京']

const typed: readonly string[] = [
  ...[
    'kev',
    'CASEY',
    'casey kevin',
    'élodie',
    'e\u0301lodie',
    'oeuvr',
    'œuvrard',
    'jean pierre',
    'jean-pierre',
    'dormesson',
    "d'orm",
  ],
  ...[
    "o'bri",
    'obrien',
    'lukasz strass',
    'straßer',
    'fiona',
    'ångstrom',
    'שלום',
    'כהן',
    'محمد',
    '山田',
    '太郎',
    '田',
    '54',
    '🎉',
    'studio 54',
  ],
  ...[
    '06 12 34 56 78',
    '0612345',
    '+33 6 12 34',
    '+33 (0)6 12 34 56 78',
    '0033612345678',
    '(06) 12.34.56',
    '678 123 456 78',
    '+678',
  ],
  ...[
    '+678 12 34',
    '0692 12 34 56',
    '415 555 0123',
    '12345678',
    '06123',
    'kevin@startup.io',
    'KEVIN@startup',
    'startup.io',
    '@startup.io',
  ],
  ...[
    'cool',
    'cool casey',
    'fils élodie',
    'über',
    'gala',
    'gala casey',
    'casey gala',
    'gala studio',
    'zébulon 54',
    'rue',
    '12/14',
    'cande sur',
    'gala lodz',
  ],
  ...[
    '\\',
    "'",
    '%',
    'a b c d',
    '---',
    '',
    'x.example',
    '=1',
    '~1',
    '#0612345678',
    'casey | gala',
    'casey:*',
    '!casey',
    'mariage 06 12 34 56 78',
  ],
]

interface Written {
  readonly text: string
  readonly phones: readonly string[]
  readonly email: string
}

/** The national digits of a number, by the length of its country code. */
function national(phone: string): string {
  const code = ['+1', '+33', '+46', '+81', '+353', '+212', '+262', '+678'].find((one) => phone.startsWith(one))
  return phone.slice(code?.length)
}

/** A plain reading of docs/PRODUCT.md, "Words": does a record with these texts match? */
function found(records: readonly Written[], query: string): boolean {
  const words = records.flatMap((one) => [...wordsOf(one.text), ...wordsOf(one.email)])
  const begins = (text: string) => wordsOf(text).every((sought) => words.some((word) => word.startsWith(sought)))
  const conditions: (() => boolean)[] = []
  const tokens = fold(query).split(' ')
  for (let at = 0; at < tokens.length; at++) {
    const run: string[] = []
    while (/^[0-9+().-]+$/.test(tokens[at] ?? '')) run.push(tokens[at++] ?? '')
    if (run.length > 0) {
      const digits = run.join('').replace(/\D/g, '')
      const isPhone = digits.length >= 6 && digits.length <= 17
      if (isPhone) {
        const whole = /^\(?(\+|00)/.test(run.join(''))
        const sought = run.join('').replace('(0)', '').replace(/\D/g, '').replace(/^00/, '').replace(/^330/, '33')
        const byNumber = (phone: string) =>
          whole
            ? phone.startsWith(`+${sought}`)
            : phone.startsWith(`+${digits}`) ||
              national(phone).startsWith(digits) ||
              `0${national(phone)}`.startsWith(digits)
        conditions.push(
          () =>
            records.some(({ phones }) => phones.some(byNumber)) ||
            (wordsOf(run.join(' ')).length > 0 && begins(run.join(' '))),
        )
      } else if (wordsOf(run.join(' ')).length > 0) conditions.push(() => begins(run.join(' ')))
    }
    const token = (tokens[at] ?? '').replace(/^[<>(),;:"]+|[<>(),;:"]+$/g, '')
    if (/^[^@]+@[^@]*$/.test(token)) conditions.push(() => records.some(({ email }) => fold(email).startsWith(token)))
    else if (wordsOf(token).length > 0) conditions.push(() => begins(token))
  }
  return conditions.length > 0 && conditions.every((holds) => holds())
}

/** Roles, by what they may see of clients, companies, contracts and events. */
const roles: Readonly<Record<string, readonly string[]>> = {
  everything: ['client:view', 'company:list', 'contract:view', 'event:list'],
  own: ['client:view:own', 'company:view:own', 'contract:view:own', 'event:view:own'],
  assigned: ['client:view:assigned', 'company:view:assigned', 'contract:view:assigned', 'event:view:assigned'],
  'events alone': ['event:list'],
  'contracts alone': ['contract:list'],
  'clients without companies': ['client:list', 'contract:list', 'event:list'],
  'events and own clients': ['event:list', 'client:list:own', 'contract:list', 'company:list'],
  'events and assigned clients': ['event:list', 'client:list:assigned', 'contract:list', 'company:view:assigned'],
  'clients and own companies': ['client:list', 'company:view:own', 'contract:view:assigned', 'event:view:assigned'],
  mixed: [
    'client:list:own',
    'client:view:assigned',
    'company:list',
    'event:view:own_client',
    'event:list:assigned',
    'contract:view:own',
  ],
  nothing: [],
}

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  const people: Record<string, Person> = {}

  beforeAll(async () => {
    agency = await openAgency(kind)
    for (const [name, codes] of Object.entries(roles)) {
      await agency.owner(async (sql) => {
        await sql`insert into epic_events.role (name) values (${name})`
        await sql`insert into epic_events.role_permission (role_id, permission_id)
          select r.id, p.id from epic_events.role r, epic_events.permission p
          where r.name = ${name} and p.name in (select jsonb_array_elements_text(${JSON.stringify(codes)}::text::jsonb))`
      })
      people[name] = await agency.person(name)
    }
    const [seller, helper] = [await agency.person('commercial'), await agency.person('support')]
    const ids = Object.values(people).map(({ id }) => id)
    await agency.owner(async (sql) => {
      await sql`alter table epic_events.client disable trigger c_rule_insert`
      await sql`alter table epic_events.event disable trigger c_rule_insert`
      for (const name of companies) await sql`insert into epic_events.company (name) values (${name})`
      for (const [at, [name, email, phone, company]] of clients.entries()) {
        // Everybody has some records of their own, and some that they support.
        const commercial = [seller.id, ...ids][at % (ids.length + 1)] ?? seller.id
        await sql`insert into epic_events.client (full_name, email, phone, company_id, commercial_id)
          values (${name}, ${email}, ${phone}, ${company === null ? null : company + 1}, ${commercial})`
        for (const total of [100, 200])
          await sql`insert into epic_events.contract (client_id, total_amount, is_signed) values (${at + 1}, ${total}, true)`
        for (const turn of [0, 1]) {
          const support = [helper.id, ...ids][(at * 2 + turn) % (ids.length + 1)] ?? helper.id
          await sql`insert into epic_events.event (contract_id, title, full_address, start_date, end_date, support_contact_id)
            values (${at * 2 + turn + 1}, ${titles[(at + turn) % titles.length] ?? ''}, ${places[(at * 3 + turn) % places.length] ?? ''},
              now(), now() + interval '1 day', ${support})`
        }
      }
    })
  })

  /** What a person sees through the views, and what they find. */
  const asked = (person: Person) =>
    agency.as(person, async (sql) => {
      const client = await sql<
        { id: number; full_name: string; email: string; phone: string | null; company_id: number | null }[]
      >`
        select id, full_name, email, phone, company_id from epic_events_api.client`
      const company = await sql<{ id: number; name: string }[]>`select id, name from epic_events_api.company`
      const contract = await sql<
        { id: number; client_id: number }[]
      >`select id, client_id from epic_events_api.contract`
      const event = await sql<{ id: number; contract_id: number; title: string; full_address: string }[]>`
        select id, contract_id, title, full_address from epic_events_api.event`
      const found: Record<string, Record<string, number[]>> = {}
      for (const noun of ['client', 'company', 'contract', 'event']) found[noun] = await searched(sql, noun)
      return { client, company, contract, event, found }
    })

  async function searched(sql: postgres.Sql, noun: string): Promise<Record<string, number[]>> {
    const rows = await sql<{ typed: string; ids: string }[]>`
      select t.typed, (select coalesce(json_agg(id order by id), '[]') from epic_events.search(${noun}, t.typed, 1000) id)::text as ids
      from jsonb_array_elements_text(${JSON.stringify(typed)}::text::jsonb) t(typed)`
    return Object.fromEntries(rows.map((row) => [row.typed, JSON.parse(row.ids)]))
  }

  // The two databases differ in nothing that a role could change: on the slower one a few are enough.
  const judged = Object.keys(roles).filter(
    (role) => kind === 'server' || ['everything', 'events alone', 'mixed'].includes(role),
  )
  test.each(judged)('%s: finds what it sees, by the words that it sees', async (role) => {
    const person = people[role]
    if (!person) throw new Error(role)
    const seen = await asked(person)
    // The client of an event stands behind its contract, which one need not see to see the event.
    const clientOf = new Map(
      (
        await agency.owner(
          (sql) => sql<{ id: number; client_id: number }[]>`
      select id, client_id from epic_events.contract`,
        )
      ).map((row) => [row.id, row.client_id]),
    )
    const ofCompany = (id: number | null): Written[] =>
      seen.company.filter((one) => one.id === id).map(({ name }) => ({ text: name, phones: [], email: '' }))
    const ofClient = (id: number | undefined): Written[] =>
      seen.client
        .filter((one) => one.id === id)
        .map(({ full_name, email, phone }) => ({ text: full_name, phones: phone === null ? [] : [phone], email }))
    const companyOf = (id: number | undefined) => seen.client.find((one) => one.id === id)?.company_id ?? null
    for (const query of typed) {
      const matching = (records: readonly { readonly id: number }[], words: (at: number) => Written[]) =>
        records.flatMap(({ id }, at) => (found(words(at), query) ? [id] : [])).sort((a, b) => a - b)
      expect({ query, client: seen.found['client']?.[query] }).toEqual({
        query,
        client: matching(seen.client, (at) => [
          ...ofClient(seen.client[at]?.id),
          ...ofCompany(seen.client[at]?.company_id ?? null),
        ]),
      })
      expect({ query, company: seen.found['company']?.[query] }).toEqual({
        query,
        company: matching(seen.company, (at) => ofCompany(seen.company[at]?.id ?? null)),
      })
      expect({ query, contract: seen.found['contract']?.[query] }).toEqual({
        query,
        contract: matching(seen.contract, (at) => [
          ...ofClient(seen.contract[at]?.client_id),
          ...ofCompany(companyOf(seen.contract[at]?.client_id)),
        ]),
      })
      expect({ query, event: seen.found['event']?.[query] }).toEqual({
        query,
        event: matching(seen.event, (at) => [
          { text: `${seen.event[at]?.title} ${seen.event[at]?.full_address}`, phones: [], email: '' },
          ...ofClient(clientOf.get(seen.event[at]?.contract_id ?? 0)),
        ]),
      })
    }
  })

  test('more than the most that was asked for: one row, which tells nothing but that', async () => {
    const person = people['everything'] as Person
    const ids = await agency.as(person, (sql) => sql`select epic_events.search('client', 'casey', 1) as id`)
    expect(ids.map(({ id }) => id)).toEqual([null])
    const one = people['own'] as Person
    for (const most of [0, 1, -5]) {
      const hidden = await agency.as(
        one,
        (sql) => sql`select epic_events.search('client', 'zebulon', ${most}::integer) as id`,
      )
      expect([most, hidden.length]).toEqual([most, 0])
    }
  })
})
