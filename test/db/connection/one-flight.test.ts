/** Statements with parameters in one round trip, on every kind of database; what the driver is told must not change what it does. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import type postgres from 'postgres'
import { type Database, server } from '../../../src/db/connection/connect.ts'
import { parseDatabaseUrl } from '../../../src/db/connection/url.ts'
import { type Pool, startPool } from '../../support/pool.ts'
import { freshDatabase, type TestDatabase, testServer } from '../../support/postgres.ts'
import { startProxy } from '../../support/proxy.ts'
import { sharedAgency } from '../../support/shared.ts'

setDefaultTimeout(60_000)

let database: TestDatabase
let pool: Pool
const homes: { [kind: string]: Database } = {}
const home = (url: string, pooler = false) => server(parseDatabaseUrl(url), { pooler, now: () => performance.now() })

beforeAll(async () => {
  database = await freshDatabase()
  pool = await startPool({ port: (await testServer()).port, user: 'postgres', database: database.name })
  homes['server'] = home(database.url())
  homes['pool'] = home(`postgres://postgres@127.0.0.1:${pool.port}/${database.name}`, true)
  homes['embedded'] = (await sharedAgency('embedded')).home
}, 120_000)
afterAll(async () => {
  await pool?.stop()
  await database?.drop()
})

/** Runs work on a connection of its own. */
const on = <T>(kind: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
  const of = homes[kind]
  if (!of) throw new Error(kind)
  return of.use({ TimeZone: 'UTC' }, work)
}
/** The SQLSTATE that a statement fails with. */
const stateOf = (statement: Promise<unknown>): Promise<unknown> =>
  statement.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? error,
  )

const long = 'é'.repeat(100_000)
/** Type, value, and how PostgreSQL writes what it has read. */
const values: [type: string, value: unknown, text: string | null][] = [
  ['text', `it's "quoted" \\ and $1`, `it's "quoted" \\ and $1`],
  ['text', '', ''],
  ['text', long, long],
  ['text', null, null],
  ['integer', null, null],
  ['integer', 7, '7'],
  ['smallint', '7', '7'],
  ['numeric', '12345678901234567.89', '12345678901234567.89'],
  ['numeric', 0.1, '0.1'],
  ['bigint', 9007199254740993n, '9007199254740993'],
  ['boolean', true, 'true'],
  ['boolean', false, 'false'],
  ['boolean', 'yes', 'true'],
  ['date', '2027-06-12', '2027-06-12'],
  ['date', '0044-03-15 BC', '0044-03-15 BC'],
  ['timestamptz', '2027-06-12 10:00:00.123456+02', '2027-06-12 08:00:00.123456+00'],
  ['timestamptz', 'infinity', 'infinity'],
  ['timestamptz', new Date('2027-06-12T08:00:00.123Z'), '2027-06-12 08:00:00.123+00'],
  ['timestamp', '2027-06-12 10:00', '2027-06-12 10:00:00'],
  ['bytea', Buffer.from([0, 255, 92, 39]), '\\x00ff5c27'],
  ['bytea', new Uint8Array(0), '\\x'],
  ['jsonb', '{"a": "b"}', '{"a": "b"}'],
  ['integer[]', '{1,2,NULL}', '{1,2,NULL}'],
  ['text[]', '{"a,b",c}', '{"a,b",c}'],
  ['uuid', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001'],
]

describe.each(['server', 'pool', 'embedded'])('%s', (kind) => {
  test('each value arrives as it is', async () => {
    await on(kind, async (sql) => {
      for (const [type, value, text] of values) {
        const [row] = await sql.unsafe(`select ($1::${type})::text as text`, [value as never])
        expect([type, row?.['text']]).toEqual([type, text])
      }
    })
  })

  test('values that the driver writes by a type of its own', async () => {
    const [row] = await on(
      kind,
      (sql) => sql`select ${sql.json({ a: ["'", null] })}::jsonb::text as json, ${sql.typed('{1,2}', 1007)} as list`,
    )
    expect(row?.['json']).toBe(`{"a": ["'", null]}`)
    expect(row?.['list']).toEqual('{1,2}')
  })

  test('what comes back is read by its type', async () => {
    const [row] = await on(
      kind,
      (sql) => sql`select ${1}::integer as one, ${'2027-06-12T08:00:00Z'}::timestamptz as at, ${true} as is`,
    )
    expect(row).toEqual({ one: 1, at: new Date('2027-06-12T08:00:00Z'), is: true } as never)
  })

  test('a statement that the server does not understand is refused for its own reason, each time', async () => {
    const missing = (sql: postgres.Sql) =>
      mayFail(sql, (inside) => inside.unsafe('select * from nothing where $1', ['t']))
    await on(kind, async (sql) => {
      expect([await missing(sql), await missing(sql)]).toEqual(['42P01', '42P01'])
      expect(await sql`select ${1}::integer as one`).toEqual([{ one: 1 }] as never)
    })
  })

  test('a statement that was refused works once it can', async () => {
    const name = `later_${kind}`
    const read = (sql: postgres.Sql) => sql.unsafe(`select n from ${name} where n > $1`, [1])
    await on(kind, async (sql) => {
      expect(await mayFail(sql, read)).toBe('42P01')
      await sql.unsafe(`create temporary table ${name} as select generate_series(1, 3) as n`)
      expect(await read(sql)).toEqual([{ n: 2 }, { n: 3 }] as never)
      expect(await read(sql)).toEqual([{ n: 2 }, { n: 3 }] as never)
      await sql.unsafe(`drop table ${name}`)
    })
  })

  test('a value that its type does not read is refused, and the next one is read', async () => {
    const cast = (value: string) => (sql: postgres.Sql) => sql.unsafe('select $1::integer as n', [value])
    await on(kind, async (sql) => {
      for (const value of ['x', 'y']) expect(await mayFail(sql, cast(value))).toBe('22P02')
      expect(await cast('5')(sql)).toEqual([{ n: 5 }] as never)
    })
  })

  test('too few values', async () => {
    await on(kind, async (sql) => {
      expect(await mayFail(sql, (inside) => inside.unsafe('select $1::text, $2::text', ['one']))).toBe('08P01')
      expect(await sql`select ${1}::integer as one`).toEqual([{ one: 1 }] as never)
    })
  })

  test('in a failed transaction a statement is refused, and works after it', async () => {
    const add = (sql: postgres.Sql | postgres.TransactionSql) => sql.unsafe('select $1::integer + 1 as n', [1])
    await on(kind, async (sql) => {
      const states: unknown[] = []
      const failed = mayFail(sql, async (inside) => {
        states.push(await stateOf(inside.unsafe('select $1::integer', ['x'])))
        // The savepoint or transaction is over now, and whatever follows in it is refused.
        states.push(await stateOf(add(inside)))
        throw new Error('done')
      })
      await failed
      expect(states).toEqual(['22P02', '25P02'])
      expect(await add(sql)).toEqual([{ n: 2 }] as never)
      expect(await add(sql)).toEqual([{ n: 2 }] as never)
    })
  })

  test('a value that cannot be written is refused by the driver, and nothing is lost', async () => {
    await on(kind, async (sql) => {
      const failed = mayFail(sql, (inside) => inside.unsafe('select $1::timestamptz', [new Date(Number.NaN)]))
      expect(await failed).toBeInstanceOf(RangeError)
      expect(await sql`select ${1}::integer as one`).toEqual([{ one: 1 }] as never)
    })
  })

  test('several at once are answered in their order', async () => {
    const answers = await on(kind, (sql) =>
      Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          n % 3 === 0
            ? sql`select 0 as n, now() is null as never`.then(([row]) => row?.['n'])
            : sql`select ${n}::integer as n`.then(([row]) => row?.['n']),
        ),
      ),
    )
    expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => (n % 3 === 0 ? 0 : n)))
  })

  test('a long answer, and a cursor', async () => {
    await on(kind, async (sql) => {
      const rows = await sql`select n, repeat('x', 100) as x from generate_series(1, ${20_000}::integer) n`
      expect([rows.length, rows.at(-1)?.['n']]).toEqual([20_000, 20_000])
      const read: unknown[] = []
      for await (const part of sql`select n from generate_series(1, ${5}::integer) n`.cursor(2))
        read.push(...part.map((row) => row['n']))
      expect(read).toEqual([1, 2, 3, 4, 5])
    })
  })

  test('a description that nothing follows is the server’s', async () => {
    const { types, columns } = await on(kind, (sql) => sql`select ${1}::integer as n, ${'x'}::text as t`.describe())
    expect(types).toEqual([23, 25])
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['n', 23],
      ['t', 25],
    ])
  })
})

