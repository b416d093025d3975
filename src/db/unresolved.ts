/** Why a name means no record: nothing that one may see has it, or several records have. It is asked for after the statement did nothing. */
import { type SQL, sql } from 'drizzle-orm'
import { Ambiguous, type AppError, type Candidate, type Message, NotFound } from '../errors.ts'
import type { Named, Noun } from '../field/reference.ts'
import { excerpt } from '../text/excerpt.ts'
import { quoted } from '../text/shell.ts'
import { similarNames } from '../text/similar.ts'
import type { Connection } from './connection.ts'
import { toAppError } from './constraint-errors.ts'
import { isExact, namedIn, type References } from './reference.ts'
import { roles } from './seen.ts'

/** The most records of one name that are looked at, and the most rows that are compared to find a similar name. */
const mostFound = 200
const mostCompared = 1_000
const mostSuggested = 3

interface Row {
  readonly how: 'exact' | 'beginning' | 'near'
  readonly id: number
  readonly name: string
  readonly hint: string | null
  /** RFC 3339, as `to_json` writes it: the driver would make a Date of a column of its own. */
  readonly at: string | null
  readonly total: string | null
}

/** The record with this id, as a list of candidates shows it. */
const described: Readonly<Record<Noun, (id: SQL) => SQL>> = {
  client: (id) => sql`
    select c.full_name as name, coalesce((select k.name from epic_events_api.company k where k.id = c.company_id), c.email) as hint,
      null::timestamptz as at, null::text as total
    from epic_events_api.client c where c.id = ${id}`,
  company: (id) => sql`
    select k.name, null::text as hint, null::timestamptz as at, null::text as total
    from epic_events_api.company k where k.id = ${id}`,
  contract: (id) => sql`
    select coalesce((select c.full_name from epic_events_api.client c where c.id = k.client_id), '#' || k.id) as name,
      null::text as hint, k.created_at as at, k.total_amount::text as total
    from epic_events_api.contract k where k.id = ${id}`,
  event: (id) => sql`
    select e.title as name, null::text as hint, e.start_date as at, null::text as total
    from epic_events_api.event e where e.id = ${id}`,
  user: (id) => sql`
    select p.full_name as name, p.role as hint, null::timestamptz as at, null::text as total
    from epic_events_api.colleague p where p.id = ${id}`,
  role: (id) => sql`
    select r.name, null::text as hint, null::timestamptz as at, null::text as total
    from (${roles()}) r where r.id = ${id} limit 1`,
}

/** Ids and names that begin with the same three letters as what was typed (`f.start`), as far as one may see them. */
const similar: Readonly<Record<Noun, () => SQL>> = {
  client: () => sql`
    select k.id, c.full_name as name from epic_events_api.client_keys k join epic_events_api.client c on c.id = k.id
    where k.name_key >= f.start and k.name_key < f.past`,
  company: () => sql`
    select k.id, c.name from epic_events_api.company_keys k join epic_events_api.company c on c.id = k.id
    where k.name_key >= f.start and k.name_key < f.past`,
  // A contract is found by its client's name.
  contract: () => sql`
    select k.id, c.full_name as name from epic_events_api.client_keys k join epic_events_api.client c on c.id = k.id
    where k.name_key >= f.start and k.name_key < f.past`,
  event: () => sql`
    select k.id, e.title as name from epic_events_api.event_keys k join epic_events_api.event e on e.id = k.id
    where k.title_key >= f.start and k.title_key < f.past`,
  // The team is small, and everybody who is signed in may read its names.
  user: () => sql`
    select p.id, p.full_name as name from epic_events_api.colleague p
    where strpos(' ' || epic_events.fold(p.full_name), ' ' || f.start) > 0`,
  role: roles,
}

/** Records of which a word begins with the same three letters. */
const byWord: Partial<Record<Noun, (id: SQL) => SQL>> = {
  client: (id) => sql`select c.full_name as name from epic_events_api.client c where c.id = ${id}`,
  company: (id) => sql`select k.name from epic_events_api.company k where k.id = ${id}`,
  event: (id) => sql`select e.title as name from epic_events_api.event e where e.id = ${id}`,
}

/**
 * The error for a name that means no record, or more than one. Candidates and similar names come with it as far as the caller may see them,
 * so it tells nothing about the others.
 *
 * @param column of the option that was not understood; undefined for the record that the command is about
 */
