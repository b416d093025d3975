import { applied, toCreate } from '../command/applied.ts'
import { command } from '../command/command.ts'
import { columns, filters, sorts } from './company.ts'
import * as store from './list-store.ts'

const list = { filters, sorts }

export default command({
  path: ['company', 'list'],
  access: 'company:list',
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
        title: (t) => t.company.title,
        columns,
        limit: page.limit,
        empty: (t) => t.company.none,
        next: toCreate(found, 'company'),
      })
    }),
})
