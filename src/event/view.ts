import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
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
  switches: { history: historySwitch },
  async run(call, { args: { id }, flags }) {
    const { event, parts } = await call.app.connect(async (connection) => ({
      event: await store.view(connection, id),
      parts: flags.history ? [historyPart(await audit.history(connection, 'event', id))] : [],
    }))
    await call.out.record({
      title: (t) => t.event.card({ id, title: event.title }),
      columns: cardColumns,
      row: event,
      parts,
    })
  },
})
