import { command } from '../command/command.ts'
import { columns } from './role.ts'
import * as store from './store.ts'

export default command({
  path: ['role', 'list'],
  access: 'role:list',
  pages: true,
  columns,
  dateless: 'table',
  run: ({ app, out }, { page }) =>
    app.browse(async (connection) => {
      const found = await store.list(connection, page)
      await out.list({ ...found, title: (t) => t.role.title, columns, limit: page.limit })
    }),
})
