/** What an update did, told on stderr: the old and the new value of each field, or that nothing had to change (docs/PRODUCT.md §3 rule 8). */
import type { Call } from '../app.ts'
import type { Message } from '../errors.ts'
import type { Column, Row } from '../field/column.ts'

/** The database sets these at every update, so a change of them is not reported. */
const kept = new Set(['version', 'updated_at', 'created_at'])

/**
 * Reports an update.
 *
 * @param o.before null: the earlier values are not known, so no changes are listed
 * @param o.updated `Client 8 updated.`
 * @param o.unchanged the sentence for a record that is as it was
 */
export async function announce(
  { out }: Pick<Call, 'out'>,
  o: { columns: readonly Column[]; before: Row | null; after: Row; updated: Message; unchanged: Message },
): Promise<void> {
  const { before, after } = o
  const columns = o.columns.filter(({ key }) => !kept.has(key))
  if (before && columns.every(({ key }) => before[key] === after[key])) return out.note(o.unchanged)
  await out.success(o.updated)
  if (before) await out.changes(columns, before, after)
}
