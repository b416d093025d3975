import { applied, suited } from '../command/applied.ts'
import { command } from '../command/command.ts'
import { columns, filters } from './audit.ts'
import * as store from './list-store.ts'

const list = { filters, sorts: [] }

export default command({
  path: ['audit', 'list'],
  access: 'audit:list',
  pages: true,
  list,
  columns,
  run: ({ app, out }, { page }) =>
    app.browse(async (connection) => {
      const found = await store.page(connection, page)
      await out.list({
        ...found,
        applied: applied(list, page, found),
        title: (t) => t.audit.title,
        columns: suited(columns, page),
        limit: page.limit,
        empty: (t) => t.audit.none,
      })
    }),
})
