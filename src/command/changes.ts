/** What an update did, told on stderr: each field's old → new, or that nothing had to change (product.md §3 rule 8). */
import type { Call } from '../app.ts'
import type { Message } from '../errors.ts'
import type { Column, Row } from '../field/column.ts'
import { cell } from '../terminal/output/cell.ts'
import { outputStyle } from '../terminal/output/style.ts'

/** Kept by the database; that they change is no news. */
const kept = new Set(['version', 'updated_at', 'created_at'])

/**
 * @param o.done `Client 8 updated.`
 * @param o.unchanged what to say where the record is as it was
 */
export async function announce(
  call: Call,
  o: { columns: readonly Column[]; before: Row | null; after: Row; updated: Message; unchanged: Message },
): Promise<void> {
  const { before, after } = o
  const changed = o.columns.filter(({ key }) => !kept.has(key) && before?.[key] !== after[key])
  if (before && changed.length === 0) return call.out.note(o.unchanged)
  await call.out.success(o.updated)
  if (!before) return
  const { app, globals, t, out } = call
  const seen = outputStyle({ io: app.io, globals, t, env: app.env, now: app.clock.now }, app.io.stderr)
  for (const column of changed) {
    const [from, to] = [before, after].map((row) => cell(column, row, seen).text)
    await out.note((words) => words.output.change({ label: column.label(words), from: from ?? '', to: to ?? '' }))
  }
}
