/** Finds out whether the database alone enforces permissions: can this login leave the role that the policies bind? */
import { sql } from 'drizzle-orm'
import { Unavailable } from '../errors.ts'
import type { Connection } from './connection.ts'
import { query } from './statement.ts'

export interface Trust {
  /**
   * `strict`: the login can do nothing but act as `epic_events_app`. `advisory`: a role that it can reach, something that it owns or a right
   * of its own leads past the policies, so that only the program stops it.
   */
  readonly level: 'strict' | 'advisory'
  /** What leads past the policies, the strongest first; null when nothing does. */
  readonly way: { readonly kind: 'role' | 'owner' | 'grant'; readonly object: string; readonly right: string } | null
  readonly login: string
  readonly owner: string
  readonly server_version: string
}

/**
 * Reads what this login can reach. A membership counts whatever its options are: who may administer a role can grant it to themselves. A
 * right that everybody has (PUBLIC) is one of this login as well, except to call a function, which is where PostgreSQL itself begins.
 *
 * @throws Unavailable when there is no schema yet
 */
export async function trust(connection: Connection): Promise<Trust> {
  const [row] = await query<Trust>(
    connection,
    sql`with
      reach as (select r.* from pg_roles r where pg_has_role(session_user, r.oid, 'member')),
      spaces as (select * from pg_namespace where nspname in ('epic_events', 'epic_events_api', 'epic_events_crypto')),
      objects as (
        select relowner as owner, relacl as acl, relnamespace as space, relname::text as name from pg_class where relkind <> 'i'
        union all select proowner, proacl, pronamespace, proname::text from pg_proc
        union all select typowner, null, typnamespace, typname::text from pg_type where typrelid = 0 and typelem = 0),
      -- null for PUBLIC
      grantees as (select oid from reach where rolname <> 'epic_events_app' union all select 0::oid),
      ways(rank, kind, object, "right") as (
        select 1, 'role', rolname::text, '' from reach
        where rolsuper or rolbypassrls or rolcreaterole or rolreplication
          -- PostgreSQL's own roles that read or write without our grants, and the role that owns what the policies stand behind
          or rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files',
            'pg_execute_server_program', 'epic_events_rows')
        union all
        select 2, 'owner', 'schema ' || nspname, '' from spaces where nspowner in (select oid from reach)
        union all
        select 3, 'owner', s.nspname || '.' || o.name, '' from objects o join spaces s on s.oid = o.space
        where o.owner in (select oid from reach)
        union all
        select 4, 'owner', 'database ' || datname, '' from pg_database
        where datname = current_database() and datdba in (select oid from reach)
        union all
        select 5, 'grant', s.nspname || '.' || o.name, a.privilege_type
        from objects o join spaces s on s.oid = o.space cross join aclexplode(o.acl) a
        where a.grantee in (select oid from grantees) and (a.grantee <> 0 or a.privilege_type <> 'EXECUTE')
          -- the version of the schema, which everybody may read
          and not (a.grantee = 0 and o.name = 'meta' and a.privilege_type = 'SELECT')
        union all
        select 6, 'grant', s.nspname || '.' || c.relname || '.' || k.attname, a.privilege_type
        from pg_attribute k join pg_class c on c.oid = k.attrelid join spaces s on s.oid = c.relnamespace
        cross join aclexplode(k.attacl) a where a.grantee in (select oid from grantees)
        union all
        select 7, 'grant', 'schema ' || nspname, a.privilege_type from spaces cross join aclexplode(nspacl) a
        where a.grantee in (select oid from grantees) and a.privilege_type = 'CREATE'
        union all
        select 8, 'grant', coalesce('future objects of schema ' || s.nspname, 'future objects'), a.privilege_type
        from pg_default_acl d left join pg_namespace s on s.oid = d.defaclnamespace cross join aclexplode(d.defaclacl) a
        where (d.defaclnamespace = 0 or d.defaclnamespace in (select oid from spaces))
          and d.defaclrole in (select nspowner from spaces)
          and a.grantee in (select oid from grantees) and (a.grantee <> 0 or a.privilege_type <> 'EXECUTE')
        union all
        -- switches triggers and foreign keys off
        select 9, 'grant', p.parname::text, a.privilege_type from pg_parameter_acl p cross join aclexplode(p.paracl) a
        where a.grantee in (select oid from grantees)
          and (a.privilege_type = 'ALTER SYSTEM' or p.parname = 'session_replication_role'))
      select case when exists (select from ways) then 'advisory' else 'strict' end as level,
        (select json_build_object('kind', kind, 'object', object, 'right', "right") from ways
          order by rank, object <> session_user, object limit 1) as way,
        session_user::text as login, pg_get_userbyid(nspowner)::text as owner,
        current_setting('server_version') as server_version
      from spaces where nspname = 'epic_events'`,
  )
  if (!row) throw new Unavailable((t) => t.migrate.notCreated, { next: ['db-create'] })
  return row
}
