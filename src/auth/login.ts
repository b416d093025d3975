import { command } from '../command/command.ts'
import { field } from '../field/field.ts'
import { parser } from '../field/parser.ts'
import { identity } from './identity.ts'
import { signIn } from './sign-in.ts'

const fields = {
  username: field({
    kind: 'text',
    option: 'username',
    short: 'u',
    column: 'username',
    label: (t) => t.auth.label.username,
    help: (t) => t.auth.help.username,
    // The rules for new usernames do not apply here: an unknown name is refused like a wrong password.
    schema: (t) => parser(t, (typed) => typed.toLowerCase()),
  }),
  password: field({
    kind: 'secret',
    once: true,
    option: 'password',
    column: 'password',
    label: (t) => t.auth.label.password,
    help: (t) => t.auth.help.password,
    schema: (t) => parser(t, (typed) => typed),
  }),
}

export default command({
  path: ['login'],
  access: 'public',
  fields,
  required: ['username', 'password'],
  async run({ app, out, globals }, { values }) {
    const opened = await signIn(app, values.username, values.password)
    // A person reads the welcome below. A script that asked for a format gets a record in it.
    if (globals.format !== 'table') {
      const row = { ...opened, id: opened.user_id, role_name: opened.role, session_expires_at: opened.ends_at }
      await out.record({ title: () => opened.full_name ?? '', columns: identity, row })
    }
    await out.success((t) => t.auth.welcome({ name: opened.full_name ?? '', role: opened.role ?? '' }))
    await out.hint(['today', 'help'])
  },
})
