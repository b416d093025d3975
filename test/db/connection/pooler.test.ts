/** DATABASE_POOLER=transaction, through a pool whose one connection goes from hand to hand. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { type Database, server } from '../../../src/db/connection/connect.ts'
import { parseDatabaseUrl } from '../../../src/db/connection/url.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { Exit } from '../../../src/errors.ts'
import { type Pool, startPool } from '../../support/pool.ts'
import { freshDatabase, type TestDatabase, testServer } from '../../support/postgres.ts'
import { startProxy } from '../../support/proxy.ts'
import { type Team, team } from '../../support/team.ts'

setDefaultTimeout(60_000)

let database: TestDatabase
let pool: Pool
let url: string
let boss: Team
beforeAll(async () => {
  database = await freshDatabase()
  pool = await startPool({ port: (await testServer()).port, user: 'postgres', database: database.name })
  url = `postgres://postgres@127.0.0.1:${pool.port}/${database.name}`
  boss = await team({ DATABASE_URL: url, DATABASE_POOLER: 'transaction' })
}, 120_000)
afterAll(async () => {
  boss?.machine.remove()
  await pool?.stop()
  await database?.drop()
})

const home = (to = url, pooler = true): Database =>
  server(parseDatabaseUrl(to), { pooler, now: () => performance.now() })

/** What stands on the connection for the next client. */
const left = async () => {
  const [row] = await home().use({}, (sql) =>
    sql.begin(
      (own) => own`
    select current_user::text as who, coalesce(current_setting('epic_events.session', true), '') as session,
      coalesce(current_setting('epic_events.operation', true), '') as operation, current_setting('statement_timeout') as timeout,
      current_setting('TimeZone') as zone, epic_events.uid() as uid, (select count(*)::integer from pg_prepared_statements) as prepared,
      (select count(*)::integer from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks`,
    ),
  )
  return row
}
const nothing = { who: 'postgres', session: '', operation: '', timeout: '0', uid: null, prepared: 0, locks: 0 }

test('the program sets up its database and works through it, and leaves nothing to the next client', async () => {
  expect(await left()).toMatchObject(nothing)
  for (const args of [
    ['company', 'create', '-n', 'Pooled'],
    ['company', 'list'],
    ['whoami', '--verbose'],
    ['today'],
    ['refresh'],
    ['audit', 'list'],
  ]) {
    const { code, stderr } = await boss.run(args)
    expect({ args, code, stderr }).toMatchObject({ code: Exit.ok })
    expect(await left()).toMatchObject(nothing)
  }
  // What fails leaves nothing either.
  const again = ['user', 'create', '-u', 'the.boss', '-n', 'B', '-e', 'b@agency.example', '-r', 'support']
  expect((await boss.run([...again, '--password-stdin'], { stdin: 'Sesame-2026' })).code).toBe(Exit.refused)
  expect(await left()).toMatchObject(nothing)
  expect((await boss.run(['db-create'])).code).toBe(Exit.ok)
  expect(await left()).toMatchObject(nothing)
  expect(await boss.json<unknown[]>(['company', 'list'])).toHaveLength(1)
})

test('eight at once, each with their own identity', async () => {
  const before = pool.lent()
  const stranger = { TEMP_FILE_PATH: `${boss.machine.home}/nobody.json` }
  const turn = [Exit.ok, Exit.ok, Exit.ok, Exit.unauthenticated]
  const runs = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) =>
      boss.run(['company', 'create', '-n', `At once ${n}`], n % 4 === 0 ? { env: stranger } : {}),
    ),
  )
  expect(runs.map(({ code }) => code)).toEqual([...turn, ...turn])
  expect(pool.lent() - before).toBeGreaterThanOrEqual(8)
  expect(await left()).toMatchObject(nothing)
})

