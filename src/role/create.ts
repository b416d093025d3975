import { command } from '../cli/command.ts'
import { columns, fields } from './role.ts'
import * as store from './store.ts'

export default command({
  path: ['role', 'create'],
  access: 'role:create',
  fields,
  required: ['name'],
  async run({ app, out }, { values: { name } }) {
    const role = await app.transact((tx) => store.create(tx, name), { writes: true })
    await out.done((t) => t.role.created({ id: role.id, name }))
    await out.record({ title: (t) => t.role.card({ id: role.id, name }), columns, row: role })
    await out.next([`role grant ${role.id}`, 'role permissions'])
  },
})
