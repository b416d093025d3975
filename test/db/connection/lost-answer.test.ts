/** A connection that is lost after a write was sent: the program asks what became of it and says so; it never repeats blindly. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { Exit } from '../../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../../support/agency.ts'
import { startProxy, type TcpProxy } from '../../support/proxy.ts'

setDefaultTimeout(60_000)

let agency: Agency
let seller: Person
let proxy: TcpProxy
const through = () => {
  const url = new URL(agency.url ?? '')
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  return { DATABASE_URL: String(url) }
}

beforeAll(async () => {
  agency = await openAgency('server')
  seller = await agency.person('commercial')
  const { hostname, port } = new URL(agency.url ?? '')
  proxy = await startProxy({ host: hostname, port: Number(port) })
  await agency.json(['client', 'create', '-n', 'Anne', '-e', 'anne@client.fr'], { as: seller })
})

afterAll(async () => {
  await proxy.stop()
  await agency.close()
})

const versionOf = async () => (await agency.json<{ version: number }>(['client', 'view', '1'], { as: seller })).version

test('the answer is swallowed and the line cut: the change is there, and said to be', async () => {
  const before = await versionOf()
  // The values travel with the second message of the statement.
  proxy.swallowAnswerAfter('+33612345678', { cut: true })
  const { code, stdout, stderr } = await agency.run(['client', 'update', '1', '--phone', '06 12 34 56 78'], {
    as: seller,
    env: through(),
  })
  expect(code).toBe(Exit.unavailable)
  expect(stdout).toBe('')
  expect(stderr).toContain('but the change was saved.')
  expect(await versionOf()).toBe(before + 1)
})

test('the line is cut while a row is locked elsewhere: the answer waits for the outcome', async () => {
  const before = await versionOf()
  const blocked = Promise.withResolvers<void>()
  const free = Promise.withResolvers<void>()
  const holding = agency.owner(async (sql) =>
    sql.begin(async (connection) => {
      await connection`select 1 from epic_events.client where id = 1 for update`
      blocked.resolve()
      await free.promise
    }),
  )
  await blocked.promise
  proxy.swallowAnswerAfter('+33699999999')
  const running = agency.run(['client', 'update', '1', '--phone', '06 99 99 99 99'], { as: seller, env: through() })
  await waiting()
  proxy.cut()
  await Bun.sleep(500)
  free.resolve()
  await holding
  const { code, stderr } = await running
  expect(code).toBe(Exit.unavailable)
  const now = await versionOf()
  expect(stderr).toContain(now === before ? 'and the change was not saved' : 'but the change was saved.')
})

/** Until the update waits for the row. */
async function waiting(): Promise<void> {
  for (let round = 0; round < 200; round++) {
    const [found] = await agency.owner(
      (sql) => sql<{ n: number }[]>`select count(*)::integer as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((found?.n ?? 0) > 0) return
    await Bun.sleep(20)
  }
  throw new Error('the update never waited for the row')
}

test('a read that loses its line is told as lost, nothing more', async () => {
  proxy.swallowAnswerAfter('epic_events_api.client c', { cut: true })
  const { code, stderr } = await agency.run(['client', 'view', '1'], { as: seller, env: through() })
  expect(code).toBe(Exit.unavailable)
  expect(stderr).not.toContain('saved')
})
