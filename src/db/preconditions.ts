/**
 * What `db-create` asks of a database before it makes anything in it. A migration that stops halfway is rolled back, but a person then knows
 * no more than that something failed: each of these has its sentence, and where an administrator can help, the lines for it.
 */
import type postgres from 'postgres'
import { type Message, Unavailable } from '../errors.ts'
import { connectionOf } from './connection/connection-of.ts'
import { readOnlyReason } from './read-only.ts'

/** The oldest PostgreSQL that the migrations run on (`server_version_num`). */
const oldestVersion = 150_000
/** The newest PostgreSQL that the tests ran on; a newer one is tried, and doctor says so. */
export const newestMajor = 18

interface Found {
  readonly login: string
  readonly version: number
  readonly encoding: string
  readonly template: boolean
  /** Whether the schema holds tables; whether one of them is our journal; and another one that the first migration makes. */
  readonly tables: boolean
  readonly journal: boolean
  readonly set_up: boolean
  /** Null: there is no schema epic_events. */
  readonly owns_schema: boolean | null
  readonly may_create: boolean
  readonly makes_roles: boolean
  readonly crypto: 'installed' | 'creatable' | 'forbidden' | 'missing'
  /** Whether the role that commands act as ignores row-level security. */
  readonly app_unbound: boolean
  /** The database, as PostgreSQL quotes its name. */
  readonly database: string
  /** Lines for an administrator: another database, one beside this one, rights on this one, the role as ours. */
  readonly another: string
  readonly beside: string
  readonly grant: string
  readonly bind: string
}

/**
 * Asks for everything that the migrations need. Nothing is changed.
 *
 * @param role that commands run as
 * @throws Unavailable the first that is not so: version, a primary that may be written to, no template, nobody else's schema, UTF-8, rights,
 *   pgcrypto, a role that the policies bind
 */
export async function requireSuitable(sql: postgres.Sql, role: string): Promise<void> {
  const [found] = await sql<Found[]>`
    select current_user::text as login, pg_catalog.current_setting('server_version_num')::integer as version,
      pg_catalog.current_setting('server_encoding') as encoding, d.datistemplate as template,
      exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'v', 'p')) as tables,
      exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relname = '__drizzle_migrations') as journal,
      exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relname = 'meta') as set_up,
      pg_catalog.pg_has_role(current_user, n.nspowner, 'usage') as owns_schema,
      pg_catalog.has_database_privilege(d.oid, 'create') as may_create, me.rolcreaterole as makes_roles,
      case
        when exists (select from pg_catalog.pg_extension where extname = 'pgcrypto') then 'installed'
        when x.name is null then 'missing'
        when me.rolsuper or (x.trusted and pg_catalog.has_database_privilege(d.oid, 'create')) or not x.superuser
          then 'creatable'
        else 'forbidden'
      end as crypto,
      coalesce((app.rolsuper or app.rolbypassrls) and app.rolname <> current_user, false) as app_unbound,
      pg_catalog.quote_ident(d.datname) as database,
      pg_catalog.format('create database epic_events_db %s;', how.utf8) as another,
      pg_catalog.format('create database %I %s;', d.datname || '_utf8', how.utf8) as beside,
      pg_catalog.format('grant create on database %I to %I;', d.datname, current_user) as grant,
      pg_catalog.format('alter role %I nosuperuser nobypassrls;', ${role}::text) as bind
    from pg_catalog.pg_database d
      -- C.UTF-8 knows all letters and sorts alike everywhere, whatever the locale of the server.
      cross join (select case when pg_catalog.current_setting('server_version_num')::integer >= 170000
        then 'encoding ''UTF8'' locale_provider builtin builtin_locale ''C.UTF-8'' locale ''C'' template template0'
        else 'encoding ''UTF8'' locale ''C.UTF-8'' template template0' end as utf8) how
      join pg_catalog.pg_roles me on me.rolname = current_user
      left join pg_catalog.pg_namespace n on n.nspname = 'epic_events'
      left join pg_catalog.pg_roles app on app.rolname = ${role}
      left join (pg_catalog.pg_available_extensions a
        join pg_catalog.pg_available_extension_versions x on x.name = a.name and x.version = a.default_version)
        on a.name = 'pgcrypto'
    where d.datname = pg_catalog.current_database()`
  if (!found) throw new Error('pg_database has no current_database')
  if (found.version < oldestVersion) throw new Unavailable((t) => t.migrate.tooOld)
  const readOnly = await readOnlyReason(connectionOf(sql))
  if (readOnly) throw readOnly
  const { login, database, encoding } = found
  const refused = (message: Message, ...lines: string[]) =>
    new Unavailable(message, { more: lines.map((line) => () => line) })
  if (found.template) throw refused((t) => t.migrate.template({ database }), found.another)
  if (found.tables && !found.journal) throw refused((t) => t.migrate.foreignSchema)
  // A database that an earlier version has set up goes on as it is.
  if (!found.set_up && encoding !== 'UTF8')
    throw refused((t) => t.migrate.encoding({ database, encoding }), found.beside)
  if (found.owns_schema === false || (found.owns_schema === null && !found.may_create)) {
    // A login that may make roles is an administrator's. Any other one may be a person's, and CREATE would make it an owner.
    throw found.owns_schema === null && found.makes_roles
      ? refused((t) => t.migrate.noCreate({ login, database }), found.grant)
      : refused((t) => t.migrate.notOwner({ login }))
  }
  if (found.crypto === 'missing') throw refused((t) => t.migrate.noCrypto)
  if (found.crypto === 'forbidden') {
    throw refused((t) => t.migrate.cryptoForbidden({ login }), 'create extension pgcrypto;')
  }
  if (found.app_unbound && !found.set_up) throw refused((t) => t.migrate.roleUnbound({ role }), found.bind)
}
