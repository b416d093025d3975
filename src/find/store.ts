/**
 * What `find` finds, in one statement: for each noun the candidates, ranked by what the key views hold, and the first few of them as they are
 * shown. All under the caller's policies; what the role may not list is null.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import { holdsSql, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import { read, trustedSql } from '../db/statement.ts'
import { selected } from '../related/store.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** By noun; null: the caller may list no such records. */
export type Found = {
  readonly client: Rows | null
  readonly company: Rows | null
  readonly contract: Rows | null
  readonly event: Rows | null
  readonly user: Rows | null
}

/** Rows a noun. One more is fetched, to tell that there are more. */
export const limit = 10
/** The most matches that are ranked one by one. Of more, those whose names begin with the words come first, and then the newest. */
const ranked = 1_000

const few = sql.raw('11')
/** The last character that a text can hold. */
const last = sql`chr(1114111)`

/**
 * The candidates of a noun: what the word indexes say; of very many matches, those whose name begins with the words, and some of the newest; and
 * the record whose id was typed.
 *
 * @param o.keys a view of the rows that can be found by name, with the alias n
 * @param o.name the column of the folded name
 */
const candidates = (noun: keyof Found, o: { keys: SQL; name: SQL; extra: SQL }) => sql`
  hits as materialized (select h.id from epic_events.search(${noun}::text, (select typed from asked), ${ranked}::integer) h(id)),
  candidates as (
    select h.id from hits h where h.id is not null
    union (select n.id from ${o.keys} n, asked a
      where exists (select from hits h where h.id is null) and ${o.name} >= a.key and ${o.name} < a.key || ${last} order by ${o.name}, n.id limit ${few})
    ${o.extra}
    union select a.id from asked a where a.id is not null)`

/** Some of the newest among very many matches. */
const newest = (keys: SQL, column: SQL) => sql`
    union (select n.id from ${keys} n where exists (select from hits h where h.id is null)
      and ${column} @@ (select epic_events.prefixes(typed) from asked) order by n.id desc limit ${few})`

/** 0: the id or the address itself, 1: the name itself, 2: the name begins with the words, 3: the rest. */
const rank = (
  id: SQL,
  name: SQL,
  same: SQL = sql`false`,
) => sql`case when ${id} = a.id or ${same} then 0 when ${name} = a.key then 1
  when starts_with(${name}, a.key) then 2 else 3 end`

const section = (may: SQL, ctes: SQL, rows: SQL) => sql`case when ${may} then (with ${ctes}
  select coalesce(json_agg(x order by x.place), '[]') from (${rows}) x) end`

const named = {
  client: sql`epic_events_api.client_keys`,
  company: sql`epic_events_api.company_keys`,
  event: sql`epic_events_api.event_keys`,
}
const n = { name: sql`n.name_key`, title: sql`n.title_key` }

const clients = section(
  trustedSql(holdsSql('client:list')),
  candidates('client', { keys: named.client, name: n.name, extra: newest(named.client, sql`n.search`) }),
  sql`
  select ${selected.clients}, b.place
  from (
    select n.id, row_number() over (order by ${rank(sql`n.id`, n.name)}, n.name_key, n.id) as place
    from candidates q join ${named.client} n on n.id = q.id, asked a
    where ${trustedSql(predicate('client', ['list'], 'n'))}
    order by place limit ${few}) b join epic_events_api.client c on c.id = b.id`,
)

const companies = section(
  trustedSql(holdsSql('company:list')),
  candidates('company', { keys: named.company, name: n.name, extra: newest(named.company, sql`n.search`) }),
  sql`
  select f.id, f.name, b.place
  from (
    select n.id, row_number() over (order by ${rank(sql`n.id`, n.name)}, n.name_key, n.id) as place
    from candidates q join ${named.company} n on n.id = q.id, asked a
    where ${trustedSql(predicate('company', ['list'], 'n'))}
    order by place limit ${few}) b join epic_events_api.company f on f.id = b.id`,
)

/** A contract has no name: it is found and ranked by that of its client. */
const contracts = section(
  trustedSql(holdsSql('contract:list')),
  sql`
  hits as materialized (select h.id from epic_events.search('contract', (select typed from asked), ${ranked}::integer) h(id)),
  candidates as (
    select h.id from hits h where h.id is not null
    union (select k.id from (select n.id from ${named.client} n, asked a
        where exists (select from hits h where h.id is null) and n.name_key >= a.key and n.name_key < a.key || ${last}
        order by n.name_key, n.id limit ${few}) m
      join epic_events_api.contract_keys k on k.client_id = m.id limit ${few})
    union (select n.id from epic_events_api.contract_wide n where exists (select from hits h where h.id is null)
      and n.words @@ (select epic_events.prefixes(typed) from asked) order by n.id desc limit ${few})
    union select a.id from asked a where a.id is not null)`,
  sql`
  select ${selected.contracts}, b.place
  from (
    select n.id, row_number() over (order by ${rank(sql`n.id`, sql`m.name_key`)}, n.created_at desc, n.id desc) as place
    from candidates q join epic_events_api.contract_keys n on n.id = q.id left join ${named.client} m on m.id = n.client_id, asked a
    where ${trustedSql(predicate('contract', ['list'], 'n'))}
    order by place limit ${few}) b join epic_events_api.contract k on k.id = b.id`,
)

const events = section(
  trustedSql(holdsSql('event:list')),
  candidates('event', { keys: named.event, name: n.title, extra: newest(named.event, sql`n.search`) }),
  sql`
  select ${selected.events}, b.place
  from (
    select n.id, row_number() over (order by ${rank(sql`n.id`, n.title)}, abs(extract(epoch from n.start_date - a.now)), n.id) as place
    from candidates q join ${named.event} n on n.id = q.id, asked a
    where ${trustedSql(predicate('event', ['list'], 'n'))}
    order by place limit ${few}) b join epic_events_api.event e on e.id = b.id
    left join epic_events_api.contract o on o.id = e.contract_id`,
)

/** Names and roles of colleagues are everybody's to see who is signed in. A team is small enough to be ranked as a whole. */
const users = section(
  sql`true`,
  sql`
  candidates as (
    select h.id from epic_events.search('user', (select typed from asked), 5000) h(id) where h.id is not null
    union select a.id from asked a where a.id is not null)`,
  sql`
  select b.id, b.full_name, b.role_id, b.role as role_name, b.place
  from (
    select n.id, n.full_name, n.role_id, n.role,
      row_number() over (order by ${rank(sql`n.id`, sql`epic_events.fold(n.full_name)`)}, n.full_name, n.id) as place
    from candidates q join epic_events_api.colleague n on n.id = q.id, asked a
    order by place limit ${few}) b`,
)

/**
 * Searches all nouns at once.
 *
 * @param typed the words as typed, with spaces between them
 * @param id what was typed, where it can be an id
 * @param now RFC 3339, the program's clock: of events that match alike, the nearest comes first
 */
export async function find(
  connection: Connection,
  { typed, id, now }: { readonly typed: string; readonly id: number | undefined; readonly now: string },
): Promise<{ facts: CurrentUser; found: Found }> {
  const { currentUser, rows } = await read<Found>(
    connection,
    undefined,
    sql`with asked as materialized (
        select ${typed}::text as typed, epic_events.fold(${typed}::text) as key, ${id ?? null}::integer as id, ${now}::timestamptz as now)
      select ${clients} as client, ${companies} as company, ${contracts} as contract, ${events} as event, ${users} as "user"`,
  )
  const [found] = rows
  if (!found) throw new Error('a select without from answers one row')
  return { facts: currentUser, found }
}
