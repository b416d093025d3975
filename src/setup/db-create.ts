import { command } from '../command/command.ts'
import { txOf } from '../db/connection/connect.ts'
import { trust } from '../db/trust.ts'
import { schemaVersion } from '../db/version.ts'
import { columnsOf } from '../field/attribute.ts'
import { asOwner, requireExplicitDatabase } from './owner.ts'
import * as store from './store.ts'

const columns = columnsOf('setup', {
  database: { kind: 'text' },
  migrations_applied: { kind: 'count' },
  schema_version: { kind: 'count' },
  trust: { kind: 'text' },
  login: { kind: 'text' },
  // A person gets the SQL below the card, in a form that can be piped into psql.
  weak_login_sql: { kind: 'lines', audience: 'program' },
})

/** A login role that can become `epic_events_app` and nothing else. NOINHERIT: before it does, it can read nothing. */
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
    const { applied, anybody } = await asOwner(app, async (sql) => ({
      ...(await migrate(sql)),
      anybody: await store.anybody(sql),
    }))
    // The trust level is that of the everyday login, which may not be the owner's.
    const everyday = await app
      .connect((connection) => trust(connection), { signedIn: false })
      .catch(() => app.asOwner((connection) => trust(txOf(connection))))
    await out.success((t) => (applied === 0 ? t.setup.nothingToDo({ name }) : t.setup.created({ name, applied })))
    await out.record({
      title: (t) => t.setup.title,
      columns,
      row: {
        database: name,
        migrations_applied: applied,
        schema_version: schemaVersion,
        trust: everyday.level,
        login: everyday.login,
        weak_login_sql: kind === 'server' ? weakLogin : null,
      },
    })
    if (kind === 'server') {
      if (everyday.level === 'advisory') await out.note((t) => t.setup.advisory({ login: everyday.login }))
      await out.note((t) => t.setup.weakLogin)
      await out.text(weakLogin)
    }
    await out.hint(anybody ? ['login'] : kind === 'embedded' ? ['manager-create', 'demo'] : ['manager-create'])
  },
})
