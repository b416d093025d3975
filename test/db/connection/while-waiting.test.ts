/** What takes long is done while the answer of the server is being waited for, and before a write. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { Unavailable } from '../../../src/errors.ts'
import { type Agency, openAgency, type Person } from '../../support/agency.ts'

setDefaultTimeout(60_000)

let agency: Agency
let anna: Person

beforeAll(async () => {
  agency = await openAgency('server')
  anna = await agency.person('commercial')
})
afterAll(() => agency.close())

/** An app that connects by itself, and the order in which things happen. */
function watched() {
  const { app } = agency.app({ as: anna, env: { DATABASE_URL: agency.url ?? '' } })
  const events: string[] = []
  const ask = (o: { writes: boolean }) =>
    app.connect(async (connection) => {
      events.push('asked')
      await connection.query(sql`select pg_sleep(0.3)`)
      events.push('answered')
    }, o)
  return { app, events, ask }
}

test('a read → after the statement was sent and before its answer, once', async () => {
  const { app, events, ask } = watched()
  app.whileWaiting(() => void events.push('done'))
  await ask({ writes: false })
  expect(events).toEqual(['asked', 'done', 'answered'])
  await ask({ writes: false })
  expect(events).toHaveLength(5)
  await app.close()
})

test('a read → an error of it changes nothing', async () => {
  const { app, events, ask } = watched()
  app.whileWaiting(() => {
    throw new Unavailable(() => 'unknown')
  })
  await ask({ writes: false })
  expect(events).toEqual(['asked', 'answered'])
  await app.close()
})

test('a write → before it is sent, and an error of it keeps it from being sent', async () => {
  const { app, events, ask } = watched()
  app.whileWaiting(() => void events.push('done'))
  await ask({ writes: true })
  expect(events).toEqual(['done', 'asked', 'answered'])
  app.whileWaiting(() => {
    throw new Unavailable(() => 'unknown')
  })
  const refused = await ask({ writes: true }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Unavailable)
  expect(events).toHaveLength(3)
  await app.close()
})
