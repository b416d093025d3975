import { command } from '../command/command.ts'
import { answerNote } from '../interaction/answer.ts'
import { clientFields, textField } from '../interaction/interaction.ts'
import * as notes from '../interaction/store.ts'
import { idField } from './client.ts'
import * as store from './store.ts'

export default command({
  path: ['client', 'note'],
  access: 'interaction:create',
  positionals: {
    id: {
      field: idField,
      placeholder: 'CLIENT',
      pick: { question: (t) => t.ask.which.client, choices: store.forNote },
    },
    text: { field: textField, placeholder: 'TEXT' },
  },
  fields: clientFields,
  async run(call, { args: { id, text }, values: { kind = 'other', on, next } }) {
    const today = call.t.format.today()
    const note = await call.app.connect(
      (connection) => notes.ofClient(connection, id, { kind, at: on, text, nextOn: next, today }),
      { writes: true },
    )
    await answerNote(call, note)
  },
})
