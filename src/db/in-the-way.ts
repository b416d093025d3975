/**
 * The records that stand in the way of a write, so that its refusal can name them. They are looked up after the refusal, under the policies of
 * the caller: what one may not see stays unnamed, and nobody learns more than the constraint itself says.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'

/** How many records a refusal names. One more is fetched, to tell that there are more. */
export const mostNamed = 5

/** By what a record is found. The select answers `id` and `name`, the latter null for what has none. */
const searches = {
  client: (id: unknown) =>
    sql`select c.id, c.full_name as name from epic_events_api.client c where c.id = ${id}::integer`,
  clientByEmail: (email: unknown) =>
    sql`select c.id, c.full_name as name from epic_events_api.client c where lower(c.email) = lower(${email}::text)`,
  // Somebody may be listed whose address one may not view. It must not be found out by trying one.
  userByEmail: (email: unknown) => user(sql`lower(u.email) = lower(${email}::text)`),
  userByUsername: (username: unknown) => user(sql`u.username = ${username}::text`),
  roleByName: (name: unknown) =>
    sql`select r.id, r.name from epic_events_api.role r where lower(normalize(r.name, NFC)) = lower(normalize(${name}::text, NFC))`,
  contractOfPayment: (id: unknown) =>
    sql`select p.contract_id as id, null as name from epic_events_api.payment p where p.id = ${id}::integer`,
  contractsOfClient: (id: unknown) =>
    sql`select k.id, null as name from epic_events_api.contract k where k.client_id = ${id}::integer`,
  dueContractsOfClient: (id: unknown) =>
    sql`select k.id, null as name from epic_events_api.contract k
      where k.client_id = ${id}::integer and k.is_signed and k.remaining_amount > 0`,
  comingEventsOfClient: (id: unknown) =>
    sql`select e.id, e.title as name from epic_events_api.event e join epic_events_api.contract k on k.id = e.contract_id
      where k.client_id = ${id}::integer and e.end_date > now()`,
  events: (ids: unknown) =>
    sql`select e.id, e.title as name from epic_events_api.event e where e.id = any (string_to_array(${ids}::text, ',')::integer[])`,
  eventsOfContract: (id: unknown) =>
    sql`select e.id, e.title as name from epic_events_api.event e where e.contract_id = ${id}::integer`,
} as const satisfies Record<string, (key: unknown) => SQL>

const user = (where: SQL) =>
  sql`select u.id, u.full_name as name from epic_events_api.users u where ${where} and (select epic_events.can('user:view'))`

/** What a refusal wants to name. */
export interface Wanted {
  /** Ids of colleagues, whose names everybody who is signed in may read. */
  readonly people?: readonly number[]
  readonly records?: { readonly by: keyof typeof searches; readonly key: number | string }
}

/** A record by its id and, where it has one, its name. */
export interface NamedRecord {
  readonly id: number
  readonly name: string | null
}

/** What could be found out. */
export interface Known {
  /** Full names of colleagues by id. A name is absent when nobody has the id, or when the connection could not be asked. */
  readonly people: ReadonlyMap<number, string>
  /** As far as the caller may see them, at most `mostNamed` and one. */
  readonly records: readonly NamedRecord[]
}

/** Nothing is known. */
export const nothingKnown: Known = { people: new Map(), records: [] }

/**
 * Looks up what a refusal wants to name, in one statement.
 *
 * @returns nothing where nothing is wanted, or where the connection cannot be asked: inside a pooler's transaction, which the error has
 *   aborted
 */
export async function lookUp(connection: Connection, { people = [], records }: Wanted): Promise<Known> {
  if (people.length === 0 && !records) return nothingKnown
  const ids = sql.join(
    people.map((id) => sql`${id}::integer`),
    sql`, `,
  )
  const named =
    people.length === 0
      ? sql``
      : sql`select p.id, p.full_name as name from epic_events_api.colleague p where p.id in (${ids})`
  const found = records
    ? sql`select x.id, x.name from (${searches[records.by](records.key)}) x order by x.id limit ${mostNamed + 1}`
    : sql``
  const rows = (select: SQL, wanted: boolean) =>
    wanted ? sql`(select coalesce(json_agg(q), '[]') from (${select}) q)` : sql`'[]'::json`
  const [answer] = await connection
    .query<{ people: readonly { id: number; name: string }[]; records: readonly NamedRecord[] }>(
      sql`select ${rows(named, people.length > 0)} as people, ${rows(found, records !== undefined)} as records`,
    )
    .catch(() => [])
  if (!answer) return nothingKnown
  return { people: new Map(answer.people.map(({ id, name }) => [id, name])), records: answer.records }
}
