import { command } from '../command/command.ts'
import { failedLoginColumns as columns, failedLoginFields as fields } from './audit.ts'
import * as store from './store.ts'

export default command({
  path: ['audit', 'failed-logins'],
  access: 'audit:list',
  fields,
  pages: true,
  columns,
  run: ({ app, out }, { values, page }) =>
    app.browse(async (connection) => {
      const found = await store.failedLogins(connection, { ...page, ...values })
      await out.list({
        ...found,
        title: (t) => t.audit.failedLogins,
        columns,
        limit: page.limit,
        empty: (t) => t.audit.noFailedLogins,
      })
    }),
})
