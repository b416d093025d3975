/** Before the embedded database is migrated it is copied, so that the program of before still has its data. */
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { keepEarlier } from '../../../src/db/embedded/earlier.ts'
import { databaseIn } from '../../../src/db/embedded/folder.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { migrations } from '../../../src/db/migrations.ts'
import { openAgency } from '../../support/agency.ts'
import { freshEmbedded } from '../../support/embedded.ts'

setDefaultTimeout(120_000)

const remove: (() => unknown)[] = []
afterEach(async () => {
  for (const one of remove.splice(0).reverse()) await one()
})

const companies = 'select name from epic_events.company order by id'

test('the copy of an open database holds what was committed, and opens in its place', async () => {
  const made = await freshEmbedded()
  remove.push(made.remove)
  const first = await made.open()
  const sql = first.sql({})
  await sql`insert into epic_events.company (name) values ('Before')`
  await sql`checkpoint`
  const copy = await keepEarlier(made.folder, 11)
  await sql`insert into epic_events.company (name) values ('After')`
  await first.close()
  expect(copy).toBe(join(made.folder, 'database.before-11'))

  rmSync(databaseIn(made.folder), { recursive: true })
  renameSync(copy, databaseIn(made.folder))
  const second = await made.open()
  expect((await second.sql({}).unsafe(companies)).map((row) => row['name'])).toEqual(['Before'])
  await second.close()
})

test('the last two copies stay, and one that was broken off does not count', async () => {
  const made = await freshEmbedded()
  remove.push(made.remove)
  for (const schema of [7, 8, 9, 10, 10]) await keepEarlier(made.folder, schema)
  const copies = readdirSync(made.folder).filter((name) => name.startsWith('database.'))
  expect(copies.sort()).toEqual(['database.before-10', 'database.before-9'])
})

test('db-create on a database that is up to date → no copy', async () => {
  const agency = await openAgency('embedded')
  remove.push(() => agency.close())
  const { code, stderr } = await agency.run(['db-create'])
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining('database.before') })
})

test('a schema that asks for a later program → 7, and nothing is touched', async () => {
  const made = await freshEmbedded()
  remove.push(made.remove)
  const database = await made.open()
  const sql = database.sql({})
  const [meta] = await sql<{ oldest: number }[]>`select oldest_binary as oldest from epic_events.meta`
  const earlier = migrations().slice(0, (meta?.oldest ?? 0) - 1)
  await expect(migrate(sql, earlier)).rejects.toThrow()
  await database.close()
  expect(existsSync(databaseIn(made.folder))).toBe(true)
})
