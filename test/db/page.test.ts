/** Lists in pieces: each of bounded size, all rows once and in order, on connections that come and go. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { SQL } from 'bun'
import { sql } from 'drizzle-orm'
import type { Connection } from '../../src/db/connection.ts'
import { type Listing, page } from '../../src/db/page.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
/** A connection that stays open, to look at the others. */
let watcher: SQL
beforeAll(async () => {
  agency = await openAgency('server', { connects: 'anew' })
  manager = await agency.person('management')
  watcher = new SQL(agency.url ?? '', { max: 1 })
}, 60_000)
afterAll(async () => {
  await watcher.close()
  await agency.close()
})

interface Letter {
  readonly id: number
  readonly text: string
}

/** Letters of so many characters, of which each has an even id. */
const letters = (connection: Connection, o: { of: number; long: number } & Partial<Listing>) =>
  page<Letter>(connection, 'client:list', {
    ...{ limit: 0, after: 0, count: false, ...o },
    columns: sql`w.id, w.text`,
    from: sql`(select n * 2 as id, repeat('é', ${o.long}::integer) as text from generate_series(1, ${o.of}::integer) n) w`,
    alias: 'w',
    where: sql`true`,
  })

const taken = async (rows: AsyncIterable<readonly Letter[]>) => {
  const batches: (readonly Letter[])[] = []
  for await (const batch of rows) batches.push(batch)
  return { batches, ids: batches.flatMap((batch) => batch.map(({ id }) => id)) }
}
const evens = (count: number, after = 0) => Array.from({ length: count }, (_, n) => after + (n + 1) * 2)

describe('pieces', () => {
  test.each([
    // The rows of one piece fit into two million bytes, or are one row.
    { of: 9_000, long: 10 },
    { of: 1_500, long: 20_000 },
    { of: 3, long: 3_000_000 },
    { of: 1_000, long: 1 },
    { of: 0, long: 1 },
  ])('%p → all rows once, in order, never too many bytes at once', async (o) => {
    const { app } = agency.app({ as: manager })
    const { batches, ids } = await app.browse(async (connection) => taken((await letters(connection, o)).rows))
    expect(ids).toEqual(evens(o.of))
    for (const batch of batches) {
      const bytes = batch.map((row) => Buffer.byteLength(JSON.stringify(row)))
      const allButLast = bytes.slice(0, -1).reduce((sum, each) => sum + each, 0)
      expect(allButLast).toBeLessThan(2_000_000)
      expect(batch.length).toBeLessThanOrEqual(4_000)
    }
  })

  test('a limit beyond one piece gives one row more than it, a last id begins after it', async () => {
    const { app } = agency.app({ as: manager })
    await app.browse(async (connection) => {
      const { ids } = await taken((await letters(connection, { of: 9_000, long: 10, limit: 2_500 })).rows)
      expect(ids.slice(0, 2_501)).toEqual(evens(2_501))
      const later = await taken((await letters(connection, { of: 9_000, long: 10, limit: 3, after: 100 })).rows)
      expect(later.ids).toEqual(evens(4, 100))
    })
  })
})

describe('a connection that is let go', () => {
  const pid = async (connection: Connection) =>
    (await connection.query<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]?.pid
  const open = async () => {
    const [row] = await watcher`select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and application_name = 'epic-events'`
    return row.n as number
  }

  test('between two statements → the next one connects again; without it they share one', async () => {
    const { app } = agency.app({ as: manager })
    await app.browse(async (connection) => {
      const first = await pid(connection)
      expect(await pid(connection)).toBe(first)
      expect(await app.letGo()).toBe(true)
      while ((await open()) > 0) await Bun.sleep(5)
      const second = await pid(connection)
      expect(second).not.toBe(first)
      expect((await connection.query<{ uid: number }>(sql`select epic_events.uid() as uid`))[0]?.uid).toBe(manager.id)
    })
    while ((await open()) > 0) await Bun.sleep(5)
  })

  test('while a statement is under way → it is answered first', async () => {
    const { app } = agency.app({ as: manager })
    await app.browse(async (connection) => {
      const asked = connection.query<{ one: number }>(sql`select 1 as one from pg_sleep(0.2)`)
      const gone = app.letGo()
      expect(await asked).toEqual([{ one: 1 }])
      expect(await gone).toBe(true)
    })
  })

  test('a statement given up for the sake of another is repeated, and its rows come once', async () => {
    await watcher`create sequence public.tries`
    await watcher`grant usage on sequence public.tries to public`
    await watcher.unsafe(`create function public.second_time() returns integer language plpgsql as $$
      begin if nextval('public.tries') = 1 then raise sqlstate '40001'; end if; return 7; end $$`)
    const { app } = agency.app({ as: manager })
    await app.browse(async (connection) => {
      expect(await connection.query<{ seven: number }>(sql`select public.second_time() as seven`)).toEqual([
        { seven: 7 },
      ])
    })
  })

  test('a statement that fails → its own error, and the next one works', async () => {
    const { app } = agency.app({ as: manager })
    await app.browse(async (connection) => {
      const failed = await connection.query(sql`select 1 / 0`).catch((error: unknown) => error)
      expect(failed).toMatchObject({ code: '22012' })
      expect(await connection.query<{ one: number }>(sql`select 1 as one`)).toEqual([{ one: 1 }])
    })
  })
})

test('a number alone: no row is made on the server', async () => {
  const { app } = agency.app({ as: manager })
  const counted = await app.browse((connection) =>
    page<Letter>(connection, 'client:list', {
      ...{ limit: 50, after: 0, count: true, only: 'count' },
      // A row could not even be made.
      columns: sql`w.id, (1 / (w.id - w.id))::text as text`,
      from: sql`(select n as id from generate_series(1, 7) n) w`,
      alias: 'w',
      where: sql`true`,
    }),
  )
  expect(counted.total).toBe(7)
  expect((await taken(counted.rows)).batches).toEqual([])
})
