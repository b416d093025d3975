import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Duplex } from 'node:stream'
import type postgres from 'postgres'
import { clientOf } from '../../../src/db/embedded/client.ts'
import { type Endpoint, endpoint } from '../../../src/db/embedded/endpoint.ts'
import { type Engine, startEngine } from '../../../src/db/embedded/engine.ts'
import { databaseIn } from '../../../src/db/embedded/folder.ts'
import { type FreshEmbedded, freshEmbedded, rejection } from '../../support/embedded.ts'

setDefaultTimeout(60_000)

let fresh: FreshEmbedded
let engine: Engine
let door: Endpoint
beforeAll(async () => {
  fresh = await freshEmbedded()
  engine = await startEngine(databaseIn(fresh.folder))
  door = endpoint(engine, { waitMs: 200 })
})
afterAll(async () => {
  await engine.close()
  await fresh.remove()
})

const app = { role: 'epic_events_app' }

async function use<T>(params: Record<string, string>, work: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const sql = clientOf(door, params)
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const identity = async (sql: postgres.Sql) => [
  ...(await sql<{ who: string; session: string; locks: number }[]>`
    select current_user as who, coalesce(current_setting('epic_events.session', true), '') as session,
      (select count(*)::integer from pg_locks where locktype = 'advisory') as locks`),
]

const clean = [{ who: 'postgres', session: '', locks: 0 }]

describe('start-up parameters', () => {
  test('are in force, also the role and the secret', async () => {
    const [row] = await use({ ...app, 'epic_events.session': 's3cret', statement_timeout: '8s' }, identity)
    expect(row).toMatchObject({ who: 'epic_events_app', session: 's3cret' })
  })

  test.each([`it's`, `a\\'b`, `\\`, `'; set role postgres; --`, `$$ "x" é 🎉`, `E'\\x27'`])(
    'a value is a value: %p',
    async (value) => {
      const [row] = await use({ ...app, 'epic_events.session': value }, identity)
      expect(row).toMatchObject({ who: 'epic_events_app', session: value })
    },
  )

  test('an unknown role, a wrong value and an unknown setting reach the client with their SQLSTATE', async () => {
    const ask = (params: Record<string, string>) => use(params, (sql) => sql`select 1`)
    expect(await rejection(ask({ role: 'nobody_at_all' }))).toMatchObject({ code: '22023' })
    expect(await rejection(ask({ statement_timeout: 'soon' }))).toMatchObject({ code: '22023' })
    expect(await rejection(ask({ no_such_setting: '1' }))).toMatchObject({ code: '42704' })
    expect(await use({}, identity)).toEqual(clean)
  })
})

describe('nothing remains of the client before', () => {
  const asApp = { ...app, 'epic_events.session': 'of-the-one-before' }

  test('after it ended', async () => {
    await use(asApp, async (sql) => {
      await sql`select pg_advisory_lock(7)`
      await sql`set search_path = pg_temp`
    })
    expect(await use({}, identity)).toEqual(clean)
  })

  test('after it died within a transaction', async () => {
    const raw = await startRaw(asApp)
    await raw.ask(simple('begin'))
    await raw.ask(simple('create temp table mine (x integer)'))
    await raw.ask(simple(`set local epic_events.session = 'deeper'`))
    raw.socket.destroy()
    expect(await use({}, identity)).toEqual(clean)
    expect(await use({}, (sql) => sql`select to_regclass('pg_temp.mine') as mine`)).toEqual([{ mine: null }] as never)
  })

  test('after an error in a transaction', async () => {
    const raw = await startRaw(asApp)
    await raw.ask(simple('begin'))
    expect(await raw.ask(simple('select 1/0'))).toContain('22012')
    raw.socket.destroy()
    expect(await use({}, identity)).toEqual(clean)
  })

  test('after an error that still waits for its Sync: statements would be skipped in silence', async () => {
    const raw = await startRaw(asApp)
    expect(await raw.ask(frame('P', 'bad\0select from nowhere_at_all\0\0\0'))).toContain('42P01')
    raw.socket.destroy()
    expect(await use({}, identity)).toEqual(clean)
  })

  test('after it changed its session authorization', async () => {
    await use({}, async (sql) => {
      await sql`set session authorization epic_events_app`
      await sql`select set_config('epic_events.session', 'sticky', false)`
    })
    expect(await use({}, identity)).toEqual(clean)
  })

  test('an engine that cannot be reset → accepts no client after the one that left something', async () => {
    const broken = endpoint({
      async exchange(message, receive) {
        const text = Buffer.from(message).toString('latin1')
        await engine.exchange(text.includes('reset all') ? simple('select 1/0') : message, receive)
      },
    })
    const first = clientOf(broken, {})
    await first`select 1`
    await first.end()
    const second = clientOf(broken, {})
    expect(await rejection(second`select 1`.execute())).toMatchObject({ code: 'XX000' })
    await second.end()
  })
})

describe('one client at a time', () => {
  test('the second client waits for the first, and does not see its identity', async () => {
    const first = clientOf(door, { ...app, 'epic_events.session': 'first' })
    await first`select 1`
    let answered = false
    const second = clientOf(door, {})
    const answer = identity(second).then((rows) => {
      answered = true
      return rows
    })
    await Bun.sleep(50)
    expect(answered).toBe(false)
    expect((await identity(first))[0]).toMatchObject({ who: 'epic_events_app', session: 'first' })
    await first.end()
    expect(await answer).toEqual(clean)
    await second.end()
  })

  test('a client that waits too long → 53300, and the next one is served', async () => {
    const first = clientOf(door, {})
    await first`select 1`
    expect(await rejection(use({}, (sql) => sql`select 1`))).toMatchObject({ code: '53300' })
    await first.end()
    expect(await use({}, identity)).toEqual(clean)
  })
})

describe('the protocol', () => {
  test('an error → keeps its code, its constraint and its detail, and the connection goes on', async () => {
    await use({}, async (sql) => {
      expect(
        await rejection(sql`insert into epic_events.company (id, name) values (-1, ${'x'.repeat(200)})`.execute()),
      ).toMatchObject({ code: '23514', constraint_name: 'company_name_length' })
      expect(await sql`select ${'still here'}::text as x`).toEqual([{ x: 'still here' }] as never)
    })
  })

  test('transactions, savepoints and a cursor', async () => {
    await use({}, async (sql) => {
      await sql.begin(async (connection) => {
        await connection`insert into epic_events.company (name) values ('kept')`
        await connection
          .savepoint(async (inner) => {
            await inner`insert into epic_events.company (name) values ('undone')`
            throw new Error('no')
          })
          .catch(() => {})
      })
      expect(await sql`select name from epic_events.company`).toEqual([{ name: 'kept' }] as never)
      let rows = 0
      for await (const part of sql`select generate_series(1, 1000)`.cursor(100)) rows += part.length
      expect(rows).toBe(1000)
    })
  })

  test('a message of a megabyte, in and out', async () => {
    const big = 'é'.repeat(1_000_000)
    const [row] = await use({}, (sql) => sql<{ x: string }[]>`select ${big}::text as x`)
    expect(row?.x === big).toBe(true)
  })

  test('a request for encryption → no, and the start-up goes on; a cancel request → the end', async () => {
    const socket = door.connect()
    const answers = listen(socket)
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))
    await Bun.sleep(5)
    expect(answers()).toBe('N')
    socket.destroy()

    const cancel = door.connect()
    const closed = new Promise((resolve) => cancel.once('close', resolve))
    cancel.write(Buffer.from([0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 1, 0, 0, 0, 1]))
    await closed
  })
})

/** A client that breaks the protocol in ways in which postgres.js does not. */
async function startRaw(params: Record<string, string>) {
  const socket = door.connect()
  const answers = listen(socket)
  const words = Object.entries({ user: 'x', ...params }).flatMap(([name, value]) => [`${name}\0`, `${value}\0`])
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), Buffer.from(`${words.join('')}\0`)])
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  const ask = async (message: Uint8Array) => {
    const before = answers().length
    socket.write(message)
    for (let i = 0; i < 200 && answers().length === before; i++) await Bun.sleep(2)
    return answers().slice(before)
  }
  expect(await ask(Buffer.concat([length, body]))).toContain('server_version')
  return { socket, ask }
}

function listen(socket: Duplex): () => string {
  let all = ''
  socket.on('data', (bytes: Buffer) => {
    all += bytes.toString('latin1')
  })
  socket.on('error', () => {})
  return () => all
}

function frame(type: string, body: string): Buffer {
  const bytes = Buffer.from(`${type}0000${body}`)
  bytes.writeInt32BE(body.length + 4, 1)
  return bytes
}

function simple(statement: string): Buffer {
  return frame('Q', `${statement}\0`)
}
