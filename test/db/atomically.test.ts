/** Two writes that must both happen or not at all: on a server, behind a transaction pooler and on the embedded database. */
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import * as companies from '../../src/company/store.ts'
import { atomically } from '../../src/db/atomically.ts'
import { type Database, server } from '../../src/db/connection/connect.ts'
import { sessionParameters } from '../../src/db/connection/settings.ts'
import { parseDatabaseUrl } from '../../src/db/connection/url.ts'
import { runWork } from '../../src/db/connection/work.ts'
import type { Connection } from '../../src/db/connection.ts'
import { currentUser, query } from '../../src/db/statement.ts'
import { AppError } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import * as roles from '../../src/role/store.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'
import { type Pool, startPool } from '../support/pool.ts'
import { startProxy } from '../support/proxy.ts'

setDefaultTimeout(60_000)

const english = catalog('en', 'Europe/Paris')
const create = (connection: Connection, name: string) => companies.create(connection, { name })
/** A write that breaks a constraint: there is a role of this name. */
const refused = (connection: Connection) => roles.create(connection, 'support')

describe.each(['server', 'pooler', 'embedded'] as const)('%s', (kind) => {
  let agency: Agency
  let boss: Person
  let pool: Pool | undefined
  let database: Database
  beforeAll(async () => {
    agency = await openAgency(kind === 'embedded' ? 'embedded' : 'server')
    boss = await agency.person('management')
    database = agency.home
    if (kind !== 'pooler') return
    const { port, pathname } = new URL(agency.url ?? '')
    pool = await startPool({ port: Number(port), user: 'postgres', database: pathname.slice(1) })
    database = to(pool.port)
  })
  afterAll(async () => {
    await pool?.stop()
    await agency.close()
  })
  beforeEach(() => agency.owner((owner) => owner`delete from epic_events.company`.execute()))

  /** The same database through another port: the pool's, or a proxy's. */
  const to = (port: number): Database =>
    server(parseDatabaseUrl(`postgres://postgres@127.0.0.1:${port}${new URL(agency.url ?? '').pathname}`), {
      pooler: kind === 'pooler',
      now: () => performance.now(),
    })
  const run = <T>(work: (connection: Connection) => Promise<T>, through = database, more = {}): Promise<T> => {
    const parameters = { ...sessionParameters({ secret: boss.secret }), ...more }
    return runWork(through, work, { parameters, writes: true, crypto: false, observe() {} })
  }
  const refusal = (work: (connection: Connection) => Promise<unknown>, through = database): Promise<string> =>
    run(work, through).then(
      () => 'nothing was refused',
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error
        return `${error.code}: ${error.userMessage(english)}`
      },
    )
  const names = () =>
    agency.owner(async (owner) => {
      const rows = await owner<{ name: string }[]>`select name from epic_events.company order by name`
      return rows.map(({ name }) => name)
    })

  test('two writes that succeed → both stay, signed and under one operation', async () => {
    const made = await run((connection) =>
      atomically(connection, async (inside) => {
        const first = await create(inside, 'First')
        // The transaction sees its own write, and its session is still known.
        expect(await companies.view(inside, first.id)).toMatchObject({ name: 'First' })
        expect(await currentUser(inside)).toMatchObject({ user_id: boss.id })
        return [first, await create(inside, 'Second')]
      }),
    )
    expect(made.map(({ name }) => name)).toEqual(['First', 'Second'])
    expect(await names()).toEqual(['First', 'Second'])
    const logged = await agency.owner(
      (owner) => owner<{ by: number; operation: string }[]>`
        select user_id as by, operation from epic_events.audit_log where table_name = 'company' and action = 'insert'
        and row_id in ${owner(made.map(({ id }) => id))}`,
    )
    expect(logged.map(({ by }) => by)).toEqual([boss.id, boss.id])
    expect(new Set(logged.map(({ operation }) => operation)).size).toBe(1)
  })

  test('a constraint refuses the second write → the first is undone, and the error is made of what the constraint tells', async () => {
    const both = async (connection: Connection) => {
      await create(connection, 'First')
      await refused(connection)
    }
    const alone = await refusal(both)
    // Nothing can be looked up in a transaction that a refusal has aborted, so that only the other sentence names the role in the way.
    const general = 'refused: A role named support already exists.'
    expect(alone).toBe(kind === 'pooler' ? general : 'refused: Role 3 is already named support.')
    // Each statement commits by itself, except behind a pooler: that is what `atomically` is for.
    expect(await names()).toEqual(kind === 'pooler' ? [] : ['First'])
    await agency.owner((owner) => owner`delete from epic_events.company`.execute())
    expect(await refusal((connection) => atomically(connection, both))).toBe(general)
    expect(await names()).toEqual([])
  })

  test('a snapshot → all its statements see one moment, know who asks, and write nothing', async () => {
    await run((connection) => create(connection, 'First'))
    const counted = async (connection: Connection) =>
      (
        await query<{ count: number }>(connection, sql`select count(*)::integer as count from epic_events_api.company`)
      )[0]?.count
    const o = {
      parameters: sessionParameters({ secret: boss.secret }),
      writes: false,
      crypto: false,
      snapshot: true,
      observe() {},
    }
    const counts = await runWork(
      database,
      async (connection) => {
        const before = await counted(connection)
        // The embedded database has one connection at a time.
        if (kind !== 'embedded')
          await agency.owner((owner) => owner`insert into epic_events.company (name) values ('Second')`.execute())
        expect(await currentUser(connection)).toMatchObject({ user_id: boss.id })
        return [before, await counted(connection)]
      },
      o,
    )
    expect(counts).toEqual([1, 1])
    expect(await names()).toEqual(kind === 'embedded' ? ['First'] : ['First', 'Second'])
    await expect(runWork(database, (connection) => create(connection, 'Third'), o)).rejects.toThrow()
    expect(await names()).not.toContain('Third')
  })

  test.each([
    [
      'finds no record',
      'not_found: Company 999 not found',
      async (inside: Connection) => {
        await companies.remove(inside, 999)
      },
    ],
    [
      'may not be done',
      'forbidden: ',
      async (inside: Connection) => {
        await query(inside, sql`delete from epic_events.audit_log`)
      },
    ],
  ])('the second %s → the first is undone', async (_, told, second) => {
    const message = await refusal((connection) =>
      atomically(connection, async (inside) => {
        await create(inside, 'First')
        await second(inside)
      }),
    )
    expect(message).toStartWith(told)
    expect(await names()).toEqual([])
  })

  test('a refusal that is caught inside → is thrown all the same, and nothing stays', async () => {
    const message = await refusal((connection) =>
      atomically(connection, async (inside) => {
        await create(inside, 'First')
        await refused(inside).catch(() => {})
      }),
    )
    expect(message).toStartWith('refused: ')
    expect(await names()).toEqual([])
  })

  test('after a refusal → the connection can be used again', async () => {
    await run(async (connection) => {
      const both = atomically(connection, async (inside) => {
        await create(inside, 'First')
        await refused(inside)
      })
      expect(await both.catch((error: unknown) => error)).toBeInstanceOf(AppError)
      await create(connection, 'Later')
    })
    expect(await names()).toEqual(['Later'])
  })

  test('one inside another → the writes of the inner one alone are undone', async () => {
    await run((connection) =>
      atomically(connection, async (outer) => {
        await create(outer, 'Before')
        const inner = atomically(outer, async (inside) => {
          await create(inside, 'Inner')
          await refused(inside)
        })
        expect(await inner.catch((error: unknown) => error)).toBeInstanceOf(AppError)
        await create(outer, 'After')
      }),
    )
    expect(await names()).toEqual(['After', 'Before'])
  })

  test('the isolation level is READ COMMITTED, whatever the session defaults to', async () => {
    const [level, user] = await run(
      (connection) =>
        atomically(connection, async (inside) => [
          await query(inside, sql`select current_setting('transaction_isolation') as level`),
          (await currentUser(inside)).user_id,
        ]),
      database,
      { default_transaction_isolation: 'repeatable read' },
    )
    expect(level).toEqual([{ level: 'read committed' }] as never)
    expect(user).toBe(boss.id as never)
  })

  test.each(['40001', '40P01'])('the second is aborted with %s → both are done again, once', async (state) => {
    await agency.owner((owner) =>
      owner.unsafe(`create sequence public.tries; grant usage on sequence public.tries to epic_events_app;
        create function public.give_up() returns trigger language plpgsql as $$
          begin
            if new.name = 'Second' and nextval('public.tries') < 3 then
              raise exception using errcode = '${state}', message = 'for the sake of another';
            end if;
            return new;
          end $$;
        create trigger a_give_up before insert on epic_events.company for each row execute function public.give_up();`),
    )
    try {
      let runs = 0
      await run((connection) => {
        runs++
        return atomically(connection, async (inside) => {
          await create(inside, 'First')
          await create(inside, 'Second')
        })
      })
      expect(runs).toBe(3)
      expect(await names()).toEqual(['First', 'Second'])
    } finally {
      await agency.owner((owner) =>
        owner.unsafe(
          `drop trigger a_give_up on epic_events.company; drop function public.give_up; drop sequence public.tries`,
        ),
      )
    }
  })

  if (kind === 'embedded') return

  test('the session ends meanwhile → 4, not 5', async () => {
    const guest = await agency.person('management')
    const parameters = sessionParameters({ secret: guest.secret })
    const working = runWork(
      database,
      (connection) =>
        atomically(connection, async (inside) => {
          await create(inside, 'First')
          await agency.owner((owner) =>
            owner`insert into epic_events.ended (user_id, why) values (${guest.id}, 'revoked')`.execute(),
          )
          await query(inside, sql`delete from epic_events.audit_log`)
        }),
      { parameters, writes: true, crypto: false, observe() {} },
    )
    await expect(working).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await names()).toEqual([])
  })

  test.each([
    ['the answer to COMMIT', 'COMMIT\0', 'but the change was saved', ['First', 'Second']],
    ['the answer to the second write', 'Second', 'the change was not saved', []],
  ])('%s is lost → the error says what became of both', async (_, answer, told, left) => {
    const { port } = pool ?? { port: Number(new URL(agency.url ?? '').port) }
    const proxy = await startProxy({ host: '127.0.0.1', port })
    try {
      proxy.cutAtAnswer(answer)
      const message = await refusal(
        (connection) =>
          atomically(connection, async (inside) => {
            await create(inside, 'First')
            await create(inside, 'Second')
          }),
        to(proxy.port),
      )
      expect(message).toContain(told)
      expect(message).toStartWith('unavailable: ')
      expect(await names()).toEqual(left)
    } finally {
      await proxy.stop()
    }
  })
})
