import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import * as store from './store.ts'
import { columns, idField } from './user.ts'

export default command({
  path: ['user', 'view'],
  access: 'user:view',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.user, choices: store.choicesFor(['view']) },
    },
  },
  switches: { history: historySwitch },
  async run(call, { args: { id }, flags }) {
    const { user, parts } = await call.app.connect(async (connection) => ({
      user: await store.view(connection, id),
      parts: flags.history ? [historyPart(await audit.history(connection, 'user', id))] : [],
    }))
    await call.out.record({ title: (t) => t.user.card({ id, name: user.full_name }), columns, row: user, parts })
  },
})
