import { command } from '../cli/command.ts'
import { columns } from './company.ts'
import * as store from './store.ts'

export default command({
  path: ['company', 'list'],
  access: 'company:list',
  pages: true,
  run: ({ app, out }, { page }) =>
    app.transact(async (tx) => {
      const found = await store.list(tx, page)
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
