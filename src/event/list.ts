import { command } from '../command/command.ts'
import { columns } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'list'],
  access: 'event:list',
  pages: true,
  columns,
  switches: {
    onlyMine: { option: 'only-mine', help: (t) => t.event.help.onlyMine },
    unassigned: { option: 'unassigned', help: (t) => t.event.help.unassigned },
  },
  run: ({ app, out }, { flags, page }) =>
    app.browse(async (connection) => {
      const found = await store.list(connection, { ...page, ...flags })
      await out.list({
        ...found,
        title: (t) => t.event.title,
        columns,
        limit: page.limit,
        empty: (t) => t.event.none,
        next: ['event create'],
      })
    }),
})
