import { command } from '../cli/command.ts'
import { field } from '../cli/field.ts'
import { reading } from '../cli/values/reading.ts'
import { nobodyYet, Unauthenticated } from '../errors.ts'
import { keep, previous } from './current.ts'
import { digest } from './password.ts'
import { newSecret, sha256 } from './secret.ts'
import * as store from './store.ts'

const fields = {
  username: field({
    kind: 'text',
    option: 'username',
    short: 'u',
    column: 'username',
    label: (t) => t.auth.label.username,
    help: (t) => t.auth.help.username,
    // Not the rule for new names: whoever signs in may type what they like.
    schema: (t) => reading(t, (typed) => typed.toLowerCase()),
  }),
  password: field({
    kind: 'secret',
    once: true,
    option: 'password',
    column: 'password',
    label: (t) => t.auth.label.password,
    help: (t) => t.auth.help.password,
    schema: (t) => reading(t, (typed) => typed),
  }),
}

export default command({
  path: ['login'],
  access: 'public',
  fields,
  required: ['username', 'password'],
  async run({ app, out }, { values }) {
    const keeper = await app.keeper()
    const [secret, refreshToken] = [newSecret(), newSecret()]
    const [access, refresh] = [sha256(secret), sha256(refreshToken)]
    const unproven = { signedIn: false, crypto: true }
    // Two transactions: a verdict given inside one could be rolled back, and guessed again (trust.md §2).
    const attempt = await app.transact(
      (tx) => store.attempt(tx, values.username, digest(values.password), access, refresh),
      unproven,
    )
    const opened = await app.transact(
      (tx) => store.claim(tx, attempt, access, keeper.accessSeconds, app.config.refreshDays() * 86_400),
      unproven,
    )
    if (opened.status === 'wait') {
      throw new Unauthenticated((t) => t.auth.wait({ seconds: opened.wait }), { next: ['login'] })
    }
    if (opened.status === 'no') {
      throw opened.anybody ? new Unauthenticated((t) => t.auth.wrong, { next: ['login'] }) : nobodyYet()
    }
    const before = await previous(keeper)
    await keep(keeper, { ...opened, secret, refreshToken })
    // One session a device: the one that this file held is over. That it cannot be ended is no reason not to sign in.
    if (before) await app.transact((tx) => store.logout(tx), { secret: before }).catch(() => {})
    await out.done((t) => t.auth.welcome({ name: opened.full_name ?? '', role: opened.role ?? '' }))
    await out.next(['today', 'help'])
  },
})
