import { historyPart, historySwitch } from '../audit/history.ts'
import * as audit from '../audit/store.ts'
import { command } from '../command/command.ts'
import type { Message } from '../errors.ts'
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
    const { user, parts } = await call.app.connect(async (connection) => {
      const user = await store.view(connection, id)
      const parts = flags.history ? [historyPart(await audit.history(connection, 'user', user.id))] : []
      return { user, parts }
    })
    const title: Message = (t) => t.user.card({ id: user.id, name: user.full_name })
    await call.out.record({ title, columns, row: user, parts })
  },
})
