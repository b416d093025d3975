import { command } from '../command/command.ts'
import { Unauthenticated } from '../errors.ts'
import type { Column } from '../field/column.ts'
import { readSession } from '../session/file.ts'
import { renew } from '../session/renew.ts'

const columns: readonly Column[] = [
  { key: 'access_expires_at', kind: 'date', label: (t) => t.auth.label.access_expires_at },
]

export default command({
  path: ['refresh'],
  access: 'public',
  async run({ app, out, t, globals }) {
    const context = await app.sessionContext()
    const session = readSession(context.location)
    if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
    if (session === 'damaged') throw new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })
    const claims = await renew(context, session)
    const until = new Date(claims.exp * 1000).toISOString()
    if (globals.format !== 'table') await out.record({ title: () => '', columns, row: { access_expires_at: until } })
    await out.success(() => t.auth.refreshed({ until: t.format.date(until) }))
  },
})