test('between the statements of one client no other one comes in', async () => {
  const order: string[] = []
  const parameters = { role: 'epic_events_app', TimeZone: 'Europe/Paris', 'epic_events.operation': 'x' }
  const first = home().use(parameters, async (sql) => {
    await sql`select 1`
    order.push('first began')
    await Bun.sleep(300)
    const [row] =
      await sql`select current_user::text as who, current_setting('TimeZone') as zone, current_setting('epic_events.operation') as operation`
    expect(row).toEqual({ who: 'epic_events_app', zone: 'Europe/Paris', operation: 'x' } as never)
    order.push('first ended')
  })
  await Bun.sleep(150)
  const second = left().then((row) => order.push(row?.['who']))
  await Promise.all([first, second])
  expect(order).toEqual(['first began', 'first ended', 'postgres'])
})

test('who dies in the middle of a transaction leaves nothing', async () => {
  const child = await boss.start(['login', '-u', 'the.boss', '--password-stdin'], { stdin: 'pipe' })
  if (typeof child.stdin === 'object') {
    child.stdin.write('Sesame-2026\n')
    await child.stdin.end()
  }
  const before = pool.lent()
  for (let waited = 0; pool.lent() === before && waited < 10_000; waited += 1) await Bun.sleep(1)
  child.kill('SIGKILL')
  await child.exited
  expect(await left()).toMatchObject(nothing)
  expect((await boss.run(['whoami'])).code).toBe(Exit.ok)
})

test('an isolation that somebody left as the default on the connection changes nothing', async () => {
  await home().use({}, (sql) => sql`set default_transaction_isolation = 'repeatable read'`)
  const { code, stderr } = await boss.run(['company', 'create', '-n', 'Isolated'])
  await home().use({}, (sql) => sql`reset default_transaction_isolation`)
  expect({ code, stderr }).toMatchObject({ code: Exit.ok })
})

test('several run db-create at once: one lock, which ends with its transaction', async () => {
  const runs = await Promise.all([1, 2, 3].map(() => home().use({}, migrate, { longRunning: true })))
  expect(runs).toEqual([{ applied: 0 }, { applied: 0 }, { applied: 0 }])
  expect(await left()).toMatchObject(nothing)
})

test('all settings together cost one round trip', async () => {
  const proxy = await startProxy({ host: '127.0.0.1', port: pool.port })
  const counted = home(`postgres://postgres@127.0.0.1:${proxy.port}/${database.name}`)
  const settings = {
    lock_timeout: '5s',
    statement_timeout: '8s',
    TimeZone: 'UTC',
    'epic_events.session': 'x',
    role: 'epic_events_app',
  }
  await counted.use(settings, async (sql) => sql.unsafe('select 1'))
  // start, begin, settings, the statement, commit
  expect(proxy.roundTrips()).toBe(5)
  await proxy.stop()
})

test('without DATABASE_POOLER the program says what to set', async () => {
  const { code, stderr } = await boss.run(['whoami'], { env: { DATABASE_POOLER: '' } })
  expect(code).toBe(Exit.unavailable)
  expect(stderr).toContain('DATABASE_POOLER=transaction')
})

test.each([
  ['COMMIT', 'COMMIT\0', 'but the change was saved.'],
  ['the statement', 'Lost with', 'and the change was not saved'],
])('the line is cut when %s is answered: what became of it is told', async (what, answer, told) => {
  const name = `Lost with ${what}`
  const proxy = await startProxy({ host: '127.0.0.1', port: pool.port })
  proxy.cutAtAnswer(answer)
  const to = `postgres://postgres@127.0.0.1:${proxy.port}/${database.name}`
  const { code, stderr } = await boss.run(['company', 'create', '-n', name], { env: { DATABASE_URL: to } })
  expect({ code, stderr }).toMatchObject({ code: Exit.unavailable })
  expect(stderr).toContain(told)
  const rows = await database.run(`select 1 from epic_events.company where name = '${name}'`)
  expect(rows).toHaveLength(what === 'COMMIT' ? 1 : 0)
  await proxy.stop()
  expect(await left()).toMatchObject(nothing)
})
