/**
 * A server whose messages are in French, German or Japanese gives the same reason: SQLSTATE, the name of PostgreSQL's function and the answer
 * to a question decide (rails/rails#37784, elixir-ecto/ecto#1079, os-autoinst/openQA#2415, sequelize/sequelize#6033).
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import postgres from 'postgres'
import { sessionParameters } from '../../../src/db/connection/settings.ts'
import { Exit } from '../../../src/errors.ts'
import { machine } from '../../setup/machine.ts'
import { mortalServer } from '../../support/cluster.ts'
import { canBeFrench, frenchServer } from '../../support/french-postgres.ts'
import { ownServer, type TestServer } from '../../support/postgres.ts'
import { failing, one, query, t } from '../../support/server-runs.ts'
import { startTranslator, type Translator } from '../../support/translator.ts'

setDefaultTimeout(60_000)

const languages = {
  French: 'droit refusé : le rôle « epic » n’existe pas',
  German: '„epic“ ist nicht berechtigt',
  Japanese: 'ロール「epic」は存在しません',
  'a language that means to mislead': 'role "epic_events_app" pg_hba.conf No space left on device out of memory',
}
const app = sessionParameters({ secret: undefined })
const at = { host: '127.0.0.1', port: 0 }

let server: TestServer
beforeAll(async () => {
  server = await ownServer()
  const statements = [
    'create role weak login',
    'create role nologin_one nologin',
    'create role crowd login connection limit 0',
    'create database shut',
    'alter database shut allow_connections false',
    'create database forbidden',
    'revoke connect on database forbidden from public',
    'create role other nologin',
    'create role granted login',
    'grant other to granted',
    'create role broken login',
    "alter role broken set session_preload_libraries = 'no_such_library'",
  ]
  for (const statement of statements) await server.run('postgres', statement)
})
afterAll(() => server?.stop())

/** What somebody hears, with the address in the place of whichever was dialled. */
const heard = async (port: number, user: string, database: string, parameters: Record<string, string> = {}) => {
  const { error, said, more } = await failing(
    query(`postgres://${user}@127.0.0.1:${port}/${database}`, one, { params: parameters }),
  )
  return { exit: error.exit, said: said.replaceAll(`:${port}`, ':0'), more }
}
const place = '127.0.0.1:0'

describe.each(Object.entries(languages))('%s', (_, text) => {
  let translator: Translator
  beforeAll(async () => {
    translator = await startTranslator(server, text)
  })
  afterAll(() => translator.stop())

  test.each([
    ['no such user', 'ghost', 'postgres', {}, t.server.noRole({ user: 'ghost', at: place })],
    ['a user who may not log in', 'nologin_one', 'postgres', {}, t.server.noRole({ user: 'nologin_one', at: place })],
    ['no such database', 'weak', 'ghost', {}, t.server.noDatabase({ database: 'ghost', at: place })],
    ['no CONNECT', 'weak', 'forbidden', {}, t.server.noConnect({ user: 'weak', database: 'forbidden' })],
    [
      'no CONNECT, with settings',
      'weak',
      'forbidden',
      app,
      t.server.noConnect({ user: 'weak', database: 'forbidden' }),
    ],
    ['a full server', 'crowd', 'postgres', {}, t.server.tooMany({ at: place })],
    ['a database closed for maintenance', 'weak', 'shut', {}, t.server.closedDatabase({ database: 'shut', at: place })],
    [
      'a role that does not exist',
      'weak',
      'postgres',
      app,
      t.server.setRole({ user: 'weak', role: 'epic_events_app' }),
    ],
    [
      'a role that was not granted',
      'weak',
      'postgres',
      { role: 'other' },
      t.server.setRole({ user: 'weak', role: 'other' }),
    ],
    [
      'a setting that does not exist',
      'weak',
      'postgres',
      { nonsense: 'x' },
      t.server.settingRefused({ at: place, code: '42704' }),
    ],
    [
      'a value that does not exist',
      'granted',
      'postgres',
      { TimeZone: 'Asia/Nowhere', role: 'other' },
      t.server.settingRefused({ at: place, code: '22023' }),
    ],
  ] as const)('%s', async (_what, user, database, parameters, sentence) => {
    const through = await heard(translator.port, user, database, parameters)
    expect(through).toMatchObject({ exit: Exit.unavailable, said: sentence })
    expect(through).toEqual(await heard(server.port, user, database, parameters))
  })

  test('pg_hba.conf says no', async () => {
    const strict = await mortalServer({
      access: ['host shut_out all 127.0.0.1/32 reject', 'host all barred 127.0.0.1/32 reject'],
    })
    const between = await startTranslator({ ...at, port: strict.port }, text)
    await strict.run('postgres', 'create role barred login')
    const sentence = t.server.notAllowed({ user: 'barred', database: 'postgres', at: place })
    try {
      for (const port of [strict.port, between.port])
        expect((await heard(port, 'barred', 'postgres')).said).toBe(sentence)
    } finally {
      await between.stop()
      await strict.stop()
    }
  })

  test('the server’s own text → is shown with --verbose, and without it only the code', async () => {
    const here = machine({ DATABASE_URL: `postgres://broken@127.0.0.1:${translator.port}/postgres` })
    const login = (...more: string[]) =>
      here.run(['login', '-u', 'x', '--password-stdin', ...more], { stdin: 'Sesame-2026' })
    const [plain, verbose] = [await login(), await login('--verbose')]
    here.close()
    expect({ plain: plain.code, verbose: verbose.code }).toEqual({ plain: Exit.unavailable, verbose: Exit.unavailable })
    expect(plain.stderr).toContain(t.server.fileMissing)
    expect(plain.stderr).not.toContain(text)
    expect(verbose.stderr).toContain(`58P01: ${text}`)
  })
})

