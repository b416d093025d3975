import { command } from '../command/command.ts'
import { columns } from './contract.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'list'],
  access: 'contract:list',
  pages: true,
  columns,
  dateless: 'table',
  switches: {
    onlyMine: { option: 'only-mine', help: (t) => t.contract.help.onlyMine },
    unsigned: { option: 'unsigned', help: (t) => t.contract.help.unsigned },
    unpaid: { option: 'unpaid', help: (t) => t.contract.help.unpaid },
  },
  run: ({ app, out }, { flags, page }) =>
    app.browse(async (connection) => {
      const found = await store.list(connection, { ...page, ...flags })
      await out.list({
        ...found,
        title: (t) => t.contract.title,
        columns,
        limit: page.limit,
        empty: (t) => t.contract.none,
        next: ['contract create'],
      })
    }),
})
