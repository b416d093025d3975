import { command } from '../command/command.ts'
import { settingNames } from '../config.ts'
import { trust } from '../db/trust.ts'
import type { Column } from '../field/column.ts'
import { identity } from './identity.ts'

const columns: readonly Column[] = [
  ...identity,
  { key: 'database', kind: 'text', label: (t) => t.auth.label.database },
  { key: 'permissions', kind: 'words', label: (t) => t.auth.label.permissions },
]

/** Shown with `--verbose`. */
const more: readonly Column[] = [
  { key: 'trust', kind: 'text', label: (t) => t.auth.label.trust },
  { key: 'database_login', kind: 'text', label: (t) => t.auth.label.database_login },
  { key: 'server_version', kind: 'text', label: (t) => t.auth.label.server_version },
]

const settings: readonly Column[] = [
  { key: 'name', kind: 'text', label: (t) => t.auth.label.setting },
  { key: 'origin', kind: 'text', label: (t) => t.auth.label.origin },
]

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
