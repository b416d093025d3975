import { applied, toCreate } from '../command/applied.ts'
import { command } from '../command/command.ts'
import * as store from './list-store.ts'
import { columns, filters, sorts } from './role.ts'

const list = { filters, sorts }

export default command({
  path: ['role', 'list'],
  access: 'role:list',
  pages: true,
  list,
  columns,
  dateless: 'table',
  run: ({ app, out }, { page }) =>
    app.browse(async (connection) => {
      const found = await store.page(connection, page)
      await out.list({
        ...found,
        applied: applied(list, page, found),
        title: (t) => t.role.title,
        columns,
        limit: page.limit,
        empty: (t) => t.role.none,
        next: toCreate(found, 'role'),
      })
    }),
})
