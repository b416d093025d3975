import { applied, suited, toCreate } from '../command/applied.ts'
import { command } from '../command/command.ts'
import { columns, filters, sorts } from './contract.ts'
import * as store from './list-store.ts'

const list = { filters, sorts }

export default command({
  path: ['contract', 'list'],
  access: 'contract:list',
  pages: true,
  list,
  columns,
  dateless: 'table',
  run: ({ app, out, t }, { page }) =>
    app.browse(async (connection) => {
      const found = await store.page(connection, page, page.filters.overdue && t.format.today())
      await out.list({
        ...found,
        applied: applied(list, page, found),
        title: (t) => t.contract.title,
        columns: suited(columns, page),
        limit: page.limit,
        empty: (t) => t.contract.none,
        next: toCreate(found, 'contract'),
      })
    }),
})
