import { historyPart, historySwitch } from '../audit/audit.ts'
import * as audit from '../audit/store.ts'
import { command } from '../cli/command.ts'
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
    const { user, parts } = await call.app.transact(async (tx) => ({
      user: await store.view(tx, id),
      parts: flags.history ? [historyPart(call, await audit.history(tx, 'user', id))] : [],
    }))
    await call.out.record({ title: (t) => t.user.card({ id, name: user.full_name }), columns, row: user, parts })
  },
})
