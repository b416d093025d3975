import { command } from '../command/command.ts'
import { Forbidden, Usage } from '../errors.ts'
import { quoted } from '../text/shell.ts'
import { columns, did, linesOf, operationField, undoneColumns } from './operation.ts'
import type { Operation } from './store.ts'
import * as store from './store.ts'

export default command({
  path: ['undo'],
  access: 'signed-in',
  positionals: { operation: { field: operationField, placeholder: 'OPERATION', optional: true } },
  switches: {
    list: { option: 'list', help: (t) => t.undo.help.list },
    dryRun: { option: 'dry-run', help: (t) => t.undo.help.dryRun },
  },
  harmless: ['list', 'dryRun'],
  async confirm({ app, out }, { operation: named }) {
    const { operation, seen } = await app.connect(
      async (connection) => {
        const operation = await store.find(connection, named)
        return { operation, seen: await permitted(operation, store.preview(connection, operation)) }
      },
      { longRunning: true },
    )
    await out.note((t) => t.undo.from({ ...operation, at: t.format.date(operation.at) }))
    for (const line of linesOf(seen)) await out.note(line)
    return {
      question: (t) => t.undo.confirm({ did: did(operation, t) }),
      // Meanwhile another change may have become the latest.
      args: { operation: `${operation.user_id}:${operation.operation}` },
    }
  },
  async run({ app, out }, { args: { operation: named }, flags: { list, dryRun } }) {
    if (list) {
      if (named !== undefined)
        throw new Usage((t) => t.undo.listIsOfAll, { next: [`undo ${quoted(named)} --dry-run`, 'undo --list'] })
      const rows = await app.connect((connection) => store.operations(connection))
      return out.list({
        title: (t) => t.undo.title,
        columns,
        rows: batch(rows),
        limit: 0,
        empty: (t) => t.undo.none,
        next: ['today'],
      })
    }
    const { operation, undone } = await app.connect(
      async (connection) => {
        const operation = await store.find(connection, named)
        return {
          operation,
          undone: await permitted(operation, (dryRun ? store.preview : store.undo)(connection, operation)),
        }
      },
      { writes: true, longRunning: true },
    )
    if (dryRun) for (const line of linesOf(undone)) await out.note(line)
    await (dryRun
      ? out.note((t) => t.undo.would({ did: did(operation, t) }))
      : out.success((t) => t.undo.undone({ did: did(operation, t) })))
    await out.data({
      columns: undoneColumns,
      row: { ...operation, changes: undone.changes, undone_by: dryRun ? null : undone.undoneBy },
    })
    if (!dryRun) await out.hint([`undo ${undone.undoneBy.slice(0, store.shortest)}`])
  },
})

/** @throws Forbidden that says which operation it is, because nobody has to name their latest */
async function permitted<T>(operation: Operation, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error
    throw new Forbidden((t) => t.undo.lacking({ did: did(operation, t), refusal: error.userMessage(t) }), {
      ...error.detail,
      next: ['undo --list'],
      cause: error,
    })
  }
}

async function* batch<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
  if (rows.length > 0) yield rows
}
