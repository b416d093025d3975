import { command } from '../command/command.ts'
import { columns, fields } from './role.ts'
import * as store from './store.ts'

export default command({
  path: ['role', 'create'],
  access: 'role:create',
  fields,
  required: ['name'],
  async run({ app, out }, { values: { name } }) {
    const role = await app.connect((connection) => store.create(connection, name), { writes: true })
    await out.success((t) => t.role.created({ id: role.id, name }))
    await out.record({ title: (t) => t.role.card({ id: role.id, name }), columns, row: role })
    await out.hint([`role grant ${role.id}`, 'role permissions'])
  },
})
