import { command } from '../command/command.ts'
import { columns, fields } from './audit.ts'
import { entryRow } from './history.ts'
import * as store from './store.ts'

export default command({
  path: ['audit', 'list'],
  access: 'audit:list',
  fields,
  pages: true,
  async run(call, { values, page }) {
    await call.app.connect(async (connection) => {
      const { rows, total } = await store.list(connection, { ...page, ...values })
      await call.out.list({
        title: (t) => t.audit.title,
        columns: call.globals.format === 'table' ? columns.people : columns.data,
        rows: readable(rows),
        limit: page.limit,
        ...(total === undefined ? {} : { total }),
        empty: (t) => t.audit.none,
      })
    })

    async function* readable(batches: Awaited<ReturnType<typeof store.list>>['rows']) {
      for await (const batch of batches) yield batch.map((entry) => entryRow(call, entry))
    }
  },
})
