import { command } from '../command/command.ts'
import type { Connection } from '../db/connection.ts'
import { quoted } from '../text/shell.ts'
import { columns, fields, likeField as like } from './role.ts'
import * as store from './store.ts'

export default command({
  path: ['role', 'create'],
  access: 'role:create',
  fields: { ...fields, like },
  required: ['name'],
  choices: { like: store.copyChoices },
  async run({ app, out }, { values: { name, like } }) {
    const create = (connection: Connection) =>
      like === undefined ? store.create(connection, name) : store.createLike(connection, name, like)
    const role = await app.connect(create, { writes: true })
    const { id, permission_count: count } = role
    await out.success((t) => t.role.created({ id, name, count }))
    await out.record({ title: (t) => t.role.card({ id, name }), columns, row: role })
    // A role that has permissions is ready for somebody. One without them needs some first.
    await out.hint(count > 0 ? [`user create --role ${quoted(name)}`] : [`role grant ${id}`, 'role permissions'])
  },
})
