import { command } from '../command/command.ts'
import * as roles from '../role/store.ts'
import { generatePassword, hash } from '../session/password.ts'
import * as store from './store.ts'
import { columns, fields, firstPassword } from './user.ts'

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
  switches: {
    generatePassword: {
      option: 'generate-password',
      help: (t) => t.user.help.generate_password,
      insteadOf: 'password',
    },
  },
  async run({ app, out }, { values, flags }) {
    const { password: typed, ...profile } = values
    const generated = flags.generatePassword ? generatePassword() : undefined
    const passwordHash = await hash(generated ?? typed)
    const create = { ...profile, passwordHash, mustChange: generated !== undefined }
    const user = await app.connect((connection) => store.create(connection, create), { writes: true })
    await app.report.captureEvent('user.created', user.id)
    await out.success((t) => t.user.created({ id: user.id }))
    await out.record({
      title: (t) => t.user.card({ id: user.id, name: user.full_name }),
      columns: generated === undefined ? columns : [...columns, ...firstPassword],
      row: generated === undefined ? user : { ...user, password: generated },
    })
    if (generated === undefined) return
    // Nobody can ever read it again, so it comes with --quiet too, on a line of its own.
    await out.forPerson(() => out.note((t) => t.user.generated({ name: user.full_name })))
    await out.text(generated)
  },
})
