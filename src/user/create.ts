import { hash } from '../auth/password.ts'
import { command } from '../cli/command.ts'
import { nearest } from '../cli/suggest.ts'
import * as roles from '../role/store.ts'
import * as store from './store.ts'
import { columns, fields } from './user.ts'

export default command({
  path: ['user', 'create'],
  access: 'user:create',
  fields,
  required: ['username', 'fullName', 'email', 'role', 'password'],
  choices: { role: roles.choices },
  async run({ app, out }, { values }) {
    const { password, ...known } = values
    const passwordHash = await hash(password)
    const user = await app.transact((tx) => store.create(tx, { ...known, passwordHash }, nearest), { writes: true })
    await app.report.happened('user.created', user.id)
    await out.done((t) => t.user.created({ id: user.id }))
    await out.record({ title: (t) => t.user.card({ id: user.id, name: user.full_name }), columns, row: user })
  },
})
