import { command } from '../cli/command.ts'
import { idField } from './client.ts'
import * as store from './store.ts'

export default command({
  path: ['client', 'delete'],
  access: 'client:delete',
  positionals: { id: { field: idField, placeholder: 'ID' } },
  versioned: true,
  async confirm({ app }, { id }) {
    const client = await app.transact((tx) => store.view(tx, id))
    return { question: (t) => t.client.confirmDelete({ id, name: client.full_name }), version: client.version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    await app.transact((tx) => store.remove(tx, id, ifVersion), { writes: true })
    await out.done((t) => t.client.deleted({ id }))
  },
})
