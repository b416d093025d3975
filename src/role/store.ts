/** All SQL of roles and of what they permit. */
import { type SQL, sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import { defaultRoles } from '../access/catalogue.ts'
import { atomically } from '../db/atomically.ts'
import type { Connection } from '../db/connection.ts'
import { asExpected, type Expected } from '../db/expected.ts'
import type { Known } from '../db/in-the-way.ts'
import { inAnyScope, type Need } from '../db/judgement.ts'
import { assignments } from '../db/page.ts'
import { idIn, idOf as named, type References, shownReference } from '../db/reference.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { currentUser, read, readOne, type Write, write } from '../db/statement.ts'
import { unresolved } from '../db/unresolved.ts'
import { type Attempt, versionConflict } from '../db/version-conflict.ts'
import { type AppError, NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import { isNamed, type Reference } from '../field/reference.ts'
import type { Holder, Role } from './role.ts'

/** The columns of a role in a list. @param row the alias of the row */
export const record = (row: SQL) => sql`${row}.id, ${row}.name, ${row}.permissions,
  cardinality(${row}.permissions) as permission_count,
  (select count(*)::integer from epic_events_api.colleague p where p.role_id = ${row}.id) as people_count,
  ${row}.created_at, ${row}.updated_at, ${row}.version`
const r = sql.raw('r')
const d = sql.raw('d')

/** The role that was referred to, for `write`. */
export const seenBy = (by: Reference, select: SQL = record(r)) => {
  const references: References = { id: { noun: 'role', reference: by } }
  return {
    references,
    missing: missing(by),
    target: { select, from: sql`epic_events_api.role r where r.id = ${idIn(references, 'id')}`, alias: 'r' },
  }
}

const missing = (by: Reference) => ({
  message: ((t) => t.refusal.noSuch({ noun: t.noun.role, id: shownReference(by) })) satisfies NotFound['userMessage'],
  next: ['role list'],
})

/**
 * The id of a role by its name or id, as SQL; null where there is none. Everybody knows the roles that colleagues have; only who may see
 * roles knows the others.
 */
export const idOf = (by: Reference): SQL =>
  isNamed(by)
    ? named('role', by)
    : sql`coalesce(
    (select r.id from epic_events_api.role r where r.id = ${by}),
    (select p.role_id from epic_events_api.colleague p where p.role_id = ${by} limit 1))`

/** The name of a role by its id, as SQL, known as above. */
export const nameOf = (id: SQL): SQL =>
  sql`coalesce(
    (select r.name from epic_events_api.role r where r.id = ${id}),
    (select p.role from epic_events_api.colleague p where p.role_id = ${id} limit 1))`

/** The error for a role that there is not, or that the caller may not see. */
export const unknown = async (connection: Connection, by: Reference): Promise<AppError> =>
  isNamed(by)
    ? unresolved(connection, 'role', by, 'role_id')
    : new NotFound(missing(by).message, { next: missing(by).next })

/** Refuses a role that does not exist. @throws NotFound */
export async function mustExist(connection: Connection, by: Reference): Promise<void> {
  const { rows } = await read<{ id: number | null }>(connection, undefined, sql`select ${idOf(by)} as id`)
  if (rows[0]?.id == null) throw await unknown(connection, by)
}

/** One role and who holds it, in order of id. @throws NotFound · Ambiguous */
export const view = (connection: Connection, by: Reference) =>
  readOne<Role & { readonly people: readonly Holder[] }>(connection, 'role:view', {
    columns: sql`${record(r)}, array(
        select json_build_object('id', p.id, 'full_name', p.full_name, 'is_active', u.is_active)
        from epic_events_api.colleague p left join epic_events_api.users u on u.id = p.id
        where p.role_id = r.id
        order by p.id) as people`,
    from: sql`epic_events_api.role r where r.id = ${named('role', by)}`,
    alias: 'r',
    missing: missing(by),
    by: { noun: 'role', reference: by },
  })

/** Creates a role that allows nothing yet. @throws Refused the name is taken */
export const create = async (connection: Connection, name: string): Promise<Role> =>
  (await insert(connection, name, [inAnyScope('role:create')])).after

/**
 * Creates a role that allows what another one allows. It needs the right to grant permissions too.
 *
 * @throws NotFound no such role to copy · Refused the name is taken
 */
export function createLike(connection: Connection, name: string, like: Reference): Promise<Role> {
  const needs = [inAnyScope('role:create'), inAnyScope('role:assign')]
  return atomically(connection, async (inside) => {
    const { before, after } = await insert(inside, name, needs, seenBy(like, sql`r.id`))
    await write(inside, {
      needs,
      write: (may) => sql`
        insert into epic_events_api.role_permission (role_id, permission_id)
        select ${after.id}::integer, x.permission_id
        from epic_events_api.role_permission x
        where x.role_id = ${before?.id ?? null}::integer and ${may}
        returning role_id`,
      returning: sql`d.role_id`,
    })
    // A trigger keeps the copy of the permissions in the role, so only a further statement sees it.
    const { people: _, ...role } = await view(inside, after.id)
    return role
  })
}

async function insert(
  connection: Connection,
  name: string,
  needs: readonly Need[],
  like?: Pick<Write, 'target' | 'references' | 'missing'>,
) {
  const { before, after } = await write<Role>(connection, {
    needs,
    ...like,
    write: (may) => sql`
      insert into epic_events_api.role (name)
      select ${name}::text
      where ${may}
      returning *`,
    returning: record(d),
    constraintErrors: { role_name_key: taken(name) },
  })
  if (!after) throw new Error('an allowed insert answers its row')
  return { before, after }
}

/**
 * Renames a role. Without a name, as from a form in which nothing was changed, nothing is written.
 *
 * @throws NotFound · Ambiguous · Refused a rule: a default role · the name is taken, it changed meanwhile
 */
export async function rename(
  connection: Connection,
  by: Reference,
  name: string | undefined,
  expected?: Expected,
): Promise<{ before: Role; after: Role }> {
  if (name === undefined) {
    const now = await view(connection, by)
    return { before: now, after: now }
  }
  const seen = seenBy(by)
  const { before, after } = await write<Role>(connection, {
    ...seen,
    needs: [inAnyScope('role:update')],
    write: (may) => sql`
      update epic_events_api.role r
      set ${assignments({ name })}
      where r.id = ${idIn(seen.references, 'id')} and ${may}${asExpected('r', expected, { name })}
      returning r.*`,
    returning: record(d),
    constraintErrors: { role_name_key: taken(name) },
  })
  if (!before) throw new Error('a role that was found was seen')
  if (!after) throw await outdated(connection, before.id, { wanted: { name }, expected })
  return { before, after }
}

/** Deletes a role. @throws NotFound · Ambiguous · Refused a rule: somebody has it, a default role · it changed meanwhile */
export async function remove(connection: Connection, by: Reference, ifVersion?: number): Promise<Role> {
  const { before, after } = await write<Role>(connection, {
    ...seenBy(by),
    needs: [inAnyScope('role:delete')],
    write: (may) => sql`
      select t.id from target t where case when ${may} then epic_events.delete_role(t.id, ${ifVersion ?? null}::integer) else false end`,
    returning: sql`d.id`,
  })
  if (!before) throw new Error('a role that was found was seen')
  if (!after) throw await outdated(connection, before.id)
  return before
}

/**
 * The refusals to delete a role, before somebody is asked to confirm it.
 *
 * @param holders all of them, in order of id
 * @throws Refused a default role, or one that somebody holds
 */
export function mustBeDeletable(role: Role, holders: readonly Pick<Holder, 'id' | 'full_name'>[]): void {
  const { name, people_count: count } = role
  mustBeOwn(role)
  if (count === 0) return
  const names = new Map(holders.map((holder) => [holder.id, holder.full_name]))
  const shown = holders.slice(0, holdersShown).map((holder) => holder.id)
  throw expectedRefusal('users_role_fk', { role: name, count, holders: shown }, { people: names, records: [] })
}

/** Refuses a default role, which keeps its name, before somebody is asked for another one. @throws Refused */
export function mustBeOwn({ id, name }: Pick<Role, 'id' | 'name'>): void {
  if (id <= lastDefault) throw expectedRefusal('role_default_fixed', { role: name })
}

/** Roles to choose from. */
export async function choices(
  connection: Connection,
  _given: unknown,
  _t: unknown,
  limit: number,
): Promise<Choice<number>[]> {
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

/** The roles that a new one may be made like: none for somebody who may not grant permissions. */
export const copyChoices = async (
  connection: Connection,
  given: unknown,
  t: unknown,
  limit: number,
): Promise<Choice<number>[]> =>
  hasPermission(await currentUser(connection), 'role', 'assign') ? choices(connection, given, t, limit) : []

/** The roles that can be renamed or deleted: all but the default ones. */
export const ownChoices = async (
  connection: Connection,
  given: unknown,
  t: unknown,
  limit: number,
): Promise<Choice<number>[]> =>
  (await choices(connection, given, t, limit + lastDefault)).filter(({ value }) => value > lastDefault)

const lastDefault = Math.max(...Object.keys(defaultRoles).map(Number))
const holdersShown = 10

/** What a role is called in a sentence about what was typed. */
export const nameFor = (by: Reference) => (isNamed(by) ? by.typed : (defaultRoles[by]?.name ?? String(by)))

const taken = (name: string) => ({
  wants: { records: { by: 'roleByName' as const, key: name } },
  explain: ({ records: [holder] }: Known) =>
    new Refused((t) => t.role.nameTaken({ name, holder }), { next: holder ? [`role view ${holder.id}`] : [] }),
})

async function outdated(connection: Connection, id: number, o: Attempt = { wanted: {} }): Promise<Refused> {
  return versionConflict(connection, 'role', await view(connection, id), o)
}
