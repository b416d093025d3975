import { announce } from '../command/changes.ts'
import { command } from '../command/command.ts'
import * as contracts from '../contract/store.ts'
import type { Connection } from '../db/connection.ts'
import { dayOrMoment } from '../field/date.ts'
import { patchOf } from '../field/field.ts'
import { isDay, movedAlong, withTimesOf } from '../field/kept-time.ts'
import type { Reference } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { cardColumns, type Event, fields, idField } from './event.ts'
import * as store from './store.ts'

const edges = { start_date: 'start', end_date: 'end' } as const
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
  versioned: true,
  choices: { contractId: contracts.forEvent, supportContactId: store.supports },
  current: (connection, { id }) => store.view(connection, id, 'event:update', 'event:assign_support'),
  follow: (current, { startDate }, t) =>
    startDate === undefined ? current : { ...current, ...datedBy(current as Event, { start_date: startDate }, t) },
  async run(call, { args: { id }, values, ifVersion }) {
    const typed = patchOf(changing, values)
    const { before, after } = await call.app.connect(
      async (connection) => store.update(connection, id, await dated(connection, id, typed, call.t), ifVersion),
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
    await call.out.record({ title: (t) => t.event.card(after), columns: cardColumns, row: after })
  },
})

/** The change with all its dates. The record is read where they follow from it, which costs a round trip. */
async function dated(
  connection: Connection,
  id: Reference,
  typed: store.EventPatch,
  t: Catalog,
): Promise<store.EventPatch> {
  const { start_date: start, end_date: end } = typed
  const follows = isDay(start) || isDay(end) || (start !== undefined && end === undefined)
  return follows ? datedBy(await store.dates(connection, id), typed, t) : typed
}

/** The change with the times and the end that follow from the record. */
function datedBy(stored: store.EventDates | undefined, typed: store.EventPatch, t: Catalog): store.EventPatch {
  const change = withTimesOf(typed, edges, stored, t)
  if (!stored || change.start_date === undefined || change.end_date !== undefined) return change
  const moved = movedAlong(change.start_date, { start: stored.start_date, end: stored.end_date }, t)
  return moved === undefined ? change : { ...change, end_date: moved }
}
