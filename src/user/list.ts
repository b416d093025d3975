import { COMMERCIAL, MANAGEMENT, SUPPORT } from '../access/catalogue.ts'
import { command } from '../command/command.ts'
import * as store from './store.ts'
import { columns } from './user.ts'

export default command({
  path: ['user', 'list'],
  access: 'user:list',
  pages: true,
  columns,
  switches: {
    management: { option: 'management', short: 'M', help: (t) => t.user.help.management },
    commercial: { option: 'commercial', short: 'C', help: (t) => t.user.help.commercial },
    support: { option: 'support', short: 'S', help: (t) => t.user.help.support },
    inactive: { option: 'inactive', help: (t) => t.user.help.inactive },
  },
  run: ({ app, out }, { flags, page }) =>
    app.browse(async (connection) => {
      const roleIds = [
        ...(flags.management ? [MANAGEMENT] : []),
        ...(flags.commercial ? [COMMERCIAL] : []),
        ...(flags.support ? [SUPPORT] : []),
      ]
      const found = await store.list(connection, { ...page, roleIds, active: !flags.inactive })
      await out.list({
        ...found,
        title: (t) => t.user.title,
        columns,
        limit: page.limit,
        empty: (t) => t.user.none,
        next: ['user create'],
      })
    }),
})