export async function unresolved(connection: Connection, noun: Noun, named: Named, column?: string): Promise<AppError> {
  const { typed } = named
  const rows = await connection.query<Row>(explanation(noun, named)).catch((error: unknown) => {
    throw toAppError(error)
  })
  const of = (how: Row['how']) => rows.filter((row) => row.how === how)
  const received = excerpt(typed)
  const detail = (message: Message, found: readonly Row[] = []) => ({
    // The list of those that are meant, not of all. An address or a phone number is found there as well as a name.
    next: [found.length === 0 ? `${noun} list` : `${noun} list --search ${quoted(typed)}`],
    ...(column === undefined ? {} : { fields: { [column]: message } }),
    ...(found.length === 0 ? {} : { candidates: found.map(candidate), referred: { noun, typed } }),
  })
  const found = of('exact')
  if (found.length > 1) {
    const message: Message = (t) => t.refusal.severalNamed({ noun, received })
    return new Ambiguous(message, detail(message, found))
  }
  const beginning = of('beginning')
  if (beginning.length > 0) {
    const message: Message = (t) => t.refusal.notExactly({ noun, received })
    return new NotFound(message, detail(message, beginning))
  }
  const near = similarNames(typed, [...new Set(of('near').map(({ name }) => name))], mostSuggested)
  const message: Message = (t) => t.refusal.noneNamed({ noun, received, near: near.map(excerpt) })
  return new NotFound(message, detail(message))
}

/** One statement for all of it: what the name means, what it could mean if it need not be exact, and names that look like it. */
function explanation(noun: Noun, reference: Named): SQL {
  const { typed, exact } = reference
  const referred = (exactly: boolean) =>
    sql`select r.id from epic_events.referred(${noun}::text, ${typed}::text, ${exactly}::boolean, ${mostFound}) r(id)`
  const named = (ids: SQL, how: Row['how']) => sql`
    select ${how}::text as how, i.id, d.name, d.hint, to_json(d.at) #>> '{}' as at, d.total
    from ${ids} i cross join lateral (${described[noun](sql`i.id`)} offset 0) d`
  const none = sql`not exists (select from found)`
  const similarOnes = (rows: SQL) =>
    sql`select 'near' as how, s.id, s.name, null as hint, null as at, null as total from ${rows} s`
  const words = byWord[noun]
  return sql`
    with found as materialized (${referred(isExact(reference))}),
    beginning as materialized (select b.id from (${exact ? referred(false) : sql`select null::integer as id where false`}) b where ${none}),
    f as materialized (select epic_events.fold(${typed}::text) as whole),
    start as materialized (
      select distinct left(w, 3) as start, left(w, 3) || chr(1114111) as past
      from f cross join lateral (
        select f.whole as w union all select x from regexp_split_to_table(f.whole, '[^[:alnum:]]+') x limit 5) p(w)
      where length(w) >= 3 and ${none} and not exists (select from beginning))
    select * from (${named(sql`found`, 'exact')} union all ${named(sql`beginning`, 'beginning')} order by 3, 2) a
    union all
    ${similarOnes(sql`(
      select l.id, l.name from start f cross join lateral (${similar[noun]()} limit ${mostCompared}) l)`)}
    ${
      words
        ? sql`union all ${similarOnes(sql`(
      select i.id, l.name from start f
        cross join lateral epic_events.search(${noun}::text, f.start, ${mostCompared}) i(id)
        cross join lateral (${words(sql`i.id`)} offset 0) l)`)}`
        : sql``
    }`
}

/** A record as people tell it from others of its name. */
function candidate({ id, name, hint, at, total }: Row): Candidate {
  return {
    id,
    name,
    hint: (t) =>
      [
        ...(hint === null ? [] : [hint]),
        ...(total === null ? [] : [t.format.amount(total)]),
        ...(at === null ? [] : [t.format.date(at)]),
      ].join(' · '),
  }
}

/** @throws NotFound · Ambiguous about the first name that means no record, or several */
export async function requireResolved(
  connection: Connection,
  references: References,
  found: Readonly<Record<string, number | null>> = {},
): Promise<void> {
  for (const [column, noun, named] of namedIn(references)) {
    if ((found[column] ?? null) === null)
      throw await unresolved(connection, noun, named, column === 'id' ? undefined : column)
  }
}
