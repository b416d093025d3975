import { command } from '../cli/command.ts'
import { columns, idField } from './event.ts'
import * as store from './store.ts'

/** What a program is told of it. */
const gone = columns.filter(({ key }) => key === 'id')

export default command({
  path: ['event', 'delete'],
  access: 'event:delete',
  positionals: {
    id: {
      field: idField,
      placeholder: 'ID',
      pick: { question: (t) => t.ask.which.event, choices: store.choicesFor('delete'), inOrder: true },
    },
  },
  versioned: true,
  async confirm({ app }, { id }) {
    const { title, version } = await app.transact((tx) => store.view(tx, id))
    return { question: (t) => t.event.confirmDelete({ id, title }), version }
  },
  async run({ app, out, globals }, { args: { id }, ifVersion }) {
    await app.transact((tx) => store.remove(tx, id, ifVersion), { writes: true })
    await out.done((t) => t.event.deleted({ id }))
    if (globals.format !== 'table') await out.record({ title: (t) => t.event.title, columns: gone, row: { id } })
  },
})
