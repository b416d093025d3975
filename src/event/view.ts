import { historyPart, noteHistorySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import { partsOf, wantedBy, withField } from '../related/parts.ts'
import { calendarOf, withNotesSwitch } from './calendar-entry.ts'
import * as cards from './card-store.ts'
import { cardColumns, idField } from './event.ts'
import * as store from './store.ts'

const kinds = ['interactions'] as const

export default command({
  path: ['event', 'view'],
  access: 'event:view',
  shows: ['interaction:list', 'interaction:view'],
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('view'), presorted: true },
    },
  },
  fields: { with: withField(kinds) },
  switches: { history: noteHistorySwitch, withNotes: withNotesSwitch },
  async run(call, { args: { id }, values, flags }) {
    const wanted = await wantedBy(call, kinds, values.with, flags.history ? kinds : [])
    const { event, related, history } = await call.app.connect(async (connection) => {
      const card = await cards.view(connection, id, wanted)
      return {
        ...card,
        history: flags.history ? [historyPart(await audit.history(connection, 'event', card.event.id))] : [],
      }
    })
    const parts = partsOf(related, wanted, {
      interactions: {
        all: `event view ${event.id} --history`,
        without: ['client_id', 'event_id', 'next_on', 'no_next'],
      },
    })
    await call.out.record({
      title: (t) => t.event.card(event),
      columns: cardColumns,
      row: event,
      parts: [...parts, ...history],
      ...(values.with && { isParts: true }),
      calendar: calendarOf({ ...flags, connect: call.app.connect }),
    })
  },
})
