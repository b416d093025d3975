/** The rows of a long list: they come by column where that is known to be possible, and are the same. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { inPieces } from '../../src/db/page.ts'
import { read } from '../../src/db/statement.ts'
import { type Agency, openAgency, type Person } from '../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let manager: Person
beforeAll(async () => {
  agency = await openAgency('server')
  manager = await agency.person('management')
})
afterAll(() => agency?.close())

const mostBytes = 2_000_000

test('by column and by row → the same rows, whatever they hold', async () => {
  const rows = sql`select n as id, n % 2 = 0 as yes, n * 1000000000000::bigint as large, n / 3.0 as part, nullif(n, 2) as maybe,
      null::text as nothing, repeat('"\\\u00e9,' || chr(10), n) as text, timestamptz '2026-06-12 12:00:00.123456+02' - n * interval '1 day' as at, 'infinity'::timestamptz as never,
      array['a', null, 'b"'] as words, jsonb_build_object('x', n) as object, '' as "empty one"
    from generate_series(1, 5) n order by n desc`
  const { app } = agency.app({ as: manager })
  const shape = { names: 'id yes large part maybe nothing text at never words object'.split(' '), long: ['text'] }
  await app.connect(async (connection) => {
    const plain = await read<Record<string, unknown>>(connection, 'client:list', rows)
    const byRow = await read(connection, 'client:list', rows, { mostBytes })
    const byColumn = await read(connection, 'client:list', rows, {
      mostBytes,
      shape: { ...shape, names: [...shape.names, 'empty one'] },
    })
    expect(plain.rows).toHaveLength(5)
    expect(byRow).toEqual(plain)
    expect(byColumn).toEqual(plain)
    const none = sql`select * from (${rows}) none where false`
    expect((await read(connection, 'client:list', none, { mostBytes, shape })).rows).toEqual([])
  })
})

test('long values that are too many bytes → fewer rows, and the list goes on behind them', async () => {
  const rows = sql`select n as id, repeat('x', 500000) as text from generate_series(1, 10) n`
  const { app } = agency.app({ as: manager })
  const found = await app.connect((connection) =>
    read<{ id: number }>(connection, 'client:list', rows, {
      mostBytes,
      shape: { names: ['id', 'text'], long: ['text'] },
    }),
  )
  expect(found.rows.map(({ id }) => id)).toEqual([1, 2, 3, 4])
  expect(found.cut).toBe(true)
})

test('events with long notes → all of them come', async () => {
  const seller = await agency.person('commercial')
  await agency.owner(async (owner) => {
    await owner`insert into epic_events.client (full_name, email, commercial_id) values ('Anne', 'anne@client.example', ${seller.id})`
    await owner`insert into epic_events.contract (client_id, total_amount, is_signed) values (1, 10, true)`
    await owner`insert into epic_events.event (contract_id, title, full_address, start_date, end_date, notes)
      select 1, 'Gala ' || n, 'Lyon', now(), now() + interval '1 hour', case when n > 1200 then repeat('é', 3000) || n end from generate_series(1, 3000) n`
  })
  const events = await agency.json<{ id: number; title: string; notes: string | null }[]>(
    ['event', 'list', '--limit', '0'],
    { as: manager },
  )
  expect(events.map(({ title }) => title)).toEqual(Array.from({ length: 3000 }, (_, n) => `Gala ${n + 1}`))
  expect(events.filter(({ notes }) => notes === null)).toHaveLength(1200)
  expect(events.slice(1200).every(({ notes, title }) => notes === 'é'.repeat(3000) + title.slice(5))).toBe(true)
})

test('the next piece is asked for before this one is read; if it fails, that is told when its turn has come', async () => {
  const asked: unknown[] = []
  const { rows } = await inPieces({
    limit: 0,
    place: (row: number) => row,
    fetch: async ({ behind, size }) => {
      asked.push(behind)
      if (behind === 3_000) throw new Error('gone')
      const first = (behind ?? 0) + 1
      return {
        about: undefined,
        currentUser: {} as never,
        rows: Array.from({ length: size }, (_, at) => first + at),
        cut: false,
      }
    },
  })
  const read: number[] = []
  const reading = (async () => {
    for await (const batch of rows) {
      read.push(batch.length)
      await Bun.sleep(1)
      expect(asked).toHaveLength(read.length + 1)
    }
  })()
  expect(await reading.catch(String)).toBe('Error: gone')
  expect(read).toEqual([1_000, 2_000])
})
