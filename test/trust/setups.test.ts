/**
 * The ways a database comes to be set up (docs/TRUST.md §1): by a superuser, by an owner who may make roles, by epic_events_app itself, by an
 * owner to whom the role was granted; and everybody else, who is told what to ask for. On a server of its own, because roles belong to
 * a whole server.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import * as client from '../../src/client/store.ts'
import { connectionOf } from '../../src/db/connection/connection-of.ts'
import { migrate } from '../../src/db/migrate.ts'
import { trust } from '../../src/db/trust.ts'
import { schemaVersion } from '../../src/db/version.ts'
import { AppError, Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { newSecret, sha256 } from '../../src/secret.ts'
import { ownServer, type TestServer } from '../support/postgres.ts'
import { otherHash } from './ground.ts'

// bcrypt takes a quarter of a second on a quiet machine, and tests seldom have one.
setDefaultTimeout(60_000)

const t = catalog('en', 'UTC')
let server: TestServer
let databases: string[] = []
beforeAll(async () => {
  server = await ownServer()
}, 60_000)
afterAll(() => server?.stop())
/** As on the first day: no role, no database. */
beforeEach(async () => {
  for (const name of databases) await server.dropDatabase(name)
  databases = []
  // A member is dropped before the role that granted its membership.
  for (const role of ['login', 'other', 'epic_events_app', 'epic_events_rows', 'dba'])
    await server.run('postgres', `drop role if exists ${role}`)
})

/** A database owned by this login role. */
async function databaseOf(owner = 'postgres'): Promise<string> {
  const name = await server.createDatabase()
  databases.push(name)
  if (owner !== 'postgres') await server.run('postgres', `alter database "${name}" owner to ${owner}`)
  return name
}

