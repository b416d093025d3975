import { command } from '../command/command.ts'
import { fieldsOf } from '../field/attribute.ts'
import { parser } from '../field/parser.ts'
import { normalUsername } from '../field/username.ts'
import { chooseOwnPassword } from './first-password.ts'
import { identity } from './identity.ts'
import { signIn } from './sign-in.ts'
import { loginTarget, rememberTarget } from './target.ts'

const fields = fieldsOf('auth', {
  // The rules for new names do not apply: a wrong name and a wrong password get the same answer.
  username: { kind: 'text', short: 'u', schema: (t) => parser(t, normalUsername) },
  password: { kind: 'secret', confirm: false, schema: (t) => parser(t, (typed) => typed) },
})

export default command({
  path: ['login'],
  access: 'public',
  dateless: 'table',
  fields,
  required: ['username', 'password'],
  // Said before the password is asked for and sent: a settings file in the current folder may lead to somebody else's server.
  async before({ app, out }) {
    const { now, before } = await loginTarget(app)
    if (before === undefined) await out.forPerson(() => out.note((t) => t.auth.target(now)))
    else if (before.server !== now.server || before.file !== now.file)
      await out.warning((t) => t.auth.otherTarget({ ...now, before }))
  },
  async run(call, { values }) {
    const { app, out } = call
    const first = await signIn(app, values.username, values.password)
    const { user_id: id, username } = first
    const opened =
      first.must_change && id !== null
        ? await chooseOwnPassword(call, { id, username: username ?? '' }, values.password)
        : first
    await rememberTarget(app)
    const row = { ...opened, id: opened.user_id, role_name: opened.role, session_expires_at: opened.ends_at }
    await out.data({ columns: identity, row })
    await out.success((t) => t.auth.welcome({ name: opened.full_name ?? '', role: opened.role ?? '' }))
    await out.hint(['today', 'help'])
  },
})
