import { command } from '../cli/command.ts'
import { columns, idField } from './client.ts'
import * as store from './store.ts'

export default command({
  path: ['client', 'view'],
  access: 'client:view',
  positionals: { id: { field: idField, placeholder: 'ID' } },
  async run({ app, out }, { args }) {
    const client = await app.transact((tx) => store.view(tx, args.id))
    await out.record({
      title: (t) => t.client.card({ id: client.id, name: client.full_name }),
      columns,
      row: { ...client },
    })
  },
})
