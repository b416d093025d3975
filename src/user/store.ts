/** All SQL of the team. Everybody who is signed in may see names and roles; the rest of a person needs `user:view`. */
import { type SQL, sql } from 'drizzle-orm'
import { hasPermission } from '../access/can.ts'
import { type ActionOf, COMMERCIAL, neededFor, type Permission, SUPPORT } from '../access/catalogue.ts'
import { type Asking, predicate } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import type { ConstraintErrors } from '../db/constraint-errors.ts'
import { asExpected, type Expected } from '../db/expected.ts'
import { type Known, lookUp } from '../db/in-the-way.ts'
import { inAnyScope } from '../db/judgement.ts'
import { known } from '../db/known.ts'
import { assignments, type Patch } from '../db/page.ts'
import { idIn, idOf, type References, shownReference } from '../db/reference.ts'
import { currentUser, query, read, readOne, trustedSql, write } from '../db/statement.ts'
import { unresolved } from '../db/unresolved.ts'
import { type Attempt, versionConflict } from '../db/version-conflict.ts'
import { type AppError, type Message, NotFound, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import { isNamed, type Reference } from '../field/reference.ts'
import * as roles from '../role/store.ts'
import type { User } from './user.ts'

/** The columns of a colleague. Nobody may read the password's hash, so `*` would be refused. @param alias of the row @param asking as for `predicate` */
export function record(alias: 'u' | 'd' | 'x', asking?: Asking): SQL {
  const row = trustedSql(alias)
  const open = trustedSql(predicate('user', ['view'], alias, asking))
  return sql`${row}.id, case when ${open} then ${row}.username end as username, ${row}.full_name,
    case when ${open} then ${row}.email end as email, case when ${open} then ${row}.phone end as phone, ${row}.role_id, ${roles.nameOf(sql`${row}.role_id`)} as role_name,
    ${row}.is_active, case when ${open} then ${row}.last_login end as last_login,
    ${row}.created_at, ${row}.updated_at, ${row}.version`
}
const written = (prefix: SQL) =>
  sql.join(
    [
      'id',
      'username',
      'full_name',
      'email',
      'phone',
      'role_id',
      'is_active',
      'last_login',
      'created_at',
      'updated_at',
      'version',
    ].map((column) => sql`${prefix}${sql.identifier(column)}`),
    sql`, `,
  )

export const missing = (by: Reference): { readonly message: Message; readonly next: readonly string[] } => ({
  message: (t) => t.refusal.noSuch({ noun: t.noun.user, id: shownReference(by) }),
  next: ['user list'],
})
/** The error for a colleague who is not there, or whom the caller may not see. @param column as in `unresolved` */
export const noSuch = async (connection: Connection, by: Reference, column?: string): Promise<AppError> =>
  isNamed(by)
    ? unresolved(connection, 'user', by, column)
    : new NotFound(missing(by).message, { next: missing(by).next })

/** One colleague. @param toDo as for readOne @throws NotFound · Ambiguous · Forbidden */
export const view = (connection: Connection, by: Reference, ...toDo: readonly Permission[]): Promise<User> =>
  viewWith<User>(connection, by, sql``, ...toDo)

/** The same with further columns of the row u. */
export const viewWith = <R extends User>(
  connection: Connection,
  by: Reference,
  more: SQL,
  ...toDo: readonly Permission[]
): Promise<R> =>
  readOne<R>(connection, 'user:view', {
    columns: sql`${record('u', known)}${more}`,
    from: sql`epic_events_api.users u where u.id = ${idOf('user', by)}`,
    alias: 'u',
    missing: missing(by),
    by: { noun: 'user', reference: by },
    toDo,
  })

export interface NewUser {
  readonly username: string
  readonly fullName: string
  readonly email: string
  readonly phone?: string | null
  readonly role: Reference
  /** bcrypt (session/password.ts). */
  readonly passwordHash: string
  /** Whether the program made the password, so that the colleague has to choose their own at the first login. */
  readonly mustChange: boolean
}

/**
 * Creates a colleague.
 *
 * @throws Refused the username or the email is taken · NotFound no such role · Forbidden the role allows more than the caller's own
 */
export async function create(connection: Connection, o: NewUser): Promise<User> {
  const { after } = await write<User>(connection, {
    needs: [inAnyScope('user:create')],
    write: (may) => sql`
      select c.*
      from (select x.role_id from (select ${roles.idOf(o.role)} as role_id) x where x.role_id is not null and ${may} offset 0) w
        cross join lateral epic_events.create_user(${o.username}, ${o.fullName}, ${o.email}, ${o.passwordHash}, w.role_id,
          ${o.phone ?? null}, ${o.mustChange}) c`,
    returning: record('d'),
    constraintErrors: refusals(o),
  })
  if (!after) throw await roles.unknown(connection, o.role)
  return after
}

/** Refuses a username or an email that a colleague has, as far as the caller sees it. @throws Refused */
export async function mustBeFree(connection: Connection, key: 'username' | 'email', value: string): Promise<void> {
  const { rows } = await read(
    connection,
    undefined,
    sql`select u.id from epic_events_api.users u where ${sql.identifier(key)} = ${value}`,
  )
  const { wants, explain } = taken(key, value)
  if (rows.length > 0) throw explain(await lookUp(connection, wants))
}

/** Columns of a colleague with their new values; the role by its name or id. */
export type UserPatch = Patch<Omit<User, 'role_id'>> & { readonly role_id?: Reference }

/**
 * Changes some columns of a colleague. Each needs a permission of its own (access/catalogue.ts), and the right to govern the colleague's
 * role. A deactivation waits for no lock for long (epic_events.deactivate).
 *
 * @returns `pending`: the colleague is signed out and cannot log in, but their record is locked, so `is_active` is not stored yet
 * @throws NotFound the colleague, or the role · Ambiguous · Forbidden
 * @throws Refused a rule: the last manager, oneself · the username or the email is taken, it changed meanwhile
 */
export async function update(
  connection: Connection,
  by: Reference,
  patch: UserPatch,
  expected?: Expected,
): Promise<{ before: User; after: User; pending: boolean }> {
  // Nothing was changed in a form.
  if (Object.keys(patch).length === 0) {
    const now = await view(connection, by)
    return { before: now, after: now, pending: false }
  }
  const references: References = { id: { noun: 'user', reference: by } }
  const id = idIn(references, 'id')
  const { role_id: ref } = patch
  const role = ref === undefined ? undefined : roles.idOf(ref)
  const change = role ? { ...patch, role_id: role } : patch
  const deactivates = patch.is_active === false && Object.keys(patch).length === 1
  const { before, after } = await write<User & { stored?: boolean }>(connection, {
    needs: neededFor('user', Object.keys(patch)),
    references,
    target: { select: record('u'), from: sql`epic_events_api.users u where u.id = ${id}`, alias: 'u' },
    write: (may) =>
      deactivates
        ? sql`
      select c.id, c.username, c.full_name, c.email, p.phone, c.role_id, c.is_active, c.last_login, c.created_at, c.updated_at,
        c.version, c.stored
      from (select t.id from target t where t.is_active and ${may}${asExpected('t', expected, change)} offset 0) w
        cross join lateral epic_events.deactivate(w.id) c left join epic_events_api.users p on p.id = c.id
      union all
      select ${written(sql`u.`)}, true from epic_events_api.users u
      where u.id = ${id} and not u.is_active and ${may}${asExpected('u', expected, change)}`
        : sql`
      update epic_events_api.users u
      set ${assignments(change)}
      where u.id = ${id} and ${may}${role ? sql` and ${role} is not null` : sql``}${asExpected('u', expected, change)}
      returning ${written(sql`u.`)}`,
    returning: deactivates ? sql`${record('d')}, d.stored` : record('d'),
    missing: missing(by),
    constraintErrors: refusals(patch),
  })
  if (!before) throw new Error('a colleague who was found was seen')
  if (!after) {
    const [found] = role ? await query<{ id: number | null }>(connection, sql`select ${role} as id`) : []
    if (ref !== undefined && !found?.id) throw await roles.unknown(connection, ref)
    throw await outdated(connection, before.id, {
      wanted: found?.id ? { ...patch, role_id: found.id } : patch,
      expected,
    })
  }
  const { stored = true, ...now } = after
  return { before, after: now, pending: !stored }
}

/** Somebody else changed the colleague meanwhile. */
async function outdated(connection: Connection, id: number, o: Attempt = { wanted: {} }): Promise<Refused> {
  return versionConflict(connection, 'user', await view(connection, id), o)
}

/**
 * Deletes a colleague.
 *
 * @returns who it was
 * @throws NotFound · Ambiguous · Refused a rule: they own records, the last manager, oneself · it changed meanwhile
 */
export async function remove(
  connection: Connection,
  by: Reference,
  ifVersion?: number,
): Promise<Pick<User, 'id' | 'full_name'>> {
  const references: References = { id: { noun: 'user', reference: by } }
  const id = idIn(references, 'id')
  const { before, after } = await write<Pick<User, 'id' | 'full_name'>>(connection, {
    needs: [inAnyScope('user:delete')],
    references,
    target: { select: sql`u.id, u.full_name`, from: sql`epic_events_api.users u where u.id = ${id}`, alias: 'u' },
    write: (may) => sql`
      select t.id from target t where case when ${may} then epic_events.delete_user(t.id, ${ifVersion ?? null}::integer) else false end`,
    returning: sql`d.id`,
    missing: missing(by),
  })
  if (!before) throw new Error('a colleague who was found was seen')
  if (!after) throw await outdated(connection, before.id)
  return before
}

/** Active colleagues of a role, for the questions of clients and events. Only who may see users knows who has left. */
const active =
  (roleId: number) =>
  async (connection: Connection, _given: unknown, _t: unknown, limit: number): Promise<Choice<number>[]> => {
    const { rows } = await read<{ id: number; full_name: string }>(
      connection,
      undefined,
      sql`
        select p.id, p.full_name
        from epic_events_api.colleague p left join epic_events_api.users u on u.id = p.id
        where p.role_id = ${roleId} and u.is_active is distinct from false
        order by p.full_name, p.id
        limit ${limit + 1}`,
    )
    return rows.map(({ id, full_name }) => ({ value: id, label: full_name, hint: `#${id}` }))
  }
/** Colleagues on whom one may do one of these actions, by name. @param o.self the caller too, whatever they may do */
export const choicesFor =
  (actions: readonly ActionOf<'user'>[], o: { readonly self?: true } = {}) =>
  async (
    connection: Connection,
    _given: unknown,
    t: Parameters<Message>[0],
    limit: number,
  ): Promise<Choice<number>[]> => {
    const self = o.self ? sql` or u.id = (select epic_events.uid())` : sql``
    const first = o.self ? sql`u.id <> (select epic_events.uid()), ` : sql``
    const { rows } = await read<{ id: number; full_name: string; role: string | null; is_active: boolean }>(
      connection,
      undefined,
      sql`
        select u.id, u.full_name, ${roles.nameOf(sql`u.role_id`)} as role, u.is_active
        from epic_events_api.users u
        where ${trustedSql(predicate('user', actions, 'u'))}${self}
        order by ${first}u.full_name, u.id
        limit ${limit + 1}`,
    )
    return rows.map(({ id, full_name: label, role, is_active: active }) => ({
      value: id,
      label,
      hint: [`#${id}`, ...(role === null ? [] : [role]), ...(active ? [] : [t.user.inactive])].join(' · '),
    }))
  }
/** Roles that one may give a colleague. The list is empty for somebody who may not give any. */
export const rolesToGive = async (
  connection: Connection,
  given: unknown,
  t: unknown,
  limit: number,
): Promise<Choice<number>[]> =>
  hasPermission(await currentUser(connection), 'role', 'assign') ? roles.choices(connection, given, t, limit) : []

export const commercials = active(COMMERCIAL)
export const supports = active(SUPPORT)

/** Sentences about values that only the command knows. */
export const refusals = (o: {
  readonly username?: string | null | undefined
  readonly email?: string | null | undefined
}): ConstraintErrors => ({
  users_username_key: taken('username', o.username ?? ''),
  users_email_key: taken('email', o.email ?? ''),
})

const taken = (key: 'username' | 'email', value: string) => ({
  wants: { records: { by: key === 'email' ? ('userByEmail' as const) : ('userByUsername' as const), key: value } },
  explain: ({ records: [holder] }: Known) =>
    new Refused(
      (t) =>
        key === 'email'
          ? t.user.emailTaken({ email: value, holder })
          : t.user.usernameTaken({ username: value, holder }),
      { next: holder ? [`user view ${holder.id}`] : [] },
    ),
})
