/**
 * Runs the one statement of a command. Its answer says everything at once: who I am, whether my role has the permission, the row as I see
 * it, whether I may change that row, and the row as written. A write costs 2 round trips, as many as a read.
 *
 * The answer is judged in this order, because another order would tell which ids exist: no session → exit code 4, no permission → 5,
 * no row → 3, not this row → 5, changed meanwhile → 6. Constraints that the write breaks are known by name (constraint-errors.ts).
 */
import { type SQL, sql } from 'drizzle-orm'
import { type CurrentUser, hasPermission } from '../access/can.ts'
import { type Permission, split } from '../access/catalogue.ts'
import { permits, predicate } from '../access/predicates.ts'
import { Forbidden, forbidden, Unavailable } from '../errors.ts'
import type { Connection } from './connection.ts'
import { type ConstraintErrors, inTheWay, isDatabaseError, toAppError } from './constraint-errors.ts'
import {
  deniedOf,
  type Need,
  recordOf,
  requireCompatibleSchema,
  requirePermission,
  requireSession,
} from './judgement.ts'
import { known, knownFrom } from './known.ts'
import { type Missing, notFound } from './missing.ts'
import { byColumn, byRow, type InOne, type Rows, rowsIn, rowsOf, type Shape } from './piece.ts'
import { idAs, isFound, namedIn, type References, type Referred } from './reference.ts'
import { requireResolved } from './unresolved.ts'
import { schemaVersion } from './version.ts'

/** SQL from a text that the program wrote itself: an alias, or a predicate of the catalogue. Never pass a value of a user. */
export const trustedSql = (text: string): SQL => sql.raw(text)

/** May this person do it on the row with this alias? */
export const allowed = (need: Need, alias: string): SQL => trustedSql(permits(need, alias))

/** Reads who is signed in. @throws Unavailable when the program and the schema do not fit */
export async function currentUser(connection: Connection): Promise<CurrentUser> {
  const [row] = await query<{ facts: CurrentUser }>(connection, sql`select epic_events.facts() as facts`)
  if (!row) throw new Error('facts() gave no row: meta is empty')
  requireCompatibleSchema(row.facts)
  return row.facts
}

/** What `read` has found. */
export interface Found<R> extends Rows<R> {
  /** What `o.about` said. */
  readonly about: unknown
  readonly currentUser: CurrentUser
  /** `true`: there may be more rows than these, which were too many bytes together. */
  readonly cut: boolean
}

/**
 * Runs a statement that reads, for somebody who is signed in.
 *
 * @param needs the permission, or undefined where being signed in is enough
 * @param rows a select; each of its rows comes back as JSON, with its column names as keys
 * @param o.before common table expressions, for `rows` and `o.about`
 * @param o.about a JSON value that is answered beside the rows, also when there are none
 * @param o.mostBytes the rows end with the one whose JSON makes it this many bytes in all. Absent: all rows come
 * @param o.shape what a row of them consists of, where that is known: they come faster
 * @param o.single there is one row at most, and it may ask `known` what the role holds. PostgreSQL plans it in less time
 * @throws Unauthenticated, Forbidden, Unavailable
 */
export async function read<R>(
  connection: Connection,
  needs: Permission | undefined,
  rows: SQL,
  o: {
    readonly before?: SQL
    readonly about?: SQL
    readonly mostBytes?: number
    readonly shape?: Shape
    readonly single?: boolean
  } = {},
): Promise<Found<R>> {
  const { before, about, mostBytes, shape, single } = o
  const beside = knownFrom({ about, judged: single })
  const said = about ? sql`, case when row_number() over () = 1 then known.about end as about` : sql``
  const inOne = mostBytes !== undefined && (shape ? byColumn(shape, mostBytes) : byRow(rows, mostBytes))
  const statement = inOne
    ? sql`select known.*, r.* from ${beside} left join lateral (${inOne}) r on true`
    : single
      ? sql`select known.facts${about ? sql`, known.about` : sql``}, (select to_json(q) from (${rows}) q) as row from ${beside}`
      : sql`select case when row_number() over () = 1 then known.facts end as facts${said}, r.row
          from ${beside} left join lateral (select to_json(q) as row from (${rows}) q) r on true`
  const answer = await query<{ facts: CurrentUser | null; about?: unknown; row: R | null } & InOne<R>>(
    connection,
    before ? sql`${before}${statement}` : statement,
  ).catch((error: unknown) => rethrow(error, connection))
  const [first] = answer
  if (!first?.facts) throw new Error('facts() gave no row: meta is empty')
  requireSession(first.facts)
  if (needs) requirePermission(first.facts, { permission: needs, scoped: true })
  const found = inOne ? rowsIn(first, shape) : rowsOf(answer.flatMap(({ row }) => row ?? []))
  if (!found) {
    const { shape: _, ...again } = o
    return read(connection, needs, rows, again)
  }
  // Into the object of the rows, whose getter would be called by a copy.
  return Object.assign(found, { currentUser: first.facts, about: first.about, cut: inOne !== false && first.cut })
}

