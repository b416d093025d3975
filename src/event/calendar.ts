import { applied, suited, toCreate } from '../command/applied.ts'
import { command } from '../command/command.ts'
import { fieldsOf } from '../field/attribute.ts'
import { period } from '../field/period.ts'
import { columns, type Event, filters } from './event.ts'
import * as store from './list-store.ts'
import { presentMonth, weeksOf } from './weeks.ts'

const list = { filters, sorts: ['start'] }

const { period: periodField } = fieldsOf('event', {
  period: { kind: 'period', schema: (t) => period(t, { bare: 'next' }), label: (t) => t.event.period },
})

export default command({
  path: ['event', 'calendar'],
  access: 'event:list',
  positionals: { period: { field: periodField, placeholder: 'PERIOD', optional: true } },
  list,
  columns,
  run: ({ app, out, t }, { args: { period = presentMonth(t) }, page }) =>
    app.browse(async (connection) => {
      const wanted = { ...page, sort: 'start', filters: { ...page.filters, on: [...(page.filters.on ?? []), period] } }
      const found = await store.page(connection, { ...wanted, limit: 0 })
      const events: Event[] = []
      // The days are counted before the first row is shown. A program gets the rows as they come.
      const seen = { rows: found.rows, weeks: undefined as ReturnType<typeof weeksOf> | undefined }
      await out.forReader(async () => {
        for await (const rows of found.rows) events.push(...rows)
        seen.rows = (async function* () {
          yield events
        })()
        seen.weeks = weeksOf(period, events, t)
      })
      await out.list({
        ...found,
        ...seen,
        applied: applied(list, wanted, found),
        title: (t) => t.event.title,
        columns: suited(columns, wanted),
        limit: 0,
        empty: (t) => t.event.none,
        next: toCreate(found, 'event'),
      })
    }),
})
