import { applied, suited, toCreate } from '../command/applied.ts'
import { command } from '../command/command.ts'
import * as store from './list-store.ts'
import { columns, filters, sorts } from './user.ts'

const list = { filters, sorts }

export default command({
  path: ['user', 'list'],
  access: 'user:list',
  pages: true,
  list,
  columns,
  run: ({ app, out }, { page }) =>
    app.browse(async (connection) => {
      const found = await store.page(connection, page)
      await out.list({
        ...found,
        applied: applied(list, page, found),
        title: (t) => t.user.title,
        columns: suited(columns, page),
        limit: page.limit,
        empty: (t) => t.user.none,
        next: toCreate(found, 'user'),
      })
    }),
})
