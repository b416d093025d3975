/** What an update did, told on stderr: each field's old → new, or that nothing had to change (product.md §3 rule 8). */
import type { Call } from '../app.ts'
import type { Say } from '../errors.ts'
import { cell } from './output/cell.ts'
import type { Column, Row } from './output/column.ts'

/** Kept by the database; that they change is no news. */
const kept = new Set(['version', 'updated_at', 'created_at'])

/**
 * @param o.done `Client 8 updated.`
 * @param o.unchanged what to say where the record is as it was
 */
export async function announce(
  call: Call,
  o: { columns: readonly Column[]; before: Row | null; after: Row; done: Say; unchanged: Say },
): Promise<void> {
  const { before, after } = o
  const changed = o.columns.filter(({ key }) => !kept.has(key) && before?.[key] !== after[key])
  if (before && changed.length === 0) return call.out.note(o.unchanged)
  await call.out.done(o.done)
  if (!before) return
  for (const column of changed) {
    await call.out.note((t) =>
      t.output.change({ label: column.label(t), from: cell(column, before, t), to: cell(column, after, t) }),
    )
  }
}