/**
 * Reads one record. Throws Forbidden if the caller may list the row but not view it, NotFound if the caller cannot see it.
 *
 * @param o.from table, alias and `where`: the one row, by `idOf` where it was referred to by a name
 * @param o.by what it was referred to by
 * @param o.toDo what the caller is about to do with the row: Forbidden is thrown unless they may do one of these. Default: nothing
 * @throws Unauthenticated, Forbidden, NotFound, Ambiguous, Unavailable
 */
export async function readOne<R>(
  connection: Connection,
  permission: Permission,
  o: {
    readonly columns: SQL
    readonly from: SQL
    readonly alias: string
    readonly missing: Missing
    readonly by?: Referred
    readonly toDo?: readonly Permission[]
  },
): Promise<R> {
  const { resource } = split(permission)
  const { toDo = [] } = o
  const visible = trustedSql(predicate(resource, ['list', 'view'], o.alias, known))
  const permitted = trustedSql(permits({ permission, scoped: true }, o.alias, known))
  const able =
    toDo.length === 0
      ? sql`true`
      : trustedSql(toDo.map((code) => permits({ permission: code, scoped: true }, o.alias, known)).join(' or '))
  const { rows, currentUser } = await read<R & { permitted: boolean; able: boolean }>(
    connection,
    permission,
    sql`select ${o.columns}, ${permitted} as permitted, ${able} as able
      from ${o.from} and ${visible}`,
    { single: true },
  )
  const [found] = rows
  if (!found) {
    await requireResolved(connection, o.by ? { id: o.by } : {})
    throw await notFound(connection, o.missing)
  }
  const { permitted: isPermitted, able: mayDo, ...row } = found
  const record = recordOf(permission, found)
  if (!isPermitted) throw forbidden({ permission, record })
  if (mayDo !== true) {
    const held = (code: Permission) => hasPermission(currentUser, split(code).resource, split(code).action)
    throw forbidden({ permission: toDo.find(held) ?? permission, record }, { here: true })
  }
  return row as R
}

export interface Write {
  /** The permissions that the write needs, judged on the row of `target`. */
  readonly needs: readonly Need[]
  /**
   * The row that is to be changed, or the parent of the row that is to be made: a select from tables under row-level security. The
   * predicates of `needs` read its columns under `alias`. Absent if nothing has to exist before (a new company).
   */
  readonly target?: { readonly select: SQL; readonly from: SQL; readonly alias: string }
  /** The records that `target` and `write` refer to by `idIn`. Nothing is written unless each name means one record. */
  readonly references?: References
  /** INSERT, UPDATE or DELETE … RETURNING. Its WHERE clause must contain `${may}`, so that it writes nothing when that is false. */
  readonly write: (may: SQL) => SQL
  /** Another write of the same statement, as a common table expression: `removed as (delete …)`. Its WHERE clause contains `${may}` too. */
  readonly also?: (may: SQL) => SQL
  /** The columns of the written row that are answered; the row has the alias `d`. */
  readonly returning: SQL
  /** What is joined to `d` for these columns. */
  readonly joined?: SQL
  readonly constraintErrors?: ConstraintErrors
  /** What to say if there is no such row. */
  readonly missing?: Missing
}

export interface Written<R> {
  /** The row before the write; null if the write had no target. */
  readonly before: R | null
  /** The row after the write; null if the row changed meanwhile, or if another condition of the write did not hold. */
  readonly after: R | null
  /** The ids of the names in `references`. */
  readonly found: Readonly<Record<string, number>>
}

/** A write that happened: the row before and after. */
export interface Changed<R> {
  readonly before: R | null
  readonly after: R
}

/**
 * Runs a statement that writes, and judges its answer.
 *
 * @throws Unauthenticated, Forbidden, NotFound, Ambiguous, Refused (a rule), Unavailable
 */
