import { command } from '../command/command.ts'
import { settingNames } from '../config.ts'
import { type Trust, trust } from '../db/trust.ts'
import { columnsOf } from '../field/attribute.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { identity } from './identity.ts'

const columns = [...identity, ...columnsOf('auth', { database: { kind: 'text' }, permissions: { kind: 'words' } })]

/** With `--verbose`. */
const more = columnsOf('auth', {
  trust: { kind: 'text', shown: ({ trust }, t) => t.setup.trustLevel[trust as Trust['level']] },
  database_login: { kind: 'text' },
  server_version: { kind: 'text' },
})

const settings = columnsOf('auth', {
  name: { kind: 'text', label: (t) => t.auth.label.setting },
  origin: { kind: 'text', shown: ({ origin }, t) => originText(String(origin), t) },
})

export default command({
  path: ['whoami'],
  access: 'signed-in',
  async run({ app, out, globals }) {
    const { user, trusted } = await app.connect(async (connection) => ({
      user: await app.currentUser(connection),
      trusted: globals.verbose ? await trust(connection) : undefined,
    }))
    const { name } = await app.database()
    const origins = settingNames.map((setting) => {
      const origin = app.config.origin(setting)
      return { name: setting, origin: origin.kind === 'file' ? origin.path : origin.kind }
    })
    await out.record({
      title: () => user.full_name ?? '',
      columns: trusted ? [...columns, ...more] : columns,
      row: {
        ...user,
        id: user.user_id,
        role_name: user.role,
        database: name,
        session_expires_at: user.session_ends_at,
        ...(trusted && { trust: trusted.level, database_login: trusted.login, server_version: trusted.server_version }),
      },
      ...(trusted && { parts: [{ key: 'settings', title: (t) => t.auth.settings, columns: settings, rows: origins }] }),
    })
  },
})

/** Where a setting comes from, in the reader's language; the path of a file as it is. */
function originText(origin: string, t: Catalog): string {
  return origin === 'environment' || origin === 'default' ? t.auth.origins[origin] : origin
}
