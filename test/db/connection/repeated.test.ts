/** What the database gave up for the sake of somebody else (40001, 40P01), and what had not begun, is done again, at most three times, and then told. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { server } from '../../../src/db/connection/connect.ts'
import { parseDatabaseUrl } from '../../../src/db/connection/url.ts'
import { runWork } from '../../../src/db/connection/work.ts'
import { type AppError, Exit } from '../../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../../support/agency.ts'
import { en } from '../../support/fields.ts'
import { testServer } from '../../support/postgres.ts'
import { startProxy } from '../../support/proxy.ts'

setDefaultTimeout(60_000)

describe.each(['server', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let boss: Person
  beforeAll(async () => {
    agency = await openAgency(kind)
    boss = await agency.person('management')
    // A sequence counts what a transaction that is rolled back takes with it.
    await agency.owner((sql) =>
      sql.unsafe(`create sequence public.tries; grant usage on sequence public.tries to epic_events_app;
      create function public.give_up() returns trigger language plpgsql as $$
        begin
          if nextval('public.tries') <= split_part(new.name, ' ', 2)::integer then
            raise exception using errcode = split_part(new.name, ' ', 1), message = 'for the sake of another';
          end if;
          return new;
        end $$;
      create trigger a_give_up before insert on epic_events.company for each row execute function public.give_up();`),
    )
  })
  afterAll(() => agency.close())

  test.each(['40001', '40P01'])(
    '%s: twice is made good, a third time is told, and nothing is written twice',
    async (state) => {
      for (const [times, code, tries] of [
        [0, 0, 1],
        [1, 0, 2],
        [2, 0, 3],
        [3, 7, 3],
      ] as const) {
        await agency.owner((sql) => sql.unsafe(`alter sequence public.tries restart`))
        const name = `${state} ${times}`
        const ran = await agency.run(['company', 'create', '-n', name], { as: boss })
        expect({ name, code: ran.code, stderr: ran.stderr }).toMatchObject({ code })
        if (code === Exit.unavailable) expect(ran.stderr).toContain('Someone else is changing this record right now')
        const [found] = await agency.owner(
          async (sql) => sql<{ rows: number; logged: number; tries: number }[]>`
          select (select count(*) from epic_events.company where name = ${name})::integer as rows,
            (select count(*) from epic_events.audit_log where table_name = 'company' and new_values ->> 'name' = ${name})::integer as logged,
            (select last_value from public.tries)::integer as tries`,
        )
        const written = code === Exit.ok ? 1 : 0
        expect({ name, ...found }).toEqual({ name, rows: written, logged: written, tries })
      }
    },
  )

  test.each(['40002', '23514', '22012'])('%s is not done again', async (state) => {
    await agency.owner((sql) => sql.unsafe(`alter sequence public.tries restart`))
    const { code } = await agency.run(['company', 'create', '-n', `${state} 1`], { as: boss })
    expect(code).not.toBe(Exit.ok)
    const [found] = await agency.owner((sql) =>
      sql<{ tries: number }[]>`select last_value::integer as tries from public.tries`.execute(),
    )
    expect(found?.tries).toBe(1)
  })
})

test('a real deadlock: the program gives way, comes again, and is done', async () => {
  const agency = await openAgency('server')
  try {
    const boss = await agency.person('management')
    const [anne, marc] = [await agency.person('commercial'), await agency.person('commercial')]
    await agency.owner((sql) =>
      sql`insert into epic_events.client (full_name, email, commercial_id)
        select 'Client ' || n, 'c' || n || '@x.example', ${anne.id} from generate_series(1, 30) n`.execute(),
    )
    let deadlocks = 0
    let moved: Promise<{ code: number; stderr: string }> | undefined
    await agency.owner(async (sql) =>
      sql.begin(async (connection) => {
        // The other one looks for deadlocks first, so it is the one that is given up.
        await connection`set local deadlock_timeout = '60s'`
        await connection`select 1 from epic_events.client where id = 30 for update`
        moved = agency.run(['user', 'hand-over', `${anne.id}`, `${marc.id}`, '--yes'], { as: boss })
        await waitsForALock(agency)
        await connection`select 1 from epic_events.client where id = 1 for update`
        const [row] = await connection<
          { n: number }[]
        >`select deadlocks::integer as n from pg_stat_database where datname = current_database()`
        deadlocks = row?.n ?? 0
      }),
    )
    expect(await moved).toMatchObject({ code: Exit.ok })
    for (let waited = 0; deadlocks === 0 && waited < 5_000; waited += 100) {
      await Bun.sleep(100)
      const [row] = await agency.owner((sql) =>
        sql<
          { n: number }[]
        >`select deadlocks::integer as n from pg_stat_database where datname = current_database()`.execute(),
      )
      deadlocks = row?.n ?? 0
    }
    expect(deadlocks).toBe(1)
    expect(await agency.json<unknown[]>(['client', 'list', '--only-mine'], { as: marc })).toHaveLength(30)
  } finally {
    await agency.close()
  }
}, 60_000)

async function waitsForALock(agency: Agency): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const [found] = await agency.owner((sql) =>
      sql<
        { n: number }[]
      >`select count(*)::integer as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(),
    )
    if ((found?.n ?? 0) > 0) return
    await Bun.sleep(20)
  }
  throw new Error('nothing waited for a lock')
}

describe('a connection lost', () => {
  /** Works on a connection that was there already and is cut, once so many statements were answered. */
  async function worked({ answered }: { answered: number }) {
    const own = await testServer()
    const proxy = await startProxy({ host: own.host, port: own.port })
    const url = Object.assign(new URL(own.url('postgres')), { host: `${proxy.host}:${proxy.port}` })
    const database = server(parseDatabaseUrl(`${url}`), { pooler: false, now: () => performance.now() })
    await database.begin?.(async () => ({}))
    await Bun.sleep(300)
    let tried = 0
    const done = runWork(
      database,
      async (connection) => {
        tried += 1
        for (let n = 0; n < answered; n++) await connection.query(sql`select 1`)
        if (tried === 1) proxy.cut()
        await Bun.sleep(100)
        return connection.query(sql`select 2 as two`)
      },
      { parameters: {}, writes: true, crypto: false, observe: () => {} },
    )
    const told = await done.then(JSON.stringify, (error: AppError) => error.userMessage(en))
    await database.close()
    await proxy.stop()
    return { tried, told: told.replace(`${proxy.host}:${proxy.port}`, 'HOST') }
  }

  test('before the first statement was sent: all of it is done again', async () => {
    expect(await worked({ answered: 0 })).toEqual({ tried: 2, told: '[{"two":2}]' })
  })

  test('after a statement was answered, which may have written: told', async () => {
    expect(await worked({ answered: 1 })).toEqual({ tried: 1, told: en.server.lost({ at: 'HOST' }) })
  })
})
