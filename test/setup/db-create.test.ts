import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { schemaVersion } from '../../src/db/version.ts'
import { Exit } from '../../src/errors.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { type Machine, machine } from './machine.ts'

setDefaultTimeout(60_000)

describe('a PostgreSQL server', () => {
  let database: TestDatabase
  let here: Machine
  beforeAll(async () => {
    database = await freshDatabase()
    here = machine({ DATABASE_URL: database.url() })
  })
  afterAll(async () => {
    here.close()
    await database.drop()
  })

  test('an empty database → gets schema and roles, and the next command is named', async () => {
    const { code, stdout, stderr } = await here.run(['db-create'])
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(stderr).toContain(`${database.name} is ready: `)
    expect(stderr).toContain('→ epic-events manager-create')
    expect(stdout).toContain(database.name)
    // The URL's password is nobody's business.
    expect(stdout + stderr).not.toMatch(/postgres(ql)?:\/\//)
    const roles = await database.run('select id, name from epic_events.role order by id')
    expect(roles.map((row) => ({ ...row }))).toEqual([
      { id: 1, name: 'management' },
      { id: 2, name: 'commercial' },
      { id: 3, name: 'support' },
    ])
  })

  test('a second run → changes nothing and says so', async () => {
    await database.run(
      `delete from epic_events.role_permission
        where role_id = 3 and permission_id in (select id from epic_events.permission where name = 'company:list')`,
    )
    await database.run("insert into epic_events.role (name) values ('trainee')")
    const before = await database.run(
      'select (select count(*) from epic_events.role_permission), (select count(*) from epic_events.role)',
    )
    const { code, stderr } = await here.run(['db-create'])
    expect(code).toBe(Exit.ok)
    expect(stderr).toContain('is up to date. Nothing to do.')
    expect(
      await database.run(
        'select (select count(*) from epic_events.role_permission), (select count(*) from epic_events.role)',
      ),
    ).toEqual(before)
  })

  test('--json → one object', async () => {
    expect(await here.json(['db-create'])).toEqual({
      database: expect.stringContaining(database.name),
      ...{ migrations_applied: 0, schema_version: schemaVersion, trust: 'advisory', login: 'postgres' },
      weak_login_sql: expect.stringContaining('grant epic_events_app to epic_events_login;'),
    })
  })

  test('the SQL that it prints → creates a login whom the policies bind', async () => {
    const printed = String((await here.json(['db-create']))['weak_login_sql'])
    const login = `weak_${database.name}`
    await database.run(printed.replaceAll('epic_events_login', login))
    try {
      const strict = { DATABASE_URL: database.url(login), DATABASE_ADMIN_URL: database.url() }
      expect(await here.json(['db-create'], { env: strict })).toMatchObject({ trust: 'strict', login })
      const { code, stderr } = await here.run(['db-create'], { env: { DATABASE_URL: database.url(login) } })
      expect(code).toBe(Exit.unavailable)
      expect(stderr).toContain('DATABASE_ADMIN_URL')
    } finally {
      await database.run(`drop role ${login}`)
    }
  })

  test('a database with users → login is the next command', async () => {
    await database.run(`insert into epic_events.users (username, full_name, email, password_hash, role_id)
      values ('manager', 'M', 'm@agency.example', '$2b$12$${'a'.repeat(53)}', 1)`)
    const { stderr } = await here.run(['db-create', '--lang', 'fr'])
    expect(stderr).toContain('est à jour\u00a0: rien à faire.')
    expect(stderr).toContain('→ epic-events login')
    expect(stderr).not.toContain('manager-create')
  })

  test('tables of another program → are not touched', async () => {
    const other = await freshDatabase()
    await other.run('create schema epic_events; create table epic_events.users (id integer primary key)')
    const { code, stderr } = await here.run(['db-create'], { env: { DATABASE_URL: other.url() } })
    expect(code).toBe(Exit.unavailable)
    expect(stderr).toContain('This schema belongs to another program; use an empty database.')
    const tables = await other.run(
      "select count(*)::integer as n from pg_class where relnamespace = 'epic_events'::regnamespace and relkind = 'r'",
    )
    expect(tables[0]?.['n']).toBe(1)
    await other.drop()
  })
})

describe('the embedded database', () => {
  test('no database yet → it is created and named, and both ways to begin are shown', async () => {
    const here = machine()
    const data = join(here.folder, 'data')
    const { code, stdout, stderr } = await here.run(['db-create'])
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(stdout).toContain(data)
    expect(stderr).toContain('→ epic-events manager-create\n→ epic-events demo\n')
    expect(existsSync(data)).toBe(true)
    if (process.platform !== 'win32') expect(statSync(data).mode & 0o777).toBe(0o700)
    expect(await here.json(['db-create'])).toMatchObject({ database: data, weak_login_sql: null, trust: 'advisory' })
    here.close()
  })

  test.each(['db-create', 'manager-create'])(
    '%s under sudo with no database named: not root’s own',
    async (command) => {
      const here = machine()
      const env = { SUDO_UID: '1000', EPIC_EVENTS_DATA_DIR: '', HOME: here.folder }
      const { code, stderr } = await here.run(
        [command, '-u', 'manager', '-n', 'M', '-e', 'm@a.example', '--password-stdin'].slice(
          0,
          command === 'db-create' ? 1 : 8,
        ),
        { uid: 0, stdin: 'Sesame-2026', env },
      )
      expect(code).toBe(Exit.unavailable)
      expect(stderr).toContain(`→ epic-events ${command} --env-file`)
      expect(existsSync(join(here.folder, '.local'))).toBe(false)
      here.close()
    },
  )
})
