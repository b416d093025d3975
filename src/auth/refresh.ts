import { command } from '../command/command.ts'
import { Unauthenticated } from '../errors.ts'
import { columnsOf } from '../field/attribute.ts'
import { readSession } from '../session/file.ts'
import { renew } from '../session/renew.ts'

const columns = columnsOf('auth', { access_expires_at: { kind: 'date' } })

export default command({
  path: ['refresh'],
  access: 'public',
  async run({ app, out, t }) {
    const context = await app.sessionContext()
    const session = readSession(context.location)
    if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
    if (session === 'damaged') throw new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })
    const claims = await renew(context, session)
    const until = new Date(claims.exp * 1000).toISOString()
    await out.data({ columns, row: { access_expires_at: until } })
    await out.success(() => t.auth.refreshed({ until: t.format.date(until) }))
  },
})