test.skipIf(!canBeFrench)('a server that really speaks French → the same reasons, and the program works', async () => {
  const french = await frenchServer()
  const url = (user: string, database: string) => `postgres://${user}@127.0.0.1:${french.port}/${database}`
  const sql = postgres(url('postgres', 'postgres'), { max: 1, onnotice() {} })
  const here = machine({ DATABASE_URL: url('postgres', 'agency') })
  try {
    const native = await sql`select pg_catalog.now() from nowhere`.catch((error: Error) => error.message)
    expect(native).toBe("la relation « nowhere » n'existe pas")
    for (const statement of ['create database agency', 'create role weak login', 'create role barred login'])
      await sql.unsafe(statement)
    const said = async (user: string, database: string) => (await heard(french.port, user, database, app)).said
    expect(await said('ghost', 'agency')).toBe(t.server.noRole({ user: 'ghost', at: place }))
    expect(await said('weak', 'ghost')).toBe(t.server.noDatabase({ database: 'ghost', at: place }))
    expect(await said('weak', 'agency')).toBe(t.server.setRole({ user: 'weak', role: 'epic_events_app' }))
    expect(await said('barred', 'agency')).toBe(t.server.notAllowed({ user: 'barred', database: 'agency', at: place }))
    expect(await here.run(['db-create'])).toMatchObject({ code: Exit.ok })
    expect(await said('weak', 'agency')).toBe(t.server.setRole({ user: 'weak', role: 'epic_events_app' }))
    const boss = ['manager-create', '-u', 'the.boss', '-n', 'B', '-e', 'b@agency.example', '--password-stdin']
    expect(await here.run(boss, { stdin: 'Sesame-2026\n', uid: 0 })).toMatchObject({ code: Exit.ok })
    const login = ['login', '-u', 'the.boss', '--password-stdin']
    expect(await here.run(login, { stdin: 'Sesame-2026\n' })).toMatchObject({ code: Exit.ok })
    const create = ['company', 'create', '-n', 'Chez Zoé']
    expect(await here.run(create)).toMatchObject({ code: Exit.ok })
    // The sentences that a rule of the database causes are the program's own too.
    const late = ['contract', 'create', '--client-id', '1', '--total-amount', '1']
    expect((await here.run(late)).stderr).not.toContain("n'existe pas")
    await sql.unsafe('alter database agency set default_transaction_read_only = on')
    const refused = await here.run(create)
    expect({ code: refused.code, stderr: refused.stderr }).toMatchObject({ code: Exit.unavailable })
    expect(refused.stderr).toContain(t.server.primaryReadOnly({ database: 'agency' }))
  } finally {
    here.close()
    await sql.end({ timeout: 1 })
    await french.stop()
  }
})
