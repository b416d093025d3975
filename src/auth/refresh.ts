import { command } from '../cli/command.ts'
import { Unauthenticated } from '../errors.ts'
import { renew } from './renew.ts'
import { readSession } from './session.ts'

export default command({
  path: ['refresh'],
  access: 'public',
  async run({ app, out, t }) {
    const keeper = await app.keeper()
    const session = readSession(keeper.place)
    if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
    if (session === 'damaged') throw new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })
    const claims = await renew(keeper, session)
    const until = new Date(claims.exp * 1000).toISOString()
    await out.done(() => t.auth.refreshed({ until: t.format.date(until) }))
  },
})