async function as<T>(
  database: string,
  user: string,
  work: (sql: postgres.Sql) => Promise<T>,
  connection = {},
): Promise<T> {
  const sql = postgres(server.url(database, user), { max: 1, fetch_types: false, onnotice() {}, connection })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
const setUp = (database: string, user = 'postgres') => as(database, user, migrate)

/** What db-create is refused with. */
async function refused(database: string, user: string) {
  try {
    await setUp(database, user)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { exit: error.exit, says: error.userMessage(t), lines: (error.detail.more ?? []).map((say) => say(t)) }
  }
  throw new Error('it was let through')
}

/** Everything in the catalogue and in the tables of ours, as one text. */
const picture = (database: string, schema = 'epic_events') =>
  as(database, 'postgres', async (sql) => {
    const tables = await sql<{ name: string }[]>`select oid::regclass::text as name
      from pg_class where relnamespace = ${schema}::regnamespace and relkind = 'r' order by 1`
    const rows: unknown[] = []
    for (const { name } of tables)
      rows.push([name, [...(await sql.unsafe(`select t::text as row from ${name} t order by 1`))]])
    const things = await sql`
      select 'class' as kind, relname::text as name, relkind::text || relacl::text || relowner || relrowsecurity
      as text from pg_class where relnamespace = ${schema}::regnamespace
      union all select 'function', proname, prosrc || proacl::text || proowner
      from pg_proc where pronamespace = ${schema}::regnamespace
      union all select 'policy', polname, pg_get_expr(polqual, polrelid) from pg_policy
      union all select 'trigger', tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
      union all select 'constraint', conname, pg_get_constraintdef(oid)
      from pg_constraint where connamespace = ${schema}::regnamespace
      union all select 'schema', nspname, nspacl::text
      from pg_namespace union all select 'extension', extname, extnamespace::regnamespace::text from pg_extension
      union all select 'role', rolname, (to_jsonb(r) - 'rolpassword')::text from pg_roles r
      union all select 'member', roleid::regrole::text, member::regrole::text || admin_option
      from pg_auth_members order by 1, 2, 3`
    return { rows, things: [...things] }
  })

/** A commercial signs in through `user` and works: creates a client and lists it. @returns how far the login can be trusted */
async function works(database: string, user: string): Promise<string> {
  const secret = newSecret()
  await server.run(
    database,
    `insert into epic_events.users (username, full_name, email, password_hash, role_id)
      values ('alice', 'Alice', 'a@x.fr', '${otherHash}', 2), ('bobby', 'Bob', 'b@x.fr', '${otherHash}', 2);
     insert into epic_events.session (user_id, ends_at) values (1, now() + interval '1 h');
     insert into epic_events.session_secret (hash, session_id, kind, expires_at)
     values ('\\x${sha256(secret).toString('hex')}', 1, 'a', now() + interval '1 h');
     insert into epic_events.client (full_name, email, commercial_id) values ('His', 'his@x.fr', 2)`,
  )
  return as(
    database,
    user,
    async (sql) => {
      const connection = connectionOf(sql)
      const made = await client.create(connection, { fullName: 'Kim', email: 'kim@x.fr' })
      expect(made).toMatchObject({ id: 2, full_name: 'Kim', commercial_id: 1, commercial_name: 'Alice' })
      expect((await client.view(connection, 2)).email).toBe('kim@x.fr')
      const taken = client.update(connection, 1, { full_name: 'Mine' }).then(
        () => 0,
        (error: AppError) => error.exit,
      )
      expect(await taken).toBe(5)
      return (await trust(connection)).level
    },
    { role: 'epic_events_app', 'epic_events.session': secret },
  )
}

/** Whoever owns the tables, `undo` judges each row by the policies: of Alice's contract, while its client is hers and while it is not. */
async function undoesNothingOutOfReach(database: string, user: string): Promise<void> {
  const secret = newSecret()
  await server.run(
    database,
    `insert into epic_events.session (user_id, ends_at) values (1, now() + interval '1 h');
     insert into epic_events.session_secret (hash, session_id, kind, expires_at)
     values ('\\x${sha256(secret).toString('hex')}', 2, 'a', now() + interval '1 h');
     insert into epic_events.role_permission select 2, id from epic_events.permission
       where name in ('contract:create:own', 'contract:update:own', 'contract:delete:own') on conflict do nothing;
     insert into epic_events.contract (client_id, total_amount) values (2, 10)`,
  )
  const writes: readonly string[] = [
    'update epic_events_api.contract set total_amount = 20 where id = 1',
    'insert into epic_events_api.contract (client_id, total_amount) values (2, 30)',
    'delete from epic_events_api.contract where id = 1',
  ]
  const connection = { role: 'epic_events_app', 'epic_events.session': secret }
  for (const [n, write] of writes.entries()) {
    const undo = () =>
      as(database, user, (sql) => sql.unsafe(`select * from epic_events.undo(1, 'op-${n}')`), connection).then(
        () => 'undone',
        ({ code, detail }: postgres.PostgresError) => `${code} ${detail}`,
      )
    await as(database, user, (sql) => sql.unsafe(`set epic_events.operation = 'op-${n}'; ${write}`), connection)
    await server.run(database, 'update epic_events.client set commercial_id = 2 where id = 2')
    expect([write, await undo()]).toEqual([write, expect.stringMatching(/^42501 contract:/)])
    await server.run(database, 'update epic_events.client set commercial_id = 1 where id = 2')
    expect([write, await undo()]).toEqual([write, 'undone'])
  }
}

describe('who may set up', () => {
  test('(a) a superuser; a weak login then works, and cannot leave the role', async () => {
    const database = await databaseOf()
    expect(await setUp(database)).toEqual({ applied: schemaVersion })
    // as db-create prints it
    await server.run('postgres', "create role login login noinherit password 'x'; grant epic_events_app to login")
    expect(await works(database, 'login')).toBe('strict')
    const level = () =>
      as(database, 'login', async (sql) => (await trust(connectionOf(sql))).level, { role: 'epic_events_app' })
    for (const more of ['pg_read_all_data', 'pg_execute_server_program', 'postgres']) {
      await server.run('postgres', `grant ${more} to login`)
      expect(await level()).toBe('advisory')
      await server.run('postgres', `revoke ${more} from login`)
    }
    expect(await level()).toBe('strict')
  })

  test("(a') an owner who may make roles: the role is made and theirs to use", async () => {
    await server.run('postgres', 'create role dba login createrole')
    const database = await databaseOf('dba')
    expect(await setUp(database, 'dba')).toEqual({ applied: schemaVersion })
    expect(await setUp(database, 'dba')).toEqual({ applied: 0 })
    await as(database, 'dba', (sql) => sql`set role epic_events_app`.then((rows) => rows))
    await as(database, 'dba', (sql) =>
      sql.unsafe('create role login login noinherit; grant epic_events_app to login').then((rows) => rows),
    )
    expect(await works(database, 'login')).toBe('strict')
  })

  test('(b) epic_events_app as the owner: the program works, and says that it alone judges', async () => {
    await server.run('postgres', 'create role epic_events_app login')
    const database = await databaseOf('epic_events_app')
    expect(await setUp(database, 'epic_events_app')).toEqual({ applied: schemaVersion })
    expect(await setUp(database, 'epic_events_app')).toEqual({ applied: 0 })
    expect(await works(database, 'epic_events_app')).toBe('advisory')
    await undoesNothingOutOfReach(database, 'epic_events_app')
  })

  test('(c) an owner to whom both roles were granted before', async () => {
    await server.run(
      'postgres',
      'create role epic_events_app nologin; create role epic_events_rows nologin; create role dba login; grant epic_events_app, epic_events_rows to dba; create role login login noinherit; grant epic_events_app to login',
    )
    const database = await databaseOf('dba')
    expect(await setUp(database, 'dba')).toEqual({ applied: schemaVersion })
    expect(await setUp(database, 'dba')).toEqual({ applied: 0 })
    expect(await works(database, 'login')).toBe('strict')
    await undoesNothingOutOfReach(database, 'login')
  })

  test('an owner of the database who can make no role is told the lines, and after them it works', async () => {
    await server.run('postgres', 'create role dba login')
    const database = await databaseOf('dba')
    const told = await refused(database, 'dba')
    expect(told).toEqual({
      exit: Exit.unavailable,
      says: t.migrate.needsAdministrator({ login: 'dba' }),
      lines: [
        'create role epic_events_app nologin;',
        'create role epic_events_rows nologin;',
        'grant epic_events_app to "dba";',
        'grant epic_events_rows to "dba";',
      ],
    })
    expect(
      await as(database, 'postgres', (sql) =>
        sql`select 1 from pg_namespace where nspname like 'epic%'`.then((rows) => rows.length),
      ),
    ).toBe(0)
    await server.run('postgres', told.lines.join('\n'))
    expect(await setUp(database, 'dba')).toEqual({ applied: schemaVersion })
  })

  test('an owner who may make roles, but not grant this one, is told the line that is missing', async () => {
    await server.run(
      'postgres',
      'create role epic_events_app nologin; create role epic_events_rows nologin; create role dba login createrole; create role other login; grant epic_events_rows to dba, other',
    )
    for (const login of ['dba', 'other'])
      expect(await refused(await databaseOf(login), login)).toMatchObject({
        exit: Exit.unavailable,
        lines: [`grant epic_events_app to "${login}";`],
      })
  })

  test('whoever does not own the database is told so, before and after it is set up', async () => {
    await server.run(
      'postgres',
      'create role epic_events_app nologin; create role login login; grant epic_events_app to login',
    )
    const database = await databaseOf()
    expect(await refused(database, 'login')).toEqual({
      exit: Exit.unavailable,
      says: t.migrate.notOwner({ login: 'login' }),
      lines: [],
    })
    await setUp(database)
    const before = await picture(database)
    expect(await refused(database, 'login')).toEqual({
      exit: Exit.unavailable,
      says: t.migrate.notOwner({ login: 'login' }),
      lines: [],
    })
    expect(await picture(database)).toEqual(before)
  })
})

describe('what is there already', () => {
  test('a second run changes nothing', async () => {
    const database = await databaseOf()
    await setUp(database)
    const before = await picture(database)
    expect(await setUp(database)).toEqual({ applied: 0 })
    expect(await picture(database)).toEqual(before)
  })

  test("another program's schema is refused and not touched", async () => {
    const database = await databaseOf()
    await server.run(
      database,
      "create schema epic_events; create table epic_events.users (id int, name text); insert into epic_events.users values (1, 'theirs')",
    )
    const before = await picture(database)
    expect(await refused(database, 'postgres')).toEqual({
      exit: Exit.unavailable,
      says: t.migrate.foreignSchema,
      lines: [],
    })
    expect(await picture(database)).toEqual(before)
  })

  test('an empty schema of that name is taken, pgcrypto is used where it is', async () => {
    const database = await databaseOf()
    await server.run(
      database,
      'create schema epic_events; create schema "our Extensions"; create extension pgcrypto with schema "our Extensions"',
    )
    expect(await setUp(database)).toEqual({ applied: schemaVersion })
    const found = await server.run(
      database,
      `select epic_events.password_matches('x', '$2b$12$' || substr("our Extensions".crypt('x',
        "our Extensions".gen_salt('bf', 12)), 8)) as is`,
    )
    expect(found[0]?.['is']).toBe(true)
    expect((await server.run(database, "select 1 from pg_namespace where nspname = 'epic_events_crypto'")).length).toBe(
      0,
    )
  })

  test('a server without pgcrypto is told the name of the package', async () => {
    const database = await databaseOf()
    await server.run('postgres', `alter database "${database}" set extension_control_path = '/nowhere'`)
    expect(await refused(database, 'postgres')).toEqual({ exit: Exit.unavailable, says: t.migrate.noCrypto, lines: [] })
    expect(t.migrate.noCrypto).toContain('postgresql-contrib')
  })
})

describe('at once', () => {
  test('several runs on one database: one applies, the others find it done', async () => {
    const database = await databaseOf()
    const runs = await Promise.all([1, 2, 3, 4].map(() => setUp(database)))
    expect(runs.map(({ applied }) => applied).sort()).toEqual([0, 0, 0, schemaVersion])
  })

  test('another database of the server makes the role at this moment', async () => {
    const database = await databaseOf()
    let run: ReturnType<typeof setUp> | undefined
    await as('postgres', 'postgres', (sql) =>
      sql.begin(async (elsewhere) => {
        await elsewhere`create role epic_events_app nologin`
        run = setUp(database)
        await Bun.sleep(400)
      }),
    )
    expect(await run).toEqual({ applied: schemaVersion })
  })
})
