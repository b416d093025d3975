/**
 * What db-create asks before it makes anything, and that it leaves nothing behind when it fails (celerp/celerp#189, zulip/zulip#28705,
 * paperless-ngx/paperless-ngx#6586, IQSS/dataverse#8278, spiral-project/ihatemoney#1369).
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import postgres from 'postgres'
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { type Machine, machine } from '../setup/machine.ts'
import { freePort, ownServer, type TestServer } from '../support/postgres.ts'
import { newCluster, removeCluster, startPostmaster, stopPostmaster } from '../support/postmaster.ts'

setDefaultTimeout(120_000)

const t = catalog('en', 'UTC')
let server: TestServer
let here: Machine
beforeAll(async () => {
  server = await ownServer()
  here = machine()
  for (const name of ['plain', 'maker', 'granted']) await server.run('postgres', `create role ${name} login`)
  await server.run('postgres', 'alter role maker createrole')
})
afterAll(async () => {
  here?.close()
  await server?.stop()
})

const writable = 'set default_transaction_read_only = off;'
/** Runs lines one after the other on one connection, as an administrator would who pastes them into psql. */
async function administer(...lines: readonly string[]) {
  const sql = postgres(server.superuserUrl, { max: 1, onnotice() {} })
  for (const line of lines) await sql.unsafe(line)
  await sql.end({ timeout: 5 })
}

let made = 0
/** An empty database. @param how what follows its name in CREATE DATABASE */
async function database(how = ''): Promise<string> {
  const name = `agency_${++made}`
  await server.run('postgres', `create database ${name} ${how}`)
  return name
}
/** What is there that was not there before: schemas, extensions, and the role, which belongs to the whole server. */
async function left(name: string) {
  const [row] = await server.run(
    name,
    `select (select count(*) from pg_namespace where nspname like 'epic%')::integer as schemas,
      (select count(*) from pg_extension where extname = 'pgcrypto')::integer as extensions,
      (select count(*) from pg_roles where rolname = 'epic_events_app')::integer as roles`,
  )
  return { ...row }
}
const nothing = { schemas: 0, extensions: 0, roles: 0 }
const dbCreate = (name: string, user = 'postgres', from: TestServer = server) =>
  here.run(['db-create', '--json'], { env: { DATABASE_URL: from.url(name, user) } })
/** What db-create is refused with. */
async function refused(name: string, user = 'postgres') {
  const { code, stderr } = await dbCreate(name, user)
  expect({ code, stderr }).toMatchObject({ code: Exit.unavailable })
  const { message, more = [] } = JSON.parse(stderr).error as { message: string; more?: string[] }
  return { message, more }
}

describe('the encoding', () => {
  test.each([
    ['LATIN1', "encoding 'LATIN1' locale 'C' template template0"],
    ['SQL_ASCII', "encoding 'SQL_ASCII' locale 'C' template template0"],
    ['LATIN9', "encoding 'LATIN9' locale 'C' template template0"],
    ['WIN1252', "encoding 'WIN1252' locale 'C' template template0"],
    ['EUC_JP', "encoding 'EUC_JP' locale 'C' template template0"],
  ])('%s → 7, nothing is made, and the line that is shown makes a database that works', async (encoding, how) => {
    const name = await database(how)
    const { message, more } = await refused(name)
    expect(message).toBe(t.migrate.encoding({ database: name, encoding }))
    expect(await left(name)).toEqual(nothing)
    const [line = ''] = more
    expect(line).toMatch(/^create database agency_\d+_utf8 encoding 'UTF8' .*template template0;$/)
    await server.run('postgres', line)
    const mended = `${name}_utf8`
    expect(await dbCreate(mended)).toMatchObject({ code: Exit.ok })
    const [row] = await server.run(
      mended,
      "select lower('ÉLODIE ŁUKASZ') as low, epic_events.facts() is not null as facts",
    )
    expect({ ...row }).toEqual({ low: 'élodie łukasz', facts: true })
    await server.run('postgres', `drop database ${mended}`)
    await server.run('postgres', 'drop role if exists epic_events_app, epic_events_rows')
  })

  test('a journal without a schema, as an earlier version left it → 7 as well', async () => {
    const name = await database("encoding 'LATIN1' locale 'C' template template0")
    await server.run(name, 'create schema epic_events')
    await server.run(name, 'create table epic_events.__drizzle_migrations (id serial, hash text, created_at bigint)')
    expect((await refused(name)).message).toBe(t.migrate.encoding({ database: name, encoding: 'LATIN1' }))
  })
})

