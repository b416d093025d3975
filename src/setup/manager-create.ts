import { command } from '../command/command.ts'
import { hash } from '../session/password.ts'
import * as user from '../user/user.ts'
import { asOwner, requireExplicitDatabase, requireRoot } from './owner.ts'
import * as store from './store.ts'

const { username, fullName, email, password } = user.fields

export default command({
  path: ['manager-create'],
  access: 'public',
  fields: { username, fullName, email, password },
  required: ['username', 'fullName', 'email', 'password'],
  async before({ app }) {
    requireExplicitDatabase(app, 'manager-create')
    requireRoot(app, (await app.adminDatabase()).kind === 'embedded')
  },
  async run({ app, out }, { values }) {
    const { name } = await app.adminDatabase()
    const { password: plain, ...profile } = values
    const passwordHash = await hash(plain)
    const made = await asOwner(app, (sql) => store.createManager(sql, { ...profile, passwordHash }))
    await out.success((t) => t.setup.managerCreated({ id: made.id, name: made.full_name, database: name }))
    await out.record({
      title: () => made.full_name,
      columns: user.columns.filter(({ key }) => key in made),
      row: { ...made },
    })
    await out.hint([`login --username ${made.username}`])
  },
})
