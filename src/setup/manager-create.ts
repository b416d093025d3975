import { hash } from '../auth/password.ts'
import { command } from '../cli/command.ts'
import * as user from '../user/user.ts'
import { asOwner, meantDatabase, mustBeRoot } from './owner.ts'
import * as store from './store.ts'

const { username, fullName, email, password } = user.fields

export default command({
  path: ['manager-create'],
  access: 'public',
  fields: { username, fullName, email, password },
  required: ['username', 'fullName', 'email', 'password'],
  async before({ app }) {
    meantDatabase(app, 'manager-create')
    mustBeRoot(app, (await app.ownerHome()).kind === 'embedded')
  },
  async run({ app, out }, { values }) {
    const { name } = await app.ownerHome()
    const { password: plain, ...known } = values
    const passwordHash = await hash(plain)
    const made = await asOwner(app, (sql) => store.createManager(sql, { ...known, passwordHash }))
    await out.done((t) => t.setup.managerCreated({ id: made.id, name: made.full_name, database: name }))
    await out.record({
      title: () => made.full_name,
      columns: user.columns.filter(({ key }) => key in made),
      row: { ...made },
    })
    await out.next([`login --username ${made.username}`])
  },
})
