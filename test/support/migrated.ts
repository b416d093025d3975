/** A migrated database on the shared server, to copy from: migrating takes longer than copying. */
import { server } from '../../src/db/connection/connect.ts'
import { parseDatabaseUrl } from '../../src/db/connection/url.ts'
import { migrate } from '../../src/db/migrate.ts'
import { migrations } from '../../src/db/migrations.ts'
import { onceAtATime, type TestServer, testServer } from './postgres.ts'

let template: Promise<string> | undefined

/** Makes the database unless another process of the run has made it, or an earlier one did on the server of `TEST_DATABASE_URL`. @returns its name */
export function migratedTemplate(): Promise<string> {
  template ??= onceAtATime('template', async () => {
    const on = await testServer()
    // Named after the migrations: in watch mode the server outlives a change of them.
    const hash = Bun.hash(
      migrations()
        .map((migration) => migration.hash)
        .join(),
    ).toString(16)
    const name = `template_${hash}`
    const [there] = await on.run('postgres', `select 1 from pg_database where datname = '${name}'`)
    if (there) return name
    const made = await migratedDatabase(on)
    await on.run('postgres', `alter database "${made}" rename to "${name}"`)
    return name
  })
  return template
}

/** A new database with all migrations, on any server. @returns its name */
export async function migratedDatabase(on: TestServer): Promise<string> {
  const made = await on.createDatabase()
  const database = server(parseDatabaseUrl(on.url(made)), { pooler: false, now: () => performance.now() })
  await database.use({}, migrate, { longRunning: true })
  return made
}
