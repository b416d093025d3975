/** What a command that wrote a note answers. */
import type { Call } from '../app.ts'
import { cardColumns, type Interaction } from './interaction.ts'

/** Says whom the note is about and, where it names a day, when the next contact is; then shows it. */
export async function answerNote({ out, t }: Pick<Call, 'out' | 't'>, note: Interaction): Promise<void> {
  const { id, next_on: next } = note
  await out.success((t) => (note.text === null ? t.interaction.contacted(note) : t.interaction.added(note)))
  if (next !== null && Temporal.PlainDate.compare(next, t.format.now().toPlainDate()) < 0)
    await out.warning((t) => t.interaction.nextIsOver({ date: t.format.date(next) }))
  await out.record({ title: (t) => t.interaction.card({ id }), columns: cardColumns, row: note })
}
