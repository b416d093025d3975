import { command } from '../command/command.ts'
import { columns, fields } from './audit.ts'
import * as store from './store.ts'

export default command({
  path: ['audit', 'list'],
  access: 'audit:list',
  fields,
  pages: true,
  columns,
  run: ({ app, out }, { values, page }) =>
    app.browse(async (connection) => {
      const found = await store.list(connection, { ...page, ...values })
      await out.list({
        ...found,
        title: (t) => t.audit.title,
        columns,
        limit: page.limit,
        empty: (t) => t.audit.none,
      })
    }),
})
