import { command } from '../command/command.ts'
import { credentials as fields, identity } from './identity.ts'
import { signIn } from './sign-in.ts'
import { announceTarget } from './target.ts'

export default command({
  path: ['login'],
  access: 'public',
  dateless: 'table',
  fields,
  required: ['username', 'password'],
  before: announceTarget,
  async run({ app, out }, { values }) {
    const opened = await signIn(app, values.username, values.password)
    const row = { ...opened, id: opened.user_id, role_name: opened.role, session_expires_at: opened.ends_at }
    await out.data({ columns: identity, row })
    await out.success((t) => t.auth.welcome({ name: opened.full_name ?? '', role: opened.role ?? '' }))
    await out.hint(['today', 'help'])
  },
})