/** What work fails with, in a transaction or savepoint of its own. */
function mayFail(sql: postgres.Sql, work: (inside: postgres.Sql) => Promise<unknown>): Promise<unknown> {
  return stateOf(sql.begin((inside) => work(inside as unknown as postgres.Sql)))
}

test('each costs one round trip, the first time and later, refused or not', async () => {
  const proxy = await startProxy({ host: '127.0.0.1', port: (await testServer()).port })
  const url = new URL(database.url())
  url.port = `${proxy.port}`
  await home(`${url}`).use({}, async (sql) => {
    await sql`select 1`
    const costs = async (statement: () => PromiseLike<unknown>) => {
      proxy.resetCount()
      await Promise.resolve(statement()).catch(() => {})
      return proxy.roundTrips()
    }
    const read = () => sql.unsafe('select $1::integer', [1])
    const missing = () => sql.unsafe('select * from nothing where $1', ['t'])
    expect([await costs(read), await costs(read), await costs(missing), await costs(missing)]).toEqual([1, 1, 1, 1])
  })
  await proxy.stop()
})

test('an answer that comes byte by byte', async () => {
  const { port } = await testServer()
  const slow = Bun.listen<{ up?: Socket }>({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      open: (socket) => {
        let last = Promise.resolve()
        socket.data = {
          up: connect(port, '127.0.0.1').on('data', (chunk: Buffer) => {
            for (const byte of chunk)
              last = last.then(async () => {
                socket.write(Buffer.from([byte]))
                socket.flush()
                await new Promise(setImmediate)
              })
          }),
        }
      },
      data: (socket, chunk) => void socket.data.up?.write(chunk),
      close: (socket) => void socket.data.up?.destroy(),
    },
  })
  const url = new URL(database.url())
  url.port = `${slow.port}`
  const rows = await home(`${url}`).use({}, async (sql) => {
    const [one] = await sql`select ${'é'}::text as a, ${2}::integer as b`
    const refused = await stateOf(sql`select * from nothing where ${true}`)
    const [two] = await sql`select ${'é'}::text as a, ${2}::integer as b`
    return [one, refused, two]
  })
  slow.stop(true)
  expect(rows).toEqual([{ a: 'é', b: 2 }, '42P01', { a: 'é', b: 2 }])
})