describe('the database', () => {
  test('a template → 7, with the line that makes another one', async () => {
    const name = await database('is_template true')
    const { message, more } = await refused(name)
    expect(message).toBe(t.migrate.template({ database: name }))
    expect(more).toEqual([expect.stringContaining('create database epic_events_db')])
    expect(await left(name)).toEqual(nothing)
  })

  test.each([
    [
      'its database',
      (name: string) => [
        `alter database ${name} set default_transaction_read_only = on`,
        `alter database ${name} reset default_transaction_read_only;`,
      ],
    ],
    [
      'its user',
      () => [
        'alter role granted set default_transaction_read_only = on',
        'alter role granted reset default_transaction_read_only;',
      ],
    ],
    [
      'its user in its database',
      (name: string) => [
        `alter role granted in database ${name} set default_transaction_read_only = on`,
        `alter role granted in database ${name} reset default_transaction_read_only;`,
      ],
    ],
    [
      'all users',
      () => [
        'alter role all set default_transaction_read_only = on',
        'alter role all reset default_transaction_read_only;',
      ],
    ],
  ] as const)(
    'read-only by a setting of %s → 7, no standby is blamed, and the line that is shown removes it',
    async (_, lines) => {
      const name = await database('owner granted')
      const [set = '', reset = ''] = lines(name)
      await server.run('postgres', set)
      const { message, more } = await refused(name, 'granted')
      expect({ message, more }).toEqual({
        message: t.server.primaryReadOnly({ database: name }),
        more: [writable, reset],
      })
      await administer(...more)
      // It asks for the role next.
      expect((await refused(name, 'granted')).message).toBe(t.migrate.needsAdministrator({ login: 'granted' }))
      expect(await left(name)).toEqual(nothing)
    },
  )

  test('read-only by the server’s own file → 7, without a line', async () => {
    const name = await database()
    await server.run('postgres', 'alter system set default_transaction_read_only = on')
    await server.run('postgres', 'select pg_reload_conf()')
    try {
      for (let waited = 0; waited < 5_000; waited += 50) {
        const [row] = await server.run(name, "select current_setting('default_transaction_read_only') as now")
        if (row?.['now'] === 'on') break
        await Bun.sleep(50)
      }
      expect(await refused(name)).toEqual({ message: t.server.primaryReadOnlyFile({ database: name }), more: [] })
      const doctor = await here.run(['doctor', '--json'], { env: { DATABASE_URL: server.url(name) } })
      expect(doctor.code).toBe(Exit.unavailable)
    } finally {
      await administer(writable, 'alter system reset default_transaction_read_only')
      await server.run('postgres', 'select pg_reload_conf()')
    }
  })
})

describe('rights', () => {
  test('no CREATE on the database → 7 with the grant, which helps', async () => {
    const name = await database()
    const { message, more } = await refused(name, 'maker')
    expect({ message, more }).toEqual({
      message: t.migrate.noCreate({ login: 'maker', database: name }),
      more: [`grant create on database ${name} to maker;`],
    })
    expect(await left(name)).toEqual(nothing)
    for (const line of more) await server.run('postgres', line)
    expect(await dbCreate(name, 'maker')).toMatchObject({ code: Exit.ok })
    await server.run('postgres', `drop database ${name}`)
    await server.run('postgres', 'drop role if exists epic_events_app, epic_events_rows')
  })

  test('no right to the role → 7 with its lines, which help', async () => {
    const name = await database('owner plain')
    const { message, more } = await refused(name, 'plain')
    expect(message).toBe(t.migrate.needsAdministrator({ login: 'plain' }))
    expect(await left(name)).toEqual(nothing)
    for (const line of more) await server.run('postgres', line)
    expect(await dbCreate(name, 'plain')).toMatchObject({ code: Exit.ok })
    await server.run('postgres', `drop database ${name}`)
    await server.run('postgres', 'drop role if exists epic_events_app, epic_events_rows')
  })

  test.each(['superuser', 'bypassrls'])(
    'a role of our name that bypasses the policies (%s) → 7 with the line, which helps',
    async (attribute) => {
      const name = await database()
      await server.run('postgres', `create role epic_events_app nologin ${attribute}`)
      const { message, more } = await refused(name)
      expect({ message, more }).toEqual({
        message: t.migrate.roleUnbound({ role: 'epic_events_app' }),
        more: ['alter role epic_events_app nosuperuser nobypassrls;'],
      })
      expect(await left(name)).toEqual({ ...nothing, roles: 1 })
      for (const line of more) await server.run('postgres', line)
      expect(await dbCreate(name)).toMatchObject({ code: Exit.ok })
      await server.run('postgres', `drop database ${name}`)
      await server.run('postgres', 'drop role if exists epic_events_app, epic_events_rows')
    },
  )
})

