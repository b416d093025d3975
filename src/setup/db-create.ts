import type postgres from 'postgres'
import type { App } from '../app.ts'
import { command } from '../command/command.ts'
import { connectionOf } from '../db/connection/connection-of.ts'
import { type Trust, trust } from '../db/trust.ts'
import { schemaVersion } from '../db/version.ts'
import { columnsOf } from '../field/attribute.ts'
import { asOwner, requireExplicitDatabase } from './owner.ts'
import * as store from './store.ts'

const columns = columnsOf('setup', {
  database: { kind: 'text' },
  migrations_applied: { kind: 'count' },
  schema_version: { kind: 'count' },
  trust: { kind: 'text', shown: ({ trust }, t) => t.setup.trustLevel[trust as Trust['level']] },
  login: { kind: 'text' },
  // A person gets the SQL below the card, in a form that can be piped into psql.
  weak_login_sql: { kind: 'lines', audience: 'program' },
})

/** SQL for a login role that may become `epic_events_app` and nothing else. With NOINHERIT it has no right before it does. */
const weakLogin = [
  "create role epic_events_login login noinherit password 'choose-a-password';",
  'grant epic_events_app to epic_events_login;',
].join('\n')

export default command({
  path: ['db-create'],
  access: 'public',
  async run({ app, out }) {
    requireExplicitDatabase(app, 'db-create')
    const { kind, name } = await app.adminDatabase()
    const { migrate } = await import('../db/migrate.ts')
    const { applied, anybody, copy } = await asOwner(app, async (sql) => {
      const copy = kind === 'embedded' ? await keepEarlierVersion(app, sql) : undefined
      const done = await migrate(sql)
      await store.nameInstallation(sql)
      return { ...done, anybody: await store.anybody(sql), copy }
    })
    // The trust level of the login that commands use, which may be another one than the owner's.
    const trusted = await app
      .connect((connection) => trust(connection), { signedIn: false })
      .catch(() => app.asOwner((connection) => trust(connectionOf(connection))))
    await out.success((t) => (applied === 0 ? t.setup.nothingToDo({ name }) : t.setup.created({ name, applied })))
    if (copy) await out.note((t) => t.setup.copied({ path: copy }))
    await out.record({
      title: (t) => t.setup.title,
      columns,
      row: {
        database: name,
        migrations_applied: applied,
        schema_version: schemaVersion,
        trust: trusted.level,
        login: trusted.login,
        weak_login_sql: kind === 'server' ? weakLogin : null,
      },
    })
    if (kind === 'server') {
      if (trusted.level === 'advisory') await out.note((t) => t.setup.advisory({ login: trusted.login }))
      await out.note((t) => t.setup.weakLogin)
      // Standard output, unchanged, because it is meant to be piped into psql.
      await out.text(weakLogin)
    }
    await out.hint(anybody ? ['login'] : kind === 'embedded' ? ['manager-create', 'demo'] : ['manager-create'])
  },
})

/** Copies the embedded database before it is migrated. @returns the path of the copy; undefined where nothing is to be migrated */
async function keepEarlierVersion(app: App, sql: postgres.Sql): Promise<string | undefined> {
  const { behind } = await import('../db/migrate.ts')
  const schema = await behind(sql)
  if (schema === undefined) return undefined
  // So that the files hold everything that was committed.
  await sql`checkpoint`
  const { keepEarlier } = await import('../db/embedded/earlier.ts')
  return keepEarlier(app.config.dataDir(), schema)
}
