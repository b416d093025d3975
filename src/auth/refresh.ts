import { command } from '../cli/command.ts'
import type { Column } from '../cli/output/column.ts'
import { Unauthenticated } from '../errors.ts'
import { renew } from './renew.ts'
import { readSession } from './session.ts'

const columns: readonly Column[] = [
  { key: 'access_expires_at', kind: 'date', label: (t) => t.auth.label.access_expires_at },
]

export default command({
  path: ['refresh'],
  access: 'public',
  async run({ app, out, t, globals }) {
    const keeper = await app.keeper()
    const session = readSession(keeper.place)
    if (session === undefined) throw new Unauthenticated((t) => t.refusal.login, { next: ['login'] })
    if (session === 'damaged') throw new Unauthenticated((t) => t.refusal.expired, { next: ['login'] })
    const claims = await renew(keeper, session)
    const until = new Date(claims.exp * 1000).toISOString()
    if (globals.format !== 'table') await out.record({ title: () => '', columns, row: { access_expires_at: until } })
    await out.done(() => t.auth.refreshed({ until: t.format.date(until) }))
  },
})
