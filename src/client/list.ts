import { command } from '../command/command.ts'
import { columns } from './client.ts'
import * as store from './store.ts'

export default command({
  path: ['client', 'list'],
  access: 'client:list',
  pages: true,
  columns,
  switches: { onlyMine: { option: 'only-mine', help: (t) => t.client.help.onlyMine } },
  run: ({ app, out }, { flags, page }) =>
    app.browse(async (connection) => {
      const found = await store.list(connection, { ...page, onlyMine: flags.onlyMine })
      await out.list({
        ...found,
        title: (t) => t.client.title,
        columns,
        limit: page.limit,
        empty: (t) => t.client.none,
        next: ['client create'],
      })
    }),
})
