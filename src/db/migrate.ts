/** Makes or upgrades a database (`db-create`): the role, pgcrypto, and then the migrations, under an advisory lock. */
import type postgres from 'postgres'
import { Refused, Unavailable } from '../errors.ts'
import { mayFail, sqlState, wholly } from './connection/connect.ts'
import { migrations } from './migrations.ts' with { type: 'macro' }
import type { Migration } from './migrations.ts'
import { requireSuitable } from './preconditions.ts'

/** Every migration of this program, in order. The macro reads them while this file is transpiled or compiled. */
export const allMigrations: readonly Migration[] = migrations()

/** The role that every command runs as. It owns nothing. */
export const appRole = 'epic_events_app'

/** The owner of the views, through which that role reads and writes. Nobody logs in as it, and nobody but the owner of the schema is a member. */
const rowsRole = 'epic_events_rows'

/** The key of the advisory lock. It must be the same in every version of this program. */
const lockKey = 4_620_693_217

interface Setting {
  login: string
  superuser: boolean
  createrole: boolean
  /** Of the two roles that the program needs: those that do not exist, and those that this login is no member of. */
  absent: string[]
  foreign: string[]
  crypto: boolean
}

/**
 * Finds out whether `migrate` would change a schema that is there. Nothing is changed.
 *
 * @returns the version of the schema as it is; undefined where there is none, or where it has all migrations
 */
export async function behind(
  sql: postgres.Sql,
  all: readonly Migration[] = allMigrations,
): Promise<number | undefined> {
  const meta = await metaOf(sql)
  return meta && meta.schema_version < all.length ? meta.schema_version : undefined
}

/**
 * Brings the database to this program's schema, all of it or nothing: asking, the role, pgcrypto and the migrations are one transaction. A
 * second run changes nothing.
 *
 * @param connection as the owner-to-be, without `role` or session parameters
 * @param all the migrations that the database shall have, in order
 * @returns how many migrations were applied now
 * @throws Unavailable the database does not suit (preconditions.ts), or the role cannot be made or used
 */
export function migrate(
  connection: postgres.Sql,
  all: readonly Migration[] = allMigrations,
): Promise<{ applied: number }> {
  return wholly(connection, async (sql) => {
    // Not of the session: behind a transaction pooler it would stay on a connection that the pooler lends to others.
    await sql`select pg_advisory_xact_lock(${lockKey}::bigint)`
    await requireSuitable(sql, appRole)
    const [setting] = await sql<Setting[]>`
      select current_user as login, me.rolsuper as superuser, me.rolcreaterole as createrole,
        array_to_json(array(select n from (values (${appRole}), (${rowsRole})) v(n)
          where n not in (select rolname from pg_roles))) as absent,
        array_to_json(array(select r.rolname from pg_roles r where r.rolname in (${appRole}, ${rowsRole})
          and not pg_has_role(current_user, r.oid, 'member'))) as foreign,
        exists (select from pg_extension where extname = 'pgcrypto') as crypto
      from pg_roles me where me.rolname = current_user`
    if (!setting) throw new Error('pg_roles has no current_user')
    await requireNewEnough(sql, all)
    await ensureRoles(sql, setting)
    try {
      await ensureCrypto(sql, setting)
      return { applied: await run(sql, all) }
    } catch (error) {
      if (sqlState(error) !== '42501') throw error
      throw new Unavailable((t) => t.migrate.notOwner({ login: setting.login }), { cause: error })
    }
  })
}

/** @throws Unavailable the schema was made by a later version of the program, which this one does not understand */
async function requireNewEnough(sql: postgres.Sql, all: readonly Migration[]): Promise<void> {
  const meta = await metaOf(sql)
  if (meta && meta.oldest_binary > all.length) throw new Unavailable((t) => t.migrate.programTooOld)
}

/** The versions that the schema names; undefined where there is no schema yet. */
async function metaOf(sql: postgres.Sql): Promise<{ schema_version: number; oldest_binary: number } | undefined> {
  const [there] = await sql<{ there: boolean }[]>`select to_regclass('epic_events.meta') is not null as there`
  if (!there?.there) return undefined
  const [meta] = await sql<{ schema_version: number; oldest_binary: number }[]>`
    select schema_version, oldest_binary from epic_events.meta`
  return meta
}

/**
 * Makes sure that the two roles exist and that this login may use them. Three kinds of login can: a superuser or a role with CREATEROLE,
 * which makes them; a login to which both were granted before; and epic_events_app itself, which then owns everything and needs no
 * other role.
 *
 * @throws Unavailable any other login, with the lines that an administrator has to run
 */
async function ensureRoles(
  sql: postgres.Sql,
  { login, superuser, createrole, absent, foreign }: Setting,
): Promise<void> {
  if (login === appRole) return
  const may = superuser || createrole
  if (!may && absent.length + foreign.length > 0) throw needsAdministrator(login, absent, [...absent, ...foreign])
  for (const role of absent) {
    await mayFail(sql, (connection) => connection`create role ${connection(role)} nologin`).catch(
      (error: { code?: string }) => {
        // Another database of the same server may be making the role at this moment.
        if (error.code !== '42710' && error.code !== '23505') throw error
      },
    )
  }
  if (superuser) return
  // From PostgreSQL 16 on, a role with CREATEROLE may not use a role that it made before it is granted.
  for (const role of createrole ? [appRole, rowsRole] : []) {
    await mayFail(sql, (connection) => connection`grant ${connection(role)} to current_user`).catch(
      (error: { code?: string }) => {
        const member = !foreign.includes(role) && !absent.includes(role)
        if (!member) throw error.code === '42501' ? needsAdministrator(login, [], [role]) : error
      },
    )
  }
}

const needsAdministrator = (login: string, create: readonly string[], grant: readonly string[]) =>
  new Unavailable((t) => t.migrate.needsAdministrator({ login }), {
    more: [
      ...create.map((role) => () => `create role ${role} nologin;`),
      ...grant.map((role) => () => `grant ${role} to "${login.replaceAll('"', '""')}";`),
    ],
  })

async function ensureCrypto(sql: postgres.Sql, { crypto }: Setting): Promise<void> {
  if (crypto) return
  await sql`create schema if not exists epic_events_crypto`
  await sql`create extension if not exists pgcrypto with schema epic_events_crypto`
}

/**
 * Applies the migrations that the database does not have, in one transaction. Afterwards it checks that every one is there, because drizzle
 * compares only the date of the newest.
 */
async function run(sql: postgres.Sql, all: readonly Migration[]): Promise<number> {
  const { drizzle } = await import('drizzle-orm/postgres-js')
  const db = drizzle(sql)
  const journal = async () => {
    const [there] = await sql<
      { there: boolean }[]
    >`select to_regclass('epic_events.__drizzle_migrations') is not null as there`
    if (!there?.there) return []
    return (await sql<{ hash: string }[]>`select hash from epic_events.__drizzle_migrations`).map((row) => row.hash)
  }
  const before = await journal()
  // `dialect` and `session` are private in drizzle-orm 0.45, whose version is pinned. Its own migrators use them in the same way.
  const inside = db as unknown as {
    dialect: { migrate(all: unknown, session: unknown, config: object): Promise<void> }
    session: unknown
  }
  await inside.dialect.migrate(all, inside.session, { migrationsSchema: 'epic_events' })
  const after = new Set(await journal())
  const missing = all.filter((migration) => !after.has(migration.hash))
  if (missing.length > 0) throw new Refused((t) => t.migrate.outOfOrder({ missing: missing.length }))
  return after.size - new Set(before).size
}
