import { applied, suited, toCreate } from '../command/applied.ts'
import { command } from '../command/command.ts'
import { columns, filters, sorts } from './event.ts'
import * as store from './list-store.ts'

const list = { filters, sorts }

export default command({
  path: ['event', 'list'],
  access: 'event:list',
  pages: true,
  list,
  columns,
  run: ({ app, out }, { page }) =>
    app.browse(async (connection) => {
      const found = await store.page(connection, page)
      await out.list({
        ...found,
        applied: applied(list, page, found),
        title: (t) => t.event.title,
        columns: suited(columns, page),
        limit: page.limit,
        empty: (t) => t.event.none,
        next: toCreate(found, 'event'),
      })
    }),
})
