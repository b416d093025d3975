import { command } from '../command/command.ts'
import { answerNote } from '../interaction/answer.ts'
import * as notes from '../interaction/store.ts'
import { idField } from './client.ts'
import * as store from './store.ts'

export default command({
  path: ['client', 'contacted'],
  access: 'interaction:create',
  positionals: {
    id: {
      field: idField,
      placeholder: 'CLIENT',
      pick: { question: (t) => t.ask.which.client, choices: store.forNote },
    },
  },
  async run(call, { args: { id } }) {
    const today = call.t.format.today()
    const note = await call.app.connect(
      (connection) => notes.ofClient(connection, id, { kind: 'call', text: null, today }),
      { writes: true },
    )
    await answerNote(call, note)
  },
})
