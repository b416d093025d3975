import { command } from '../command/command.ts'
import { columns, fields, ownColumns } from './sessions.ts'
import * as store from './store.ts'

export default command({
  path: ['session', 'list'],
  access: 'signed-in',
  fields,
  switches: { everyone: { option: 'everyone', help: (t) => t.session.help.everyone } },
  pages: true,
  columns,
  run: ({ app, out }, { values: { user }, flags: { everyone }, page }) =>
    app.browse(async (connection) => {
      const found = await store.list(connection, { ...page, user, everyone })
      await out.list({
        ...found,
        title: (t) => t.session.title,
        columns: everyone || user !== undefined ? columns : ownColumns,
        limit: page.limit,
        empty: (t) => t.session.none,
      })
    }),
})