export async function write<R>(
  connection: Connection,
  { needs, target, references = {}, write: dml, also, returning, joined = sql``, constraintErrors, missing }: Write,
): Promise<Written<R>> {
  const alias = target?.alias ?? 'nothing'
  const denied = needs.map(
    (need, at) => sql`when not coalesce(${allowed(need, alias)}, false) then ${sql.raw(String(at))}`,
  )
  const missingNeed = denied.length > 0 ? sql`case ${sql.join(denied, sql` `)} end::integer` : sql`null::integer`
  const names = namedIn(references)
  const named = names.length === 0 ? sql`` : sql`named as materialized (select ${sql.join(names.map(idAs), sql`, `)}), `
  const found = names.length === 0 ? sql`true` : sql`(select ${sql.join(names.map(isFound), sql` and `)} from named n)`
  const may = sql`(select t.missing_need is null from target t) and ${found} and (select epic_events.speaks(${schemaVersion}))`
  const [answer] = await query<{
    facts: CurrentUser
    before: R | null
    missing_need: number | null
    after: R | null
    found: Readonly<Record<string, number | null>> | null
  }>(
    connection,
    sql`
      with ${named}target as materialized (
        select ${target?.select ?? sql`true as nothing`}, ${missingNeed} as missing_need
        from ${target?.from ?? sql`(select null::integer as id) nothing`}
      ), ${also ? sql`${also(may)}, ` : sql``}written as (
        ${dml(may)}
      )
      select
        epic_events.facts() as facts,
        ${names.length === 0 ? sql`null::json` : sql`(select to_json(n) from named n)`} as found,
        (select to_json(t) from target t) as before,
        (select t.missing_need from target t) as missing_need,
        (select to_json(r) from (select ${returning} from written d${joined} limit 1) r) as after`,
    constraintErrors,
  ).catch((error: unknown) => rethrow(error, connection))
  if (!answer) throw new Error('a writing statement always answers one row')
  requireSession(answer.facts)
  for (const need of needs) requirePermission(answer.facts, need, recordOf(need.permission, answer.before))
  await requireResolved(connection, references, answer.found ?? {})
  if (answer.before === null) throw await notFound(connection, missing ?? { message: (t) => t.refusal.notFound })
  const lacking = answer.missing_need === null ? undefined : needs[answer.missing_need]
  // `requirePermission` did not throw, so the role holds the permission on some rows. This row is not one of them.
  if (lacking) throw forbidden(deniedOf(lacking, recordOf(lacking.permission, answer.before)), { here: true })
  const { missing_need: _, ...before } = answer.before as R & { missing_need?: unknown }
  return {
    before: target ? (before as R) : null,
    after: answer.after,
    found: (answer.found ?? {}) as Readonly<Record<string, number>>,
  }
}

/**
 * Judges what `write` judges before it writes, for a person who is still asked for the rest.
 *
 * @returns the row of `target`
 * @throws as `write`
 */
export async function judge<R>(
  connection: Connection,
  o: Pick<Write, 'needs' | 'target' | 'references' | 'missing'>,
): Promise<R | null> {
  const nothing = sql`select null::integer as id where false`
  return (await write<R>(connection, { ...o, write: () => nothing, returning: sql`d.id` })).before
}

/**
 * If the session ended while a statement ran, report Unauthenticated instead of Forbidden; and if the schema is newer than the program
 * understands, report that instead of a missing right or a missing view. Inside a pooler's transaction neither can be found out: the error
 * has aborted it.
 *
 * @param error what the statement was refused with
 * @throws Unauthenticated, Unavailable
 */
export async function requireSessionAfter(error: unknown, connection: Connection): Promise<void> {
  // 42 and 3F: a table, view, column, function or schema that is not there.
  const lacking = error instanceof Unavailable && isDatabaseError(error.cause) && /^(42|3F)/.test(error.cause.code)
  if (!lacking && !(error instanceof Forbidden)) return
  const user = await currentUser(connection).catch((reason: unknown) => {
    if (reason instanceof Unavailable) throw reason
  })
  if (user && error instanceof Forbidden) requireSession(user)
}

/** Throws the error, or what `requireSessionAfter` finds behind it. */
async function rethrow(error: unknown, connection: Connection): Promise<never> {
  await requireSessionAfter(error, connection)
  throw error
}

/** Runs one statement and translates errors of the database. */
export async function query<R>(connection: Connection, statement: SQL, own?: ConstraintErrors): Promise<R[]> {
  try {
    return await connection.query<R>(statement)
  } catch (error) {
    throw toAppError(error, own, await inTheWay(connection, error, own))
  }
}
