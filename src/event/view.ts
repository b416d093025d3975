import { historyPart, historySwitch } from '../audit/audit.ts'
import * as audit from '../audit/store.ts'
import { command } from '../cli/command.ts'
import { cardColumns, idField } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'view'],
  access: 'event:view',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('view'), inOrder: true },
    },
  },
  switches: { history: historySwitch },
  async run(call, { args: { id }, flags }) {
    const { event, parts } = await call.app.transact(async (tx) => ({
      event: await store.view(tx, id),
      parts: flags.history ? [historyPart(call, await audit.history(tx, 'event', id))] : [],
    }))
    await call.out.record({
      title: (t) => t.event.card({ id, title: event.title }),
      columns: cardColumns,
      row: event,
      parts,
    })
  },
})
