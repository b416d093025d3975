/**
 * The trust level is strict only for a login that can do nothing but act as epic_events_app: each way past the policies alone makes it
 * advisory, and is named. On a server of its own, because roles belong to a whole server.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { connectionOf } from '../../src/db/connection/connection-of.ts'
import { migrate } from '../../src/db/migrate.ts'
import { trust } from '../../src/db/trust.ts'
import { ownServer, type TestServer } from '../support/postgres.ts'

setDefaultTimeout(60_000)

let server: TestServer
let database: string
beforeAll(async () => {
  server = await ownServer()
  database = await server.createDatabase()
  await as('postgres', migrate)
  await server.run(
    database,
    `create role weak login noinherit; grant epic_events_app to weak;
     create role staff; create role harmless`,
  )
}, 60_000)
afterAll(() => server?.stop())

async function as<T>(user: string, work: (sql: postgres.Sql) => Promise<T>, connection = {}): Promise<T> {
  const sql = postgres(server.url(database, user), { max: 1, fetch_types: false, onnotice() {}, connection })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

const found = (user = 'weak') =>
  as(user, async (sql) => trust(connectionOf(sql)), user === 'weak' ? { role: 'epic_events_app' } : {})

test('a login as db-create prints it, also in a group that has no rights → strict', async () => {
  await server.run(database, `grant harmless to weak; grant connect, temporary on database "${database}" to weak`)
  expect(await found()).toMatchObject({ level: 'strict', way: null, login: 'weak', owner: 'postgres' })
  await server.run(database, `revoke all on database "${database}" from weak`)
})

const client = 'epic_events.client'
const change = 'create function epic_events.mine() returns int language sql as $$ select 1 $$'
test.each([
  // TRUNCATE, REFERENCES and TRIGGER are not subject to row security: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
  [
    'a right on a table',
    `grant truncate on ${client} to weak`,
    `revoke all on ${client} from weak`,
    client,
    'TRUNCATE',
  ],
  ['REFERENCES', `grant references on ${client} to weak`, `revoke all on ${client} from weak`, client, 'REFERENCES'],
  ['TRIGGER', `grant trigger on ${client} to weak`, `revoke all on ${client} from weak`, client, 'TRIGGER'],
  [
    'a right on a column',
    'grant select (password_hash) on epic_events.users to weak',
    'revoke select (password_hash) on epic_events.users from weak',
    'epic_events.users.password_hash',
    'SELECT',
  ],
  ["everybody's right", `grant select on ${client} to public`, `revoke all on ${client} from public`, client, 'SELECT'],
  [
    "a group's right, granted without INHERIT",
    `grant select on ${client} to staff; grant staff to weak with inherit false`,
    `revoke all on ${client} from staff; revoke staff from weak`,
    client,
    'SELECT',
  ],
  [
    "a group's right, of which the login is only the administrator",
    `grant select on ${client} to staff; grant staff to weak with admin true, inherit false, set false`,
    `revoke all on ${client} from staff; revoke staff from weak`,
    client,
    'SELECT',
  ],
  [
    'a right on a function',
    `${change}; revoke all on function epic_events.mine() from public; grant execute on function epic_events.mine() to weak`,
    'drop function epic_events.mine()',
    'epic_events.mine',
    'EXECUTE',
  ],
  [
    'CREATE on the schema',
    'grant create on schema epic_events to weak',
    'revoke create on schema epic_events from weak',
    'schema epic_events',
    'CREATE',
  ],
  [
    'default privileges',
    'alter default privileges in schema epic_events grant select on tables to weak',
    'alter default privileges in schema epic_events revoke select on tables from weak',
    'future objects of schema epic_events',
    'SELECT',
  ],
  [
    'the right to switch triggers off',
    'grant set on parameter session_replication_role to weak',
    'revoke set on parameter session_replication_role from weak',
    'session_replication_role',
    'SET',
  ],
])('%s → advisory, and named', async (_, grant, revoke, object, right) => {
  await server.run(database, grant)
  try {
    expect(await found()).toMatchObject({ level: 'advisory', way: { kind: 'grant', object, right } })
  } finally {
    await server.run(database, revoke)
  }
  expect((await found()).level).toBe('strict')
})

test.each([
  [
    'epic_events_rows',
    'grant epic_events_rows to weak',
    'revoke epic_events_rows from weak',
    'epic_events_rows',
    'role',
  ],
  ['CREATEROLE', 'alter role weak createrole', 'alter role weak nocreaterole', 'weak', 'role'],
  [
    'the owner of a function',
    `${change}; alter function epic_events.mine() owner to weak`,
    'drop function epic_events.mine()',
    'epic_events.mine',
    'owner',
  ],
  [
    'the owner of a table',
    'create table epic_events.mine (id int); alter table epic_events.mine owner to weak',
    'drop table epic_events.mine',
    'epic_events.mine',
    'owner',
  ],
  [
    'the owner of the database',
    'do $$ begin execute format($q$alter database %I owner to weak$q$, current_database()); end $$',
    'do $$ begin execute format($q$alter database %I owner to postgres$q$, current_database()); end $$',
    'database ',
    'owner',
  ],
])('%s → advisory, and named', async (_, grant, revoke, object, kind) => {
  await server.run(database, grant)
  try {
    expect(await found()).toMatchObject({
      level: 'advisory',
      way: { kind: kind as 'role', object: expect.stringContaining(object) },
    })
  } finally {
    await server.run(database, revoke)
  }
  expect((await found()).level).toBe('strict')
})

test('a superuser → advisory, by itself', async () => {
  expect(await found('postgres')).toMatchObject({ level: 'advisory', way: { kind: 'role', object: 'postgres' } })
})
