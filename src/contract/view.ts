import { command } from '../cli/command.ts'
import { columns, idField } from './contract.ts'
import * as store from './store.ts'

export default command({
  path: ['contract', 'view'],
  access: 'contract:view',
  positionals: { id: { field: idField, placeholder: 'ID' } },
  async run({ app, out }, { args: { id } }) {
    const contract = await app.transact((tx) => store.view(tx, id))
    await out.record({ title: (t) => t.contract.card({ id, client: contract.client_name }), columns, row: contract })
  },
})
