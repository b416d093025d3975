/**
 * A database of the first release, which had six migrations, is brought to the present one: the program says what to do, `db-create`
 * does it, and the result is a database like a new one, with its records and its own grants untouched.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { makeImage } from '../../build.ts'
import { type Database, embedded, server } from '../../src/db/connection/connect.ts'
import { parseDatabaseUrl } from '../../src/db/connection/url.ts'
import { unpack } from '../../src/db/embedded/archive.ts'
import { databaseIn } from '../../src/db/embedded/folder.ts'
import { allMigrations, migrate } from '../../src/db/migrate.ts'
import { schemaVersion } from '../../src/db/version.ts'
import { Exit } from '../../src/errors.ts'
import { type Machine, machine } from '../setup/machine.ts'
import { embeddedHome } from '../support/embedded.ts'
import { freshDatabase } from '../support/postgres.ts'

setDefaultTimeout(120_000)

const firstRelease = allMigrations.slice(0, 6)

/** Makes a database of the first release, with records and with grants that the agency changed. */
async function fillFirstRelease(sql: postgres.Sql): Promise<void> {
  expect(await migrate(sql, firstRelease)).toEqual({ applied: 6 })
  await sql.unsafe(`
    delete from epic_events.role_permission x using epic_events.permission p
      where p.id = x.permission_id and x.role_id = 3 and p.name = 'company:list';
    insert into epic_events.role (name) values ('trainee');
    insert into epic_events.role_permission select 4, id from epic_events.permission where name = 'client:list';
    insert into epic_events.users (username, full_name, email, password_hash, role_id) values
      ('manager', 'Manager', 'm@agency.example', '$2b$12$${'a'.repeat(53)}', 1),
      ('alice', 'Alice', 'a@agency.example', '$2b$12$${'a'.repeat(53)}', 2);
    insert into epic_events.client (full_name, email, commercial_id) values ('Kim', 'kim@client.example', 2)`)
}

/** The permissions and the last entry of the log before an upgrade: a migration may add permissions, grant them and so write to the log. */
const known = async (sql: postgres.Sql) => {
  const [row] = await sql<{ codes: string[]; entries: number }[]>`
    select (select json_agg(name) from epic_events.permission) as codes,
      (select max(id)::integer from epic_events.audit_log) as entries`
  return row ?? { codes: [], entries: 0 }
}

/** What an agency would miss: its people, its records, its log, and who may do what. */
const contents = async (sql: postgres.Sql, { codes, entries }: Awaited<ReturnType<typeof known>>) => [
  ...(await sql.unsafe('select id, username, password_hash, role_id, version from epic_events.users order by id')),
  ...(await sql.unsafe('select id, full_name, commercial_id, version, updated_at from epic_events.client order by id')),
  ...(await sql<{ id: number; name: string; codes: string[] }[]>`
    select id, name, array_to_json(permissions) as codes from epic_events.role order by id`.then((roles) =>
    roles.map((role) => ({ ...role, codes: role.codes.filter((code) => codes.includes(code)) })),
  )),
  ...(await sql`
    select id, table_name, action, new_values::text from epic_events.audit_log where id <= ${entries} order by id`),
]

/** Functions, triggers, policies, constraints, columns and grants, as PostgreSQL writes them. */
const picture = async (sql: postgres.Sql) => [
  ...(await sql.unsafe(`
    select pg_get_functiondef(oid) || coalesce(proacl::text, '') as text from pg_proc
      where pronamespace = 'epic_events'::regnamespace
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
    union all select concat_ws(' ', polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      from pg_policy
    union all select conname || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'epic_events'::regnamespace
    union all select c.relname || '.' || a.attname || format_type(a.atttypid, a.atttypmod) || coalesce(attacl::text, '')
      from pg_class c join pg_attribute a on a.attrelid = c.oid where relnamespace = 'epic_events'::regnamespace
    union all select name from epic_events.permission
    union all select schema_version || ' ' || oldest_binary from epic_events.meta order by 1`)),
]

interface Upgraded {
  readonly here: Machine
  /** The database of the first release. */
  readonly old: Database
  /** A database of the current release. */
  readonly fresh: Database
  close(): Promise<void>
}

