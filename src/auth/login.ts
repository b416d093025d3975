import { command } from '../command/command.ts'
import { logIn } from './first-password.ts'
import { credentials as fields, identity } from './identity.ts'
import { announceTarget } from './target.ts'

export default command({
  path: ['login'],
  access: 'public',
  dateless: 'table',
  fields,
  required: ['username', 'password'],
  before: announceTarget,
  async run(call, { values }) {
    const { out } = call
    const opened = await logIn(call, values.username, values.password)
    const row = { ...opened, id: opened.user_id, role_name: opened.role, session_expires_at: opened.ends_at }
    await out.data({ columns: identity, row })
    await out.success((t) => t.auth.welcome({ name: opened.full_name ?? '', role: opened.role ?? '' }))
    await out.hint(['today', 'help'])
  },
})
