/**
 * What `db-create` asks of a database before it makes anything in it. A migration that stops halfway is rolled back, but a person then knows
 * no more than that something failed: each of these has its sentence, and where an administrator can help, the lines for it.
 */
import type postgres from 'postgres'
import { type Message, Unavailable } from '../errors.ts'
import { connectionOf } from './connection/connect.ts'
import { readOnlyReason } from './read-only.ts'

/** The oldest PostgreSQL that the migrations run on (`server_version_num`). */
const oldestVersion = 150_000
/** The newest PostgreSQL that the tests ran on; a newer one is tried, and doctor says so. */
export const newestMajor = 18

interface Facts {
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
  readonly crypto: 'installed' | 'creatable' | 'forbidden' | 'missing'
  /** Whether the role that commands act as ignores row-level security. */
  readonly app_unbound: boolean
  /** The names of the database, of a new one beside it, and of the login, as PostgreSQL quotes them. */
  readonly database: string
  readonly database_utf8: string
  readonly login_name: string
}

/**
 * Asks for everything that the migrations need. Nothing is changed.
 *
 * @param role that commands run as
 * @throws Unavailable the first that is not so: version, a primary that may be written to, no template, nobody else's schema, UTF-8, rights,
 *   pgcrypto, a role that the policies bind
 */
export async function requireSuitable(sql: postgres.Sql, role: string): Promise<void> {
  const [facts] = await sql<Facts[]>`
    select current_user::text as login, pg_catalog.current_setting('server_version_num')::integer as version,
      pg_catalog.current_setting('server_encoding') as encoding, d.datistemplate as template,
      exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'v', 'p')) as tables,
      exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relname = '__drizzle_migrations') as journal,
      exists (select from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relname = 'meta') as set_up,
      pg_catalog.pg_has_role(current_user, n.nspowner, 'usage') as owns_schema,
      pg_catalog.has_database_privilege(d.oid, 'create') as may_create,
      case
        when exists (select from pg_catalog.pg_extension where extname = 'pgcrypto') then 'installed'
        when x.name is null then 'missing'
        when me.rolsuper or (x.trusted and pg_catalog.has_database_privilege(d.oid, 'create')) or not x.superuser
          then 'creatable'
        else 'forbidden'
      end as crypto,
      coalesce((app.rolsuper or app.rolbypassrls) and app.rolname <> current_user, false) as app_unbound,
      pg_catalog.quote_ident(d.datname) as database, pg_catalog.quote_ident(d.datname || '_utf8') as database_utf8,
      pg_catalog.quote_ident(current_user) as login_name
    from pg_catalog.pg_database d
      join pg_catalog.pg_roles me on me.rolname = current_user
      left join pg_catalog.pg_namespace n on n.nspname = 'epic_events'
      left join pg_catalog.pg_roles app on app.rolname = ${role}
      left join (pg_catalog.pg_available_extensions a
        join pg_catalog.pg_available_extension_versions x on x.name = a.name and x.version = a.default_version)
        on a.name = 'pgcrypto'
    where d.datname = pg_catalog.current_database()`
  if (!facts) throw new Error('pg_database has no current_database')
  if (facts.version < oldestVersion) throw new Unavailable((t) => t.migrate.tooOld)
  const readOnly = await readOnlyReason(connectionOf(sql))
  if (readOnly) throw readOnly
  const { login, database, login_name } = facts
  const refused = (message: Message, ...lines: string[]) =>
    new Unavailable(message, { more: lines.map((line) => () => line) })
  if (facts.template) {
    throw refused((t) => t.migrate.template({ database }), `create database epic_events_db${utf8(facts)};`)
  }
  if (facts.tables && !facts.journal) throw refused((t) => t.migrate.foreignSchema)
  // A database that an earlier version has set up goes on as it is.
  if (!facts.set_up && facts.encoding !== 'UTF8') {
    const { encoding, database_utf8 } = facts
    throw refused((t) => t.migrate.encoding({ database, encoding }), `create database ${database_utf8}${utf8(facts)};`)
  }
  if (facts.owns_schema === false) throw refused((t) => t.migrate.notOwner({ login }))
  if (facts.owns_schema === null && !facts.may_create) {
    throw refused(
      (t) => t.migrate.noCreate({ login, database }),
      `grant create on database ${database} to ${login_name};`,
    )
  }
  if (facts.crypto === 'missing') throw refused((t) => t.migrate.noCrypto)
  if (facts.crypto === 'forbidden') {
    throw refused((t) => t.migrate.cryptoForbidden({ login }), 'create extension pgcrypto;')
  }
  if (facts.app_unbound && !facts.set_up) {
    throw refused((t) => t.migrate.roleUnbound({ role }), `alter role ${role} nosuperuser nobypassrls;`)
  }
}

/** What makes a database hold every name, whatever the locale of its server: C.UTF-8 sorts alike everywhere and knows all letters. */
const utf8 = ({ version }: Facts): string =>
  version >= 170_000
    ? " encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C' template template0"
    : " encoding 'UTF8' locale 'C.UTF-8' template template0"
