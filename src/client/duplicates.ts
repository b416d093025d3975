import { command } from '../command/command.ts'
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import type { Column } from '../field/column.ts'
import { count } from '../field/count.ts'
import type { Duplicate } from './duplicates-store.ts'
import * as store from './duplicates-store.ts'

/** How many pairs are listed without `--limit`. */
const usual = 50

const fields = fieldsOf('merge', {
  limit: { kind: 'count', schema: count, placeholder: 'N', label: (t) => t.merge.title, default: () => String(usual) },
})

const columns: readonly Column[] = columnsOf('merge', {
  keep_id: { kind: 'reference', nameKey: 'keep_name' },
  dropped_id: { kind: 'reference', nameKey: 'dropped_name' },
  reason: { kind: 'text', dropPriority: 2, shown: (row, t) => t.merge.reason[(row as Duplicate).reason] },
  command: {
    kind: 'text',
    dropPriority: 1,
    noTruncate: true,
    audience: 'person',
    shown: (row) => `client merge ${row['keep_id']} ${row['dropped_id']}`,
  },
})

export default command({
  path: ['client', 'duplicates'],
  access: 'client:list',
  dateless: 'always',
  fields,
  async run({ app, out }, { values: { limit = usual } }) {
    const most = limit === 0 ? undefined : limit
    const found = await app.connect((connection) => store.duplicates(connection, most && most + 1), {
      longRunning: true,
    })
    const rows = found.slice(0, most)
    await out.list({
      title: (t) => t.merge.title,
      columns,
      rows: (async function* () {
        if (rows.length > 0) yield rows
      })(),
      limit: 0,
      empty: (t) => t.merge.none,
    })
    const [first] = rows
    if (rows.length < found.length) await out.note((t) => t.merge.more({ shown: t.format.count(rows.length) }))
    const more = rows.length < found.length ? ['client duplicates --limit 0'] : []
    await out.hint(first ? [`client merge ${first.keep_id} ${first.dropped_id}`, ...more] : [])
  },
})
