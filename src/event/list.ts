import { applied, suited, toCreate } from '../command/applied.ts'
import { command } from '../command/command.ts'
import { calendarOf, withNotesSwitch } from './calendar-entry.ts'
import { columns, filters, sorts } from './event.ts'
import * as store from './list-store.ts'

const list = { filters, sorts }

export default command({
  path: ['event', 'list'],
  access: 'event:list',
  pages: true,
  list,
  columns,
  switches: { withNotes: withNotesSwitch },
  run: ({ app, out }, { page, flags }) =>
    app.browse(async (connection) => {
      const found = await store.page(connection, page, flags)
      await out.list({
        ...found,
        applied: applied(list, page, found),
        title: (t) => t.event.title,
        columns: suited(columns, page),
        limit: page.limit,
        empty: (t) => t.event.none,
        next: toCreate(found, 'event'),
        calendar: calendarOf({ ...flags, connect: (work) => work(connection) }),
      })
    }),
})
