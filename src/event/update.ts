import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import * as contracts from '../contract/store.ts'
import { dayOrMoment } from '../field/date.ts'
import { patchOf } from '../field/field.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { dated, datedBy, datesInOrder, edges } from './dates.ts'
import { cardColumns, type Event, fields, idField, strict } from './event.ts'
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
  switches: { strict },
  versioned: true,
  choices: { contractId: contracts.forEvent, supportContactId: store.supports },
  late: ['supportContactId'],
  current: (connection, { id }) => store.view(connection, id, 'event:update', 'event:assign_support'),
  follow: (current, { startDate }, t) =>
    startDate === undefined ? current : { ...current, ...datedBy(current as Event, { start_date: startDate }, t) },
  agreements: [datesInOrder],
  async run(call, { args: { id }, values, flags, expected }) {
    const typed = patchOf(changing, values)
    const { before, after } = await call.app.connect(
      async (connection) =>
        store.update(connection, id, await dated(connection, id, typed, call.t), expected, flags.strict),
      { writes: true },
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
