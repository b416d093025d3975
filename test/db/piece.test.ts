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
  const shape = {
    rows,
    names: 'id yes large part maybe nothing text at never words object'.split(' '),
    long: ['text'],
    lookups: {},
    place: ['id'],
  }
  await app.connect(async (connection) => {
    const plain = await read<Record<string, unknown>>(connection, 'client:list', rows)
    const byRow = await read(connection, 'client:list', rows, { mostBytes })
    const byColumn = await read(connection, 'client:list', rows, {
      mostBytes,
      shape: { ...shape, names: [...shape.names, 'empty one'] },
    })
    expect(plain.rows).toHaveLength(5)
    expect(byRow).toEqual(plain)
    expect(byColumn).toEqual({ ...plain, last: { id: 1 } as never })
    const none = sql`select * from (${rows}) none where false`
    expect((await read(connection, 'client:list', none, { mostBytes, shape: { ...shape, rows: none } })).rows).toEqual(
      [],
    )
  })
})

test('long values that are too many bytes → fewer rows, and the list goes on behind them', async () => {
  const rows = sql`select n as id, repeat('x', 500000) as text from generate_series(1, 10) n`
  const { app } = agency.app({ as: manager })
  const found = await app.connect((connection) =>
    read<{ id: number }>(connection, 'client:list', rows, {
      mostBytes,
      shape: { rows, names: ['id', 'text'], long: ['text'], lookups: {}, place: ['id'] },
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

test('what rows say of other records → the same in a piece as on a page, also where one is hidden or there is none', async () => {
  const [seller, other] = [await agency.person('commercial'), await agency.person('commercial')]
  await agency.owner(async (owner) => {
    await owner`insert into epic_events.company (name) select 'Company ' || n from generate_series(1, 400) n`
    await owner`insert into epic_events.client (full_name, email, company_id, commercial_id)
      select 'Client ' || n, 'c' || n || '@client.example', (select min(id) from epic_events.company) + nullif(n % 401, 400),
        case when n % 5 = 0 then ${other.id}::integer else ${seller.id}::integer end from generate_series(1, 2200) n`
    await owner`insert into epic_events.contract (client_id, total_amount, is_signed)
      select id, 10, true from epic_events.client where full_name like 'Client %' order by id desc`
  })
  await agency.json(['role', 'create', '-n', 'events only'], { as: manager })
  await agency.json(['role', 'grant', 'events only', 'event:list', 'client:list'], { as: manager })
  const people = [manager, await agency.person('events only')]
  for (const as of people)
    for (const list of [
      ['client'],
      ['contract'],
      ['event'],
      ['client', '--sort', 'name'],
      ['event', '--sort', 'start'],
    ]) {
      const [noun = '', ...more] = list
      const whole = await agency.run([noun, 'list', '--limit', '0', '--json', ...more], { as })
      const code = as === people[1] && noun === 'contract' ? 5 : 0
      expect({ list, code: whole.code, rows: whole.stdout.length > 100_000 }).toEqual({ list, code, rows: code === 0 })
      if (code !== 0) continue
      // The first thousand come row by row, and so do those of a page.
      const rows = JSON.parse(whole.stdout) as { id: number }[]
      for (let at = 999; at < rows.length; at += 999) {
        const after = ['--after', String(rows[at - 1]?.id)]
        const some = await agency.json([noun, 'list', '--limit', '999', ...after, ...more], { as })
        expect(rows.slice(at, at + 999)).toEqual(some as never)
      }
    }
}, 180_000)

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
        held: size,
        last: first + size - 1,
        rows: Array.from({ length: size }, (_, at) => first + at),
        cut: false,
      }
    },
  })
  let read = 0
  const reading = (async () => {
    for await (const batch of rows) {
      read += batch.length
      await Bun.sleep(1)
      expect(asked).toHaveLength(read <= 1_000 ? 2 : 3)
    }
  })()
  expect(await reading.catch(String)).toBe('Error: gone')
  expect(read).toBe(3_000)
})
