import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { freshDatabase, type TestDatabase } from '../support/postgres.ts'
import { type Machine, machine } from './machine.ts'

setDefaultTimeout(60_000)

const password = 'Sesame-2026'
const noor = ['manager-create', '-u', 'Noor.Haas', '-n', "Noor d'Haas", '-e', 'Noor@Agency.Example', '--password-stdin']
const other = (username: string, email: string) => [
  'manager-create',
  '-u',
  username,
  '-n',
  'Other',
  '-e',
  email,
  '--password-stdin',
]

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
  const people = async () =>
    (await database.run('select username from epic_events.users order by id')).map((row) => row['username'])
  const asRoot = { uid: 0, stdin: `${password}\n` }

  test('before db-create → 7, and what to run', async () => {
    const { code, stderr } = await here.run(noor, asRoot)
    expect(code).toBe(Exit.unavailable)
    expect(stderr).toContain('→ epic-events db-create')
    expect((await here.run(['db-create'])).code).toBe(Exit.ok)
  })

  test('without root → refused before the first question', async () => {
    const script = await here.run(noor, { uid: 1000, stdin: password })
    expect(script.code).toBe(Exit.forbidden)
    expect(script.stderr).toContain('sudo epic-events manager-create')
    const person = await here.run(['manager-create'], { uid: 1000, answers: [] })
    expect({ code: person.code, asked: person.asked }).toEqual({ code: Exit.forbidden, asked: [] })
    expect(await people()).toEqual([])
  })

  test('a manager → can log in; the answer names the database', async () => {
    const { code, stdout, stderr } = await here.run(noor, asRoot)
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(stderr).toContain(database.name)
    expect(stderr).toContain('→ epic-events login --username noor.haas')
    expect(stdout).toContain("Noor d'Haas")
    expect(stdout + stderr).not.toContain(password)
    expect((await here.run(['login', '-u', 'noor.haas', '--password-stdin'], { stdin: password })).code).toBe(Exit.ok)
    expect(await here.json(['whoami'])).toMatchObject({ username: 'noor.haas', role_name: 'management' })
    const [stored] = await database.run('select email, password_hash from epic_events.users')
    expect(stored?.['email']).toBe('noor@agency.example')
    expect(stored?.['password_hash']).toMatch(/^\$2b\$12\$/)
  })

  test('with managers there → works again, as the way back in', async () => {
    const made = await here.json(other('second.manager', 'second@agency.example'), asRoot)
    expect(made).toMatchObject({ username: 'second.manager', role_id: 1, role_name: 'management' })
    expect(JSON.stringify(made)).not.toContain('hash')
  })

  test('a username or an email address that is taken → 6', async () => {
    const name = await here.run(other('noor.haas', 'third@agency.example'), asRoot)
    expect(name.code).toBe(Exit.refused)
    expect(name.stderr).toContain('Another user already has the username noor.haas.')
    const address = await here.run(other('third.manager', 'NOOR@agency.example'), asRoot)
    expect(address.code).toBe(Exit.refused)
    expect(address.stderr).toContain('noor@agency.example')
    expect(await people()).toEqual(['noor.haas', 'second.manager'])
  })

  test('a script with missing and invalid options → 2, naming all of them at once', async () => {
    const missing = await here.run(['manager-create'], { uid: 0 })
    expect(missing.code).toBe(Exit.usage)
    for (const option of ['--username', '--full-name', '--email', '--password-stdin'])
      expect(missing.stderr).toContain(option)
    const wrong = await here.run(['manager-create', '-u', 'x', '-n', 'X', '-e', 'nowhere', '--password-stdin'], {
      uid: 0,
      stdin: 'weak',
    })
    expect(wrong.code).toBe(Exit.usage)
    for (const part of ['--username', '--email', 'password']) expect(wrong.stderr).toContain(part)
    expect(wrong.stderr).not.toContain('weak')
    const visible = await here.run(['manager-create', '--password', password], { uid: 0 })
    expect(visible.code).toBe(Exit.usage)
    expect(visible.stderr).not.toContain(password)
  })

  test('a person → is asked, for the password too', async () => {
    const answers = ['asked.manager', 'Asked Manager', 'asked@agency.example', password, password]
    const { code, stdout, stderr, asked } = await here.run(['manager-create'], { uid: 0, answers })
    expect({ code, stderr }).toMatchObject({ code: Exit.ok })
    expect(asked.map(({ kind }) => kind)).toEqual(['text', 'text', 'text', 'secret', 'secret'])
    expect(stdout + stderr).not.toContain(password)
    expect(await people()).toContain('asked.manager')
  })

  test('a login that does not own the schema → 7, naming DATABASE_ADMIN_URL, which then works', async () => {
    const login = `weak_${database.name}`
    await database.run(`create role ${login} login noinherit; grant epic_events_app to ${login}`)
    try {
      const env = { DATABASE_URL: database.url(login) }
      const refused = await here.run(other('fourth.manager', 'fourth@agency.example'), { ...asRoot, env })
      expect(refused.code).toBe(Exit.unavailable)
      expect(refused.stderr).toContain('DATABASE_ADMIN_URL')
      const admin = { ...env, DATABASE_ADMIN_URL: database.url() }
      expect((await here.run(other('fourth.manager', 'fourth@agency.example'), { ...asRoot, env: admin })).code).toBe(
        Exit.ok,
      )
    } finally {
      await database.run(`drop role ${login}`)
    }
  })
})

