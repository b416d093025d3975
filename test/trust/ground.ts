/**
 * Where the trust model is attacked: a migrated database with people, records and a weak login role, connections as psql would make
 * them, and a checksum of every row, to prove that nothing changed.
 */
import postgres from 'postgres'
import { newSecret, sha256 } from '../../src/secret.ts'
import { digest, hash } from '../../src/session/password.ts'
import { migratedDatabase, migratedTemplate } from '../support/migrated.ts'
import { freshDatabase, ownServer, type TestDatabase } from '../support/postgres.ts'

export const password = 'Sesame-2026'
/** What the database is asked to verify. */
export const right = digest(password)
export const wrong = digest('not-the-password')
/** bcrypt of cost 12 takes a quarter of a second: once for everybody. */
export const passwordHash = hash(password)
/** A hash that may be stored, of a password nobody knows. */
export const otherHash = `$2b$12$${'a'.repeat(53)}`

/** The login role that `db-create` prints, bare: it may become epic_events_app and nothing else. Each process of a run has its own. */
const weakLogin = `epic_weak_login_${process.pid}`

export interface Someone {
  readonly id: number
  readonly username: string
  readonly secret: string
}

export interface Connecting {
  /** The session secret that this connection claims; none: nobody is signed in. */
  readonly session?: string | undefined
  /** Stay the login role itself. */
  readonly bare?: boolean
}

export interface Ground {
  readonly database: TestDatabase
  /** The owner, to whom no policy applies. */
  readonly owner: postgres.Sql
  /** As the weak login role, like psql: `role` and session are start-up parameters. */
  connect<T>(o: Connecting, work: (sql: postgres.Sql) => Promise<T>): Promise<T>
  /** Somebody of this role, signed in. */
  person(role: string, username?: string): Promise<Someone>
  /** Every row of every table, as one text a table. @param but tables left out */
  rows(but?: readonly string[]): Promise<Record<string, string>>
  close(): Promise<void>
}

/**
 * An empty agency on a database of its own.
 *
 * @param o.alone on a server of its own too, for a test that measures what the server does
 */
export async function openGround({ alone = false }: { alone?: boolean } = {}): Promise<Ground> {
  const database = alone ? await databaseAlone() : await freshDatabase({ template: await migratedTemplate() })
  const owner = postgres(database.url(), { max: 1, fetch_types: false, onnotice() {} })
  await owner.unsafe(`do $$ begin
    if not exists (select from pg_roles where rolname = '${weakLogin}') then
      create role ${weakLogin} login noinherit;
    end if;
    grant epic_events_app to ${weakLogin};
  end $$`)
  const ground: Ground = {
    database,
    owner,
    async connect({ session, bare = false }, work) {
      const sql = postgres(database.url(weakLogin), {
        max: 1,
        fetch_types: false,
        onnotice() {},
        connection: {
          application_name: 'psql',
          ...(session === undefined ? {} : { 'epic_events.session': session }),
          ...(bare ? {} : { role: 'epic_events_app' }),
        },
      })
      try {
        return await work(sql)
      } finally {
        await sql.end({ timeout: 5 })
      }
    },
    async person(role, username = `${role.slice(0, 20)}.${newSecret().slice(0, 6).toLowerCase()}`) {
      const secret = newSecret()
      const [made] = await owner<{ id: number }[]>`
        with u as (insert into epic_events.users (username, full_name, email, password_hash, role_id)
            select ${username}, ${`${role} ${username}`}, ${`${username}@agency.example`}, ${await passwordHash}, r.id
            from epic_events.role r where r.name = ${role} returning id),
          s as (insert into epic_events.session (user_id, ends_at)
            select id, now() + interval '1 day' from u returning id),
          k as (insert into epic_events.session_secret (hash, session_id, kind, expires_at)
            select ${sha256(secret)}, id, 'a', now() + interval '1 hour' from s)
        select id from u`
      if (!made) throw new Error(`there is no role ${role}`)
      return { id: made.id, username, secret }
    },
    async rows(but = []) {
      const tables = await owner<{ name: string }[]>`
        select c.relname as name from pg_class c
        where c.relnamespace = 'epic_events'::regnamespace and c.relkind = 'r' order by 1`
      const all: Record<string, string> = {}
      for (const { name } of tables) {
        if (but.includes(name)) continue
        const [row] = await owner<{ sum: string }[]>`
          select count(*) || ' rows ' || coalesce(md5(string_agg(t::text, e'\n' order by t::text)), '') as sum
          from ${owner(`epic_events.${name}`)} t`
        all[name] = row?.sum ?? ''
      }
      return all
    },
    async close() {
      await owner.end({ timeout: 5 })
      await database.drop()
    },
  }
  return ground
}

/** A migrated database on a server that nobody else uses. Dropping it stops the server. */
async function databaseAlone(): Promise<TestDatabase> {
  const server = await ownServer()
  const name = await migratedDatabase(server)
  return {
    name,
    url: (user, password) => server.url(name, user, password),
    run: (statements) => server.run(name, statements),
    drop: () => server.stop(),
  }
}

/** SQLSTATE and message of what a statement was refused with; undefined where it was let through. */
export async function refusal(run: Promise<unknown>): Promise<{ code: string; message: string } | undefined> {
  try {
    await run
    return undefined
  } catch (error) {
    if (error instanceof postgres.PostgresError) return { code: error.code, message: error.message }
    throw error
  }
}
