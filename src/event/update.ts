import type { Call } from '../app.ts'
import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import { canPrompt } from '../command/execute.ts'
import * as contracts from '../contract/store.ts'
import { Cancelled } from '../errors.ts'
import { dayOrMoment } from '../field/date.ts'
import { patchOf } from '../field/field.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { dated, datedBy, datesInOrder, edges } from './dates.ts'
import { cardColumns, type Event, fields, idField, strict } from './event.ts'
import { NotesKept } from './notes-store.ts'
import * as store from './store.ts'
import { warnOfClashes } from './warn.ts'

const changing = {
  ...fields,
  startDate: { ...fields.startDate, schema: (t: Catalog) => dayOrMoment(t, { edge: edges.start_date, ahead: true }) },
  endDate: { ...fields.endDate, schema: (t: Catalog) => dayOrMoment(t, { edge: edges.end_date, ahead: true }) },
}

export default command({
  path: ['event', 'update'],
  access: ['event:update', 'event:assign_support'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: {
        question: (t) => t.ask.which.event,
        choices: store.choicesFor('update', 'assign_support'),
        presorted: true,
      },
    },
  },
  fields: changing,
  switches: { strict, replaceNotes: { option: 'replace-notes', help: (t) => t.event.help.replace_notes } },
  versioned: true,
  choices: { contractId: contracts.forEvent, supportContactId: store.supports },
  late: ['supportContactId'],
  current: (connection, { id }) => store.view(connection, id, 'event:update', 'event:assign_support'),
  follow: (current, { startDate }, t) =>
    startDate === undefined ? current : { ...current, ...datedBy(current as Event, { start_date: startDate }, t) },
  agreements: [datesInOrder],
  async run(call, { args: { id }, values, flags, expected }) {
    const typed = patchOf(changing, values)
    const write = (version: typeof expected, keepNotes: boolean) =>
      call.app.connect(
        async (connection) =>
          store.update(connection, id, await dated(connection, id, typed, call.t), version, {
            strict: flags.strict,
            keepNotes,
          }),
        { writes: true },
      )
    // A form has shown the notes.
    const shown = typeof expected === 'object'
    const { before, after } = await write(expected, !shown && !flags.replaceNotes).catch(async (error: unknown) =>
      write(await replacing(call, error), false),
    )
    await announce(call, {
      columns: cardColumns,
      before,
      after,
      updated: (t) => t.event.updated(after),
      unchanged: (t) => t.event.unchanged(after),
    })
    if (typed.end_date === undefined && before?.end_date !== after.end_date) {
      await call.out.note((t) => t.event.endMoved)
    }
    await warnOfClashes(call, after)
    await call.out.record({ title: (t) => t.event.card(after), columns: cardColumns, row: after })
  },
})

/**
 * Asks whether the notes that an event has may be replaced.
 *
 * @returns the version that has them
 * @throws the error itself where it is another one, or nobody can be asked · Cancelled
 */
async function replacing({ app, globals, t }: Call, error: unknown): Promise<number> {
  if (!(error instanceof NotesKept) || !canPrompt(app, globals)) throw error
  const { version } = error.event
  if (globals.yes) return version
  const yes = await app.prompt.confirm({ message: error.question(t), initial: false })
  if (!yes) throw new Cancelled((t) => t.usage.cancelled)
  return version
}
