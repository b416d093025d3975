import { command } from '../command/command.ts'
import { answerNote } from '../interaction/answer.ts'
import { eventFields, textField } from '../interaction/interaction.ts'
import * as notes from '../interaction/store.ts'
import { idField } from './event.ts'
import * as store from './store.ts'

export default command({
  path: ['event', 'note'],
  access: 'interaction:create',
  positionals: {
    id: {
      field: idField,
      placeholder: 'EVENT',
      pick: { question: (t) => t.ask.which.event, choices: store.forNote, presorted: true },
    },
    text: { field: textField, placeholder: 'TEXT' },
  },
  fields: eventFields,
  async run(call, { args: { id, text }, values: { kind = 'other', on } }) {
    const note = await call.app.connect((connection) => notes.ofEvent(connection, id, { kind, at: on, text }), {
      writes: true,
    })
    await answerNote(call, note)
  },
})
