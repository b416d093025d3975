import { command } from '../command/command.ts'
import * as store from './pipeline-store.ts'
import { pipelineColumns, sumRow } from './reports.ts'
import { only } from './rows.ts'

export default command({
  path: ['report', 'pipeline'],
  access: 'contract:list',
  dateless: 'always',
  async run({ app, out, t }) {
    const now = t.format.instantOf(t.format.now()).toString()
    const { rows, about, everything } = await app.connect((connection) => store.pipeline(connection, now))
    await out.list({
      title: (words) => words.reports.pipeline,
      applied: everything ? [] : [(words) => words.reports.yours],
      columns: pipelineColumns,
      rows: only(rows),
      sum: sumRow({ ...about }),
      limit: 0,
    })
  },
})
