import { command } from '../command/command.ts'
import { columns } from './company.ts'
import * as store from './store.ts'

export default command({
  path: ['company', 'list'],
  access: 'company:list',
  pages: true,
  columns,
  dateless: 'table',
  run: ({ app, out }, { page }) =>
    app.browse(async (connection) => {
      const found = await store.list(connection, page)
      await out.list({
        ...found,
        title: (t) => t.company.title,
        columns,
        limit: page.limit,
        empty: (t) => t.company.none,
        next: ['company create'],
      })
    }),
})