test('the embedded database → the owner of the folder needs no root', async () => {
  const here = machine()
  const made = await here.json(noor, {
    stdin: password,
    ...(process.geteuid?.() === 0 ? {} : { uid: process.geteuid?.() ?? 1000 }),
  })
  expect(made).toMatchObject({ id: 1, username: 'noor.haas' })
  expect((await here.run(['login', '-u', 'noor.haas', '--password-stdin'], { stdin: password })).code).toBe(Exit.ok)
  expect(existsSync(here.sessionFile)).toBe(true)
  here.close()
}, 90_000)

test.skipIf(process.geteuid?.() !== 0)(
  'under sudo, a data folder that somebody else chose → 7, and nothing is made there',
  async () => {
    const here = machine()
    for (const argv of [noor, ['db-create'], ['demo'], ['login', '-u', 'noor.haas', '--password-stdin']]) {
      const { code, stderr } = await here.run(argv, { stdin: password, uid: 0, env: { SUDO_UID: '4711' } })
      expect({ argv, code }).toEqual({ argv, code: Exit.unavailable })
      expect(stderr).toContain('EPIC_EVENTS_DATA_DIR is not accepted under sudo')
    }
    expect(existsSync(join(here.folder, 'data'))).toBe(false)
    here.close()
  },
  90_000,
)

test('another database than at the last login → named together with the last one, before the password is sent', async () => {
  const here = machine()
  const folders = ['first', 'second'].map((name) => join(here.folder, name))
  const said: string[] = []
  for (const folder of folders) {
    const o = { stdin: password, env: { EPIC_EVENTS_DATA_DIR: folder } }
    await here.json(noor, { ...o, uid: process.geteuid?.() ?? 1000 })
    const wrong = await here.run(['login', '-u', 'noor.haas', '--password-stdin'], { ...o, stdin: 'Wrong-2026' })
    expect(wrong.code).toBe(Exit.unauthenticated)
    const { code, stderr } = await here.run(['login', '-u', 'noor.haas', '--password-stdin'], o)
    expect(code).toBe(Exit.ok)
    said.push(stderr)
  }
  expect(said[0]).toContain(`Logging in to ${folders[0]}.`)
  expect(said[1]).toContain(
    `Logging in to ${folders[1]}, with no settings file. Your last login was to ${folders[0]}, with no settings file.`,
  )
  here.close()
}, 180_000)
