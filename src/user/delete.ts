import { command } from '../cli/command.ts'
import * as duties from './duties-store.ts'
import * as store from './store.ts'
import { columns, idField } from './user.ts'

/** What a program is told of it. */
const gone = columns.filter(({ key }) => key === 'id')

export default command({
  path: ['user', 'delete'],
  access: 'user:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.user, choices: store.choicesFor(['delete']) },
    },
  },
  versioned: true,
  async confirm({ app }, { id }) {
    const { user, left } = await app.transact(async (tx) => ({
      user: await store.view(tx, id),
      left: await duties.of(tx, id, 0),
    }))
    // Nobody is asked what would be refused whatever they answer.
    if (left.clients + left.contracts + left.events > 0) throw duties.stillOwns(id, left)
    return { question: (t) => t.user.confirmDelete({ id, name: user.full_name }), version: user.version }
  },
  async run({ app, out, globals }, { args: { id }, ifVersion }) {
    await app.transact((tx) => store.remove(tx, id, ifVersion), { writes: true })
    await app.report.happened('user.deleted', id)
    await out.done((t) => t.user.deleted({ id }))
    if (globals.format !== 'table') await out.record({ title: (t) => t.user.title, columns: gone, row: { id } })
  },
})
