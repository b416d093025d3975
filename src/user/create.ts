import { command } from '../command/command.ts'
import * as roles from '../role/store.ts'
import { hash } from '../session/password.ts'
import * as store from './store.ts'
import { columns, fields } from './user.ts'

export default command({
  path: ['user', 'create'],
  access: 'user:create',
  fields,
  required: ['username', 'fullName', 'email', 'role', 'password'],
  choices: { role: roles.choices },
  judges: {
    username: (connection, username) => store.mustBeFree(connection, 'username', username),
    email: (connection, email) => store.mustBeFree(connection, 'email', email),
    role: roles.mustExist,
  },
  async run({ app, out }, { values }) {
    const { password, ...profile } = values
    const passwordHash = await hash(password)
    const user = await app.connect((connection) => store.create(connection, { ...profile, passwordHash }), {
      writes: true,
    })
    await app.report.captureEvent('user.created', user.id)
    await out.success((t) => t.user.created({ id: user.id }))
    await out.record({ title: (t) => t.user.card({ id: user.id, name: user.full_name }), columns, row: user })
  },
})
