import { command } from '../command/command.ts'
import { fieldsOf } from '../field/attribute.ts'
import { id } from '../field/id.ts'
import { removeSession } from '../session/file.ts'
import { columns } from './sessions.ts'
import * as store from './store.ts'

const { session } = fieldsOf('session', { session: { kind: 'reference', column: 'id', schema: id } })

export default command({
  path: ['session', 'revoke'],
  access: 'signed-in',
  positionals: {
    session: {
      field: session,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.session, choices: store.choices, presorted: true },
    },
  },
  async run({ app, out }, { args: { session } }) {
    const { location } = await app.sessionContext()
    // No operation id: the audit log knows nothing of sessions, so it could not say what became of a lost answer.
    const ended = await app.connect((connection) => store.end(connection, session))
    const { id, user_name: name, device, current, own } = ended
    if (current) removeSession(location)
    const of = [...(own ? [] : [name]), ...(device === null ? [] : [device])].join(', ')
    await out.success((t) => (current ? t.session.endedHere({ id }) : t.session.ended({ id, of })))
    await out.data({ columns, row: ended })
  },
})
