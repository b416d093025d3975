import { command } from '../command/command.ts'
import { midnight } from '../field/week.ts'
import type { Catalog } from '../i18n/catalog.ts'
import * as store from './ageing-store.ts'
import { ageingBy, ageingColumns, asOf, sumRow } from './reports.ts'
import { only } from './rows.ts'

export default command({
  path: ['report', 'ageing'],
  access: 'payment:list',
  fields: { by: ageingBy, asOf },
  dateless: 'always',
  async run({ app, out, t }, { values }) {
    const by = values.by ?? 'client'
    const day = values.asOf ? Temporal.PlainDate.from(values.asOf.last) : t.format.now().toPlainDate()
    const { rows, about, everything } = await app.connect((connection) =>
      store.ageing(connection, { by, day: day.toString(), end: midnight(day.add({ days: 1 }), t) }),
    )
    await out.list({
      title: (words) => words.reports.ageing,
      applied: [
        (words: Catalog) => words.reports.asOf({ day: words.format.date(day.toString()) }),
        ...(everything ? [] : [(words: Catalog) => words.reports.yours]),
      ],
      columns: ageingColumns(by),
      rows: only(rows),
      sum: sumRow({ ...about }),
      limit: 0,
      empty: (words) => words.reports.nothingOutstanding,
    })
  },
})
