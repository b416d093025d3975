/** Whose a borrowed session is: the command's from its first statement on, whatever fails, and never the bare login's. */
import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { AppError } from '../../../src/errors.ts'
import { catalog } from '../../../src/i18n/catalog.ts'
import { type Ground, ground, type Running, until } from './ground.ts'

setDefaultTimeout(60_000)

let at: Ground
let running: Running
beforeAll(async () => {
  at = await ground()
  await at.database.run(`create sequence drawn; grant all on sequence drawn to ${at.login}, ${at.app};
    create table kept (n integer check (n < 10), who text default current_user); grant all on kept to ${at.login}, ${at.app}`)
  running = await at.broker()
})
afterAll(async () => {
  running?.end()
  await at?.remove()
})
// One session is ready.
beforeEach(async () => {
  await at.database.run(`grant ${at.app} to ${at.login}`)
  await until(async () => (await at.sessions()) >= 1)
})

const who = async (sql: postgres.Sql) => {
  const [row] =
    await sql`select current_user::text as role, session_user::text as login, current_setting('epic_events.session') as session,
      current_setting('statement_timeout') as timeout, current_setting('search_path') as path, ${1}::integer as n`
  return row as unknown
}
const mine = () => ({ role: at.app, login: at.login, session: 'a secret', timeout: '8s', path: 'pg_catalog', n: 1 })
const failing = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? `${error}`,
  )

test('the first statement has the identity, in one round trip, and so have all others', async () => {
  at.proxy.resetCount()
  const connections = at.proxy.connections()
  await at.use(async (sql) => {
    expect(await who(sql)).toEqual(mine())
    expect(at.proxy.roundTrips({ old: true })).toBe(1)
    expect(await who(sql)).toEqual(mine())
    await sql.begin(async (inside) => expect(await who(inside as unknown as postgres.Sql)).toEqual(mine()))
    expect(await who(sql)).toEqual(mine())
  })
  // The command has made none of its own. One may have been made for the next.
  expect(at.proxy.connections() - connections).toBeLessThanOrEqual(1)
})

test('a statement that fails takes the settings with it: the next one has them again', async () => {
  await at.use(async (sql) => {
    expect(await failing(sql`insert into public.kept values (${10})`)).toBe('23514')
    expect(await who(sql)).toEqual(mine())
    expect(await failing(sql`select * from public.missing`)).toBe('42P01')
    expect(await who(sql)).toEqual(mine())
  })
})

test('a statement without parameters has it as well, and several in one message wait for it', async () => {
  const text = 'select current_user::text as role, null::text as none, $$é$$ as text'
  at.proxy.resetCount()
  await at.use(async (sql) => {
    expect(await sql.unsafe(text)).toEqual([{ role: at.app, none: null, text: 'é' }] as never)
    expect(at.proxy.roundTrips({ old: true })).toBe(1)
    expect(await sql.unsafe(text)).toEqual([{ role: at.app, none: null, text: 'é' }] as never)
  })
  await at.use(async (sql) => {
    expect(await failing(sql.unsafe('select 1 / 0'))).toBe('22012')
    expect((await sql.unsafe('delete from public.kept where false')).count).toBe(0)
    expect(await sql.unsafe(text)).toEqual([{ role: at.app, none: null, text: 'é' }] as never)
  })
  const two = await at.use((sql) => sql.unsafe('select current_user::text as role; select 2 as n'))
  expect(two).toEqual([[{ role: at.app }], [{ n: 2 }]] as never)
})

test('several at once, the first of which fails', async () => {
  await at.use(async (sql) => {
    const answers = await Promise.all([failing(sql`select 1 / ${0}::integer`), who(sql), who(sql)])
    expect(answers).toEqual(['22012', mine(), mine()])
  })
})

test('a transaction that begins the session, and is rolled back', async () => {
  await at.use(async (sql) => {
    const rolledBack = sql.begin(async (inside) => {
      expect(await who(inside as unknown as postgres.Sql)).toEqual(mine())
      await inside`insert into public.kept values (${1})`
      throw new Error('back')
    })
    expect(await failing(rolledBack)).toBe('Error: back')
    expect(await who(sql)).toEqual(mine())
  })
  expect(await at.database.run('select count(*)::integer as n from kept')).toEqual([{ n: 0 }] as never)
})

test('a role that is refused: the statement does not run, and the reason is told as on a connection of one’s own', async () => {
  const message = (error: unknown) => (error instanceof AppError ? error.userMessage(catalog('en', 'UTC')) : error)
  const drawn = async () => (await at.database.run('select last_value, is_called from drawn'))[0]
  const before = await drawn()
  // The session is ready, and only now the login may no longer become the role.
  await at.database.run(`revoke ${at.app} from ${at.login}`)
  for (const writes of [true, false]) {
    const refused = await at.use((sql) => sql`select nextval('public.drawn')`, { writes }).catch(message)
    expect(refused).toContain(at.login)
    expect(refused).toContain(at.app)
    const written = await at.use((sql) => sql`insert into public.kept values (${2})`, { writes }).catch(message)
    expect(written).toBe(refused as never)
    await until(async () => (await at.sessions()) >= 1)
  }
  expect(await drawn()).toEqual(before as never)
  expect(await at.database.run('select count(*)::integer as n from kept')).toEqual([{ n: 0 }] as never)
})

test('nothing of one command is left for the next', async () => {
  await at.use((sql) => sql`select set_config('epic_events.session', 'of somebody', false)`)
  const settings = Object.fromEntries(Object.entries(at.settings).filter(([name]) => name !== 'epic_events.session'))
  const left = await at.use((sql) => sql`select current_setting('epic_events.session', true) as session`, { settings })
  expect(left[0]?.['session']).toBeNull()
  const fresh = await at.use((sql) => sql`select pg_backend_pid() as pid`)
  const other = await at.use((sql) => sql`select pg_backend_pid() as pid`)
  expect(fresh[0]?.['pid']).not.toBe(other[0]?.['pid'])
})
