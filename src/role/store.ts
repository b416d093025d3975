/** All SQL of roles and of what they permit. */
import { type SQL, sql } from 'drizzle-orm'
import { defaultRoles } from '../access/catalogue.ts'
import { predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import type { Known } from '../db/in-the-way.ts'
import { assignments, atVersion, type Listing, page } from '../db/page.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { inAnyScope, read, trustedSql, write } from '../db/statement.ts'
import { versionConflict } from '../db/version-conflict.ts'
import { NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import { nearest } from '../text/nearest.ts'
import type { Holder, Ref, Role } from './role.ts'

const record = (row: SQL) => sql`${row}.id, ${row}.name, ${row}.permissions,
  cardinality(${row}.permissions) as permission_count,
  (select count(*)::integer from epic_events_api.colleague p where p.role_id = ${row}.id) as people_count,
  ${row}.created_at, ${row}.updated_at, ${row}.version`
const r = sql.raw('r')
const d = sql.raw('d')

/** Whether a name is the one that was typed. Names are kept as typed and compared in one normal form, as the index role_name_key does. */
const isNamed = (name: SQL, typed: string) => sql`lower(normalize(${name}, NFC)) = lower(${typed.normalize('NFC')})`
const is = (row: SQL, ref: Ref) => (typeof ref === 'number' ? sql`${row}.id = ${ref}` : isNamed(sql`${row}.name`, ref))
/** The role that was named, for `write`. */
export const seenOf = (ref: Ref, select: SQL = record(r)) => ({
  select,
  from: sql`epic_events_api.role r where ${is(r, ref)}`,
  alias: 'r',
})

/**
 * The id of a role by its name or id, as SQL; null where there is none. Everybody knows the roles that colleagues have; only who may see
 * roles knows the others.
 */
export const idOf = (ref: Ref): SQL =>
  sql`coalesce(
    (select r.id from epic_events_api.role r where ${is(r, ref)}),
    (select p.role_id from epic_events_api.colleague p
      where ${typeof ref === 'number' ? sql`p.role_id = ${ref}` : isNamed(sql`p.role`, ref)}
      limit 1))`

/** The name of a role by its id, as SQL, known as above. */
export const nameOf = (id: SQL): SQL =>
  sql`coalesce(
    (select r.name from epic_events_api.role r where r.id = ${id}),
    (select p.role from epic_events_api.colleague p where p.role_id = ${id} limit 1))`

/** The error for a role that does not exist, with the nearest name that the caller may see. @throws Unauthenticated */
export async function unknown(connection: Connection, ref: Ref): Promise<NotFound> {
  const { rows } = await read<{ name: string }>(
    connection,
    undefined,
    sql`
      select r.name from epic_events_api.role r
      union
      select p.role from epic_events_api.colleague p
      order by 1`,
  )
  const names = rows.map(({ name }) => name)
  const near = typeof ref === 'string' ? nearest(ref, names) : undefined
  return new NotFound((t) => t.role.unknown({ received: String(ref), near }), { next: ['role list'] })
}

/** Passes on what a statement about a role answers. When there is no such role, the error names the nearest. */
export async function withSuggestion<T>(connection: Connection, ref: Ref, answer: Promise<T>): Promise<T> {
  return answer.catch(async (error: unknown) => {
    throw error instanceof NotFound ? await unknown(connection, ref) : error
  })
}

/** Refuses a role that does not exist. @throws NotFound */
export async function mustExist(connection: Connection, ref: Ref): Promise<void> {
  const { rows } = await read<{ id: number | null }>(connection, undefined, sql`select ${idOf(ref)} as id`)
  if (rows[0]?.id == null) throw await unknown(connection, ref)
}

/** One page of roles in order of id. */
export function list(connection: Connection, o: Listing) {
  return page<Role>(connection, 'role:list', {
    ...o,
    columns: record(r),
    from: sql`epic_events_api.role r`,
    alias: 'r',
    // Roles have no scopes: who may list roles may list all of them.
    where: sql`true`,
  })
}

/** One role and who holds it, in order of id. @throws NotFound */
export async function view(connection: Connection, ref: Ref): Promise<Role & { readonly people: readonly Holder[] }> {
  const { rows } = await read<Role & { readonly people: readonly Holder[] }>(
    connection,
    'role:view',
    sql`
      select ${record(r)}, array(
          select json_build_object('id', p.id, 'full_name', p.full_name, 'is_active', u.is_active)
          from epic_events_api.colleague p left join epic_events_api.users u on u.id = p.id
          where p.role_id = r.id
          order by p.id) as people
      from epic_events_api.role r
      where ${is(r, ref)} and ${trustedSql(predicate('role', ['view'], 'r'))}`,
  )
  const [found] = rows
  if (!found) throw await unknown(connection, ref)
  return found
}

/** Creates a role that allows nothing yet. @throws Refused the name is taken */
export async function create(connection: Connection, name: string): Promise<Role> {
  const { after } = await write<Role>(connection, {
    needs: [inAnyScope('role:create')],
    write: (may) => sql`
      insert into epic_events_api.role (name)
      select ${name}::text
      where ${may}
      returning *`,
    returning: record(d),
    constraintErrors: { role_name_key: taken(name) },
  })
  if (!after) throw new Error('an allowed insert answers its row')
  return after
}

/**
 * Renames a role. Without a name, as from a form in which nothing was changed, nothing is written.
 *
 * @throws NotFound · Refused a rule: a default role · the name is taken, it changed meanwhile
 */
export async function rename(
  connection: Connection,
  ref: Ref,
  name: string | undefined,
  ifVersion?: number,
): Promise<{ before: Role; after: Role }> {
  if (name === undefined) {
    const now = await view(connection, ref)
    return { before: now, after: now }
  }
  const { before, after } = await withSuggestion(
    connection,
    ref,
    write<Role>(connection, {
      needs: [inAnyScope('role:update')],
      target: seenOf(ref),
      write: (may) => sql`
        update epic_events_api.role r
        set ${assignments({ name })}
        where ${is(r, ref)} and ${may}${atVersion('r', ifVersion)}
        returning r.*`,
      returning: record(d),
      constraintErrors: { role_name_key: taken(name) },
    }),
  )
  if (!before || !after) throw await outdated(connection, ref, { name })
  return { before, after }
}

/** Deletes a role. @throws NotFound · Refused a rule: somebody has it, a default role · it changed meanwhile */
export async function remove(connection: Connection, ref: Ref, ifVersion?: number): Promise<Role> {
  const { before, after } = await withSuggestion(
    connection,
    ref,
    write<Role>(connection, {
      needs: [inAnyScope('role:delete')],
      target: seenOf(ref),
      write: (may) => sql`
        select t.id from target t where case when ${may} then epic_events.delete_role(t.id, ${ifVersion ?? null}::integer) else false end`,
      returning: sql`d.id`,
    }),
  )
  if (!before) throw new Error('a role that was found was seen')
  if (!after) throw await outdated(connection, ref, {})
  return before
}

/**
 * The refusals to delete a role, before somebody is asked to confirm it.
 *
 * @param holders all of them, in order of id
 * @throws Refused a default role, or one that somebody holds
 */
export function mustBeDeletable(role: Role, holders: readonly Pick<Holder, 'id' | 'full_name'>[]): void {
  const { id, name, people_count: count } = role
  if (id <= lastDefault) throw expectedRefusal('role_default_fixed', { role: name })
  if (count === 0) return
  const names = new Map(holders.map((holder) => [holder.id, holder.full_name]))
  const shown = holders.slice(0, holdersShown).map((holder) => holder.id)
  throw expectedRefusal('users_role_fk', { role: name, count, holders: shown }, { people: names, records: [] })
}

/** Roles to choose from. */
export async function choices(
  connection: Connection,
  _given: unknown,
  _t: unknown,
  limit: number,
): Promise<Choice<Ref>[]> {
  const { rows } = await read<{ id: number; name: string }>(
    connection,
    undefined,
    sql`
      select r.id, r.name from epic_events_api.role r
      union
      select p.role_id, p.role from epic_events_api.colleague p
      order by 1
      limit ${limit + 1}`,
  )
  return rows.map(({ id, name }) => ({ value: id, label: name, hint: `#${id}` }))
}

/** The roles that can be renamed or deleted: all but the default ones. */
export const ownChoices = async (
  connection: Connection,
  given: unknown,
  t: unknown,
  limit: number,
): Promise<Choice<Ref>[]> =>
  (await choices(connection, given, t, limit + lastDefault)).filter(
    ({ value }) => typeof value !== 'number' || value > lastDefault,
  )

const lastDefault = Math.max(...Object.keys(defaultRoles).map(Number))
const holdersShown = 10

/** What a role is called in a sentence about what was typed. */
export const nameFor = (ref: Ref) => (typeof ref === 'number' ? (defaultRoles[ref]?.name ?? String(ref)) : ref)

const taken = (name: string) => ({
  wants: { records: { by: 'roleByName' as const, key: name } },
  explain: ({ records: [holder] }: Known) =>
    new Refused((t) => t.role.nameTaken({ name, holder }), { next: holder ? [`role view ${holder.id}`] : [] }),
})

async function outdated(connection: Connection, ref: Ref, wanted: Readonly<Record<string, unknown>>): Promise<Refused> {
  const now = await view(connection, ref)
  return versionConflict('role', now.id, now, wanted)
}
