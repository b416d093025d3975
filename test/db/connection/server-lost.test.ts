import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type postgres from 'postgres'
import { ConnectionLost, failureOf, openServer } from '../../../src/db/connection/server.ts'
import { parseDatabaseUrl } from '../../../src/db/connection/url.ts'
import { Exit, Unavailable } from '../../../src/errors.ts'
import { freePort } from '../../support/postgres.ts'
import { database, failing, one, proxy, query, server, t, urlOf } from '../../support/server-runs.ts'

setDefaultTimeout(60_000)

beforeAll(() => database.run('create table if not exists note (id int primary key, body text)'))

describe('a connection lost on the way', () => {
  const kill = (pid: number): Promise<unknown> => database.run(`select pg_terminate_backend(${pid})`)
  const pidOf = async (sql: postgres.Sql | postgres.TransactionSql): Promise<number> =>
    Number((await sql`select pg_backend_pid() as pid`)[0]?.['pid'])

  test('the backend is killed in mid-query', async () => {
    const { error, ms } = await failing(
      query(urlOf([server]), async (sql) => {
        const pid = await pidOf(sql)
        setTimeout(() => void kill(pid), 100)
        return sql`select pg_sleep(20)`
      }),
    )
    expect(error).toBeInstanceOf(ConnectionLost)
    expect(error).toMatchObject({ sent: true, exit: Exit.unavailable })
    expect(ms).toBeLessThan(3000)
  })

  test('the backend is killed inside a transaction (porsager/postgres#1066)', async () => {
    const { error } = await failing(
      query(urlOf([server]), (sql) =>
        sql.begin(async (connection) => {
          const pid = await pidOf(connection)
          setTimeout(() => void kill(pid), 100)
          await connection`insert into note values (1, 'lost')`
          return connection`select pg_sleep(20)`
        }),
      ),
    )
    expect(error).toMatchObject({ name: 'ConnectionLost', sent: true })
    await Bun.sleep(50)
    expect((await database.run('select count(*)::int as n from note where id = 1'))[0]?.['n']).toBe(0)
  })

  test('killed between two statements: nothing was sent', async () => {
    const { error } = await failing(
      query(urlOf([server]), (sql) =>
        sql.begin(async (connection) => {
          await kill(await pidOf(connection))
          await Bun.sleep(100)
          return connection`select 1`
        }),
      ),
    )
    expect(error).toMatchObject({ name: 'ConnectionLost', sent: false })
  })

  test('the answer to COMMIT is lost: sent, and it took effect', async () => {
    for (const [id, cut] of [
      [2, true],
      [3, false],
    ] as const) {
      const between = await proxy()
      between.swallowAnswerAfter('commit', { cut })
      const { error, ms } = await failing(
        query(
          urlOf([between]),
          (sql) => sql.begin((connection) => connection`insert into note values (${id}, 'kept')`),
          {
            options: { statementDeadlineMs: 800 },
          },
        ),
      )
      expect(error).toMatchObject({ name: 'ConnectionLost', sent: true })
      expect(ms).toBeLessThan(2000)
      expect((await database.run(`select count(*)::int as n from note where id = ${id}`))[0]?.['n']).toBe(1)
    }
  })

  test('a server that falls silent after it signed us in', async () => {
    const between = await proxy()
    const { said, error } = await failing(
      query(
        urlOf([between]),
        async (sql) => {
          await one(sql)
          between.silence()
          return sql`select ${2}::int as two`
        },
        { options: { statementDeadlineMs: 500 } },
      ),
    )
    expect(error).toMatchObject({ sent: true })
    expect(said).toBe(t.server.silent({ at: `127.0.0.1:${between.port}`, seconds: '0.5' }))
  })

  test('silence is measured while an answer is owed, not while we think or rows flow', async () => {
    const rows = await query(
      urlOf([server]),
      async (sql) => {
        await one(sql)
        await Bun.sleep(500)
        let count = 0
        for await (const part of sql`select * from generate_series(1, 6)`.cursor(2)) {
          count += part.length
          await Bun.sleep(400)
        }
        await Promise.all([sql`select 1`, sql`select ${2}::int`, sql`select 3`, one(sql)])
        await Bun.sleep(400)
        return count
      },
      { options: { statementDeadlineMs: 300 } },
    )
    expect(rows).toBe(6)
  })

  test('who goes on after a failure hears of it, every time', async () => {
    const port = await freePort()
    const client = openServer(parseDatabaseUrl(urlOf([{ port }])), {}, { now: () => performance.now() })
    for (let time = 0; time < 3; time += 1) {
      const error = await client.sql`select ${'canary'}::text`.catch((reason: unknown) => reason)
      const failure = failureOf(client, error)
      expect(failure).toBeInstanceOf(Unavailable)
      // The driver hangs them on errors as hidden properties.
      const hidden = Object.getOwnPropertyDescriptors(failure as object)
      expect(Bun.inspect(hidden, { depth: 9 })).not.toContain('canary')
    }
    await client.close()
  })

  test('an error of the work itself stays what it is', async () => {
    const bug = new RangeError('mine')
    await expect(query(urlOf([server]), () => Promise.reject(bug))).rejects.toBe(bug)
    const wrong = query(urlOf([server]), (sql) => sql`select 1/0`)
    await expect(wrong).rejects.toMatchObject({ code: '22012' })
  })
})