async function onServer(): Promise<Upgraded> {
  const made = [await freshDatabase(), await freshDatabase()]
  const [old, fresh] = made.map((database) =>
    server(parseDatabaseUrl(database.url()), { pooler: false, now: () => performance.now() }),
  ) as [Database, Database]
  await old.use({}, fillFirstRelease)
  await fresh.use({}, (sql) => migrate(sql))
  const here = machine({ DATABASE_URL: made[0]?.url() ?? '' })
  const close = async () => {
    here.close()
    for (const database of made) await database.drop()
  }
  return { here, old, fresh, close }
}

async function inProgram(): Promise<Upgraded> {
  const here = machine()
  const [image, folder] = [join(here.folder, 'first-release.tar.gz'), join(here.folder, 'data')]
  await makeImage({ out: image, prepare: fillFirstRelease })
  mkdirSync(folder, { mode: 0o700 })
  await unpack(await Bun.file(image).bytes(), databaseIn(folder))
  const home = embedded(folder, { uid: process.geteuid?.(), onWait() {} })
  // Only one process at a time can open the folder, so it is closed after each use.
  const old: Database = { ...home, use: (...given) => home.use(...given).finally(() => home.close()) }
  const fresh = await embeddedHome()
  const close = async () => {
    await fresh.close()
    here.close()
  }
  return { here, old, fresh, close }
}

describe.each([
  ['server', onServer],
  ['embedded', inProgram],
] as const)('%s', (_, open) => {
  let upgraded: Upgraded
  beforeAll(async () => {
    upgraded = await open()
  })
  afterAll(() => upgraded?.close())

  test('an older database → doctor ends with 7, naming db-create', async () => {
    const { code, stdout } = await upgraded.here.run(['doctor', '--json'])
    expect(code).toBe(Exit.unavailable)
    const checks: { check: string; ok: boolean; advice: string | null }[] = JSON.parse(stdout)
    expect(checks.find(({ check }) => check === 'Migrations')).toMatchObject({
      ok: false,
      advice: 'epic-events db-create',
    })
  })

  test('db-create → applies the missing migrations and changes no row', async () => {
    const { first, before } = await upgraded.old.use({}, async (sql) => {
      const first = await known(sql)
      return { first, before: await contents(sql, first) }
    })
    expect(await upgraded.here.json(['db-create'])).toMatchObject({
      migrations_applied: schemaVersion - firstRelease.length,
      schema_version: schemaVersion,
    })
    expect(await upgraded.old.use({}, (sql) => contents(sql, first))).toEqual(before)
    expect(await upgraded.here.json(['db-create'])).toMatchObject({ migrations_applied: 0 })
  })

  test('after it → a database like a new one', async () => {
    const wanted = await upgraded.fresh.use({}, picture)
    expect(wanted.length).toBeGreaterThan(200)
    expect(await upgraded.old.use({}, picture)).toEqual(wanted)
    const { stdout } = await upgraded.here.run(['doctor', '--json'])
    const checks: { check: string; ok: boolean }[] = JSON.parse(stdout)
    expect(checks.find(({ check }) => check === 'Migrations')).toMatchObject({ ok: true })
  })
})

test('the migrations of the first release are the files that it had: databases keep their hashes', () => {
  expect(firstRelease.map(({ hash }) => hash.slice(0, 16))).toEqual([
    '739d8e8c4271e559',
    '88f4b263de6aacfb',
    '53a9491bdcbab199',
    'eea063dd3bb9cdb5',
    '0008b82efbe700a5',
    '77c32c2c122b7b91',
  ])
})

test('the program holds each SQL file of drizzle/, in the order of its number', () => {
  const files = readdirSync(join(import.meta.dir, '..', '..', 'drizzle')).filter((file) => file.endsWith('.sql'))
  expect(allMigrations).toHaveLength(files.length)
  expect(schemaVersion).toBe(files.length)
  const made = allMigrations.map(({ folderMillis }) => folderMillis)
  // drizzle applies only what is newer than the newest that a database has.
  expect(made).toEqual(made.toSorted((a, b) => a - b))
  expect(new Set(made).size).toBe(made.length)
})