describe('a failure in the middle', () => {
  test.each([
    ['53100', 'diskFull', 'CREATE POLICY'],
    ['53200', 'outOfMemory', 'CREATE TRIGGER'],
    ['58P01', 'fileMissing', 'GRANT'],
  ] as const)(
    'SQLSTATE %s → its reason, and neither schema nor role nor extension remains',
    async (state, reason, tag) => {
      const name = await database()
      await server.run(
        name,
        `create function public.stop() returns event_trigger language plpgsql as
      $$ begin raise exception 'no words' using errcode = '${state}'; end $$`,
      )
      await server.run(
        name,
        `create event trigger stop on ddl_command_end when tag in ('${tag}') execute function public.stop()`,
      )
      expect((await refused(name)).message).toBe(t.server[reason])
      expect(await left(name)).toEqual(nothing)
      await server.run(name, 'drop event trigger stop')
      expect(await dbCreate(name)).toMatchObject({ code: Exit.ok })
      await server.run('postgres', `drop database ${name}`)
      await server.run('postgres', 'drop role if exists epic_events_app, epic_events_rows')
    },
  )

  test('two databases of one server at once, by one login → both are set up', async () => {
    const names = [await database('owner maker'), await database('owner maker'), await database('owner maker')]
    const runs = await Promise.all(names.map((name) => dbCreate(name, 'maker')))
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      runs.map(() => ({ code: Exit.ok, stderr: expect.anything() })),
    )
    for (const name of names) await server.run('postgres', `drop database ${name}`)
    await server.run('postgres', 'drop role if exists epic_events_app, epic_events_rows')
  })
})

describe('the files of the server', () => {
  test('pgcrypto not for everybody, then gone; binaries replaced under the running server', async () => {
    const cluster = newCluster([])
    const native = join(cluster.folder, 'native')
    cpSync(dirname(cluster.bin), native, { recursive: true, verbatimSymlinks: true })
    const own = { ...cluster, bin: join(native, 'bin') }
    const port = await freePort()
    const pid = await startPostmaster(own, [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${cluster.folder}`,
      'fsync=off',
    ])
    const url = (user: string, name = 'postgres') => `postgres://${user}@127.0.0.1:${port}/${name}`
    const sql = async (statement: string, name = 'postgres') => {
      const client = postgres(url('postgres', name), { max: 1, onnotice() {} })
      await client.unsafe(statement)
      await client.end({ timeout: 5 })
    }
    const run = async (user: string, ...args: string[]) => {
      const { code, stderr } = await here.run([...args, '--json'], {
        env: { DATABASE_URL: url(user, 'agency') },
        stdin: 'Sesame-2026\n',
      })
      return { code, said: code === Exit.ok ? '' : JSON.parse(stderr).error }
    }
    try {
      for (const statement of ['create role maker login createrole', 'create database agency owner maker'])
        await sql(statement)
      const extensions = join(native, 'share', 'postgresql', 'extension')
      const control = join(extensions, 'pgcrypto.control')
      const text = readFileSync(control, 'utf8')
      writeFileSync(control, text.replace(/trusted = true/, 'trusted = false'))
      expect(await run('maker', 'db-create')).toMatchObject({
        code: Exit.unavailable,
        said: { message: t.migrate.cryptoForbidden({ login: 'maker' }), more: ['create extension pgcrypto;'] },
      })
      rmSync(control)
      expect(await run('maker', 'db-create')).toMatchObject({
        code: Exit.unavailable,
        said: { message: t.migrate.noCrypto },
      })
      writeFileSync(control, text.replace(/trusted = true/, 'trusted = false'))
      await sql('create extension pgcrypto', 'agency')
      expect(await run('maker', 'db-create')).toEqual({ code: Exit.ok, said: '' })
      const login = ['login', '-u', 'the.boss', '--password-stdin']
      expect(await run('maker', ...login)).toMatchObject({ code: Exit.unauthenticated })

      // The package of the next minor version has replaced what is not loaded yet: removed, then another build.
      const library = join(native, 'lib', 'postgresql', 'plpgsql.so')
      const bytes = readFileSync(library)
      rmSync(library)
      expect(await run('maker', ...login)).toMatchObject({
        code: Exit.unavailable,
        said: { message: t.server.fileMissing },
      })
      writeFileSync(library, 'half a file')
      expect(await run('maker', ...login)).toMatchObject({
        code: Exit.unavailable,
        said: { message: t.server.fileMissing },
      })
      // The magic block of another version is missing or wrong; the functions are.
      for (const other of [join(native, 'lib', 'libz.so.1'), join(native, 'lib', 'postgresql', 'pgcrypto.so')]) {
        rmSync(library)
        cpSync(other, library, { dereference: true })
        expect(await run('maker', ...login)).toMatchObject({
          code: Exit.unavailable,
          said: { message: t.server.internalError({ code: 'XX000' }) },
        })
      }
      rmSync(library)
      writeFileSync(library, bytes)
      expect(await run('maker', ...login)).toMatchObject({ code: Exit.unauthenticated })
    } finally {
      await stopPostmaster(pid)
      removeCluster(cluster)
    }
  })
})
