import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import { calendarOf, withNotesSwitch } from './calendar-entry.ts'
import { cardColumns, idField } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'view'],
  access: 'event:view',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('view'), presorted: true },
    },
  },
  switches: { history: historySwitch, withNotes: withNotesSwitch },
  async run(call, { args: { id }, flags }) {
    const { event, parts } = await call.app.connect(async (connection) => {
      const event = await store.view(connection, id)
      const parts = flags.history ? [historyPart(await audit.history(connection, 'event', event.id))] : []
      return { event, parts }
    })
    await call.out.record({
      title: (t) => t.event.card(event),
      columns: cardColumns,
      row: event,
      parts,
      calendar: calendarOf({ ...flags, connect: call.app.connect }),
    })
  },
})
