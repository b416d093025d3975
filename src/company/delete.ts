import { command } from '../cli/command.ts'
import { idField } from './company.ts'
import * as store from './store.ts'

export default command({
  path: ['company', 'delete'],
  access: 'company:delete',
  positionals: { id: { field: idField, placeholder: 'ID' } },
  versioned: true,
  async confirm({ app }, { id }) {
    const { name, client_count: clients, version } = await app.transact((tx) => store.view(tx, id))
    return { question: (t) => t.company.confirmDelete({ id, name, clients }), version }
  },
  async run({ app, out }, { args: { id }, ifVersion }) {
    const gone = await app.transact((tx) => store.remove(tx, id, ifVersion), { writes: true })
    await out.done((t) => t.company.deleted({ id, clients: gone.client_count }))
  },
})
