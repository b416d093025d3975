/** French: the same keys as English, or nothing compiles. */
import { areas } from './areas.ts'
import type { Words } from './en.ts'

export const fr = areas({
  ask: () => require('./fr/ask.ts') as typeof import('./fr/ask.ts'),
  audit: () => require('./fr/audit.ts') as typeof import('./fr/audit.ts'),
  auth: () => require('./fr/auth.ts') as typeof import('./fr/auth.ts'),
  client: () => require('./fr/client.ts') as typeof import('./fr/client.ts'),
  company: () => require('./fr/company.ts') as typeof import('./fr/company.ts'),
  constraint: () => require('./fr/constraint.ts') as typeof import('./fr/constraint.ts'),
  contract: () => require('./fr/contract.ts') as typeof import('./fr/contract.ts'),
  event: () => require('./fr/event.ts') as typeof import('./fr/event.ts'),
  find: () => require('./fr/find.ts') as typeof import('./fr/find.ts'),
  noun: () => require('./fr/refusal.ts') as typeof import('./fr/refusal.ts'),
  refusal: () => require('./fr/refusal.ts') as typeof import('./fr/refusal.ts'),
  database: () => require('./fr/database.ts') as typeof import('./fr/database.ts'),
  demo: () => require('./fr/demo.ts') as typeof import('./fr/demo.ts'),
  interaction: () => require('./fr/interaction.ts') as typeof import('./fr/interaction.ts'),
  list: () => require('./fr/list.ts') as typeof import('./fr/list.ts'),
  migrate: () => require('./fr/migrate.ts') as typeof import('./fr/migrate.ts'),
  output: () => require('./fr/output.ts') as typeof import('./fr/output.ts'),
  server: () => require('./fr/server.ts') as typeof import('./fr/server.ts'),
  config: () => require('./fr/config.ts') as typeof import('./fr/config.ts'),
  session: () => require('./fr/session.ts') as typeof import('./fr/session.ts'),
  usage: () => require('./fr/usage.ts') as typeof import('./fr/usage.ts'),
  spreadsheet: () => require('./fr/spreadsheet.ts') as typeof import('./fr/spreadsheet.ts'),
  setup: () => require('./fr/setup.ts') as typeof import('./fr/setup.ts'),
  today: () => require('./fr/today.ts') as typeof import('./fr/today.ts'),
  related: () => require('./fr/related.ts') as typeof import('./fr/related.ts'),
  role: () => require('./fr/role.ts') as typeof import('./fr/role.ts'),
  user: () => require('./fr/user.ts') as typeof import('./fr/user.ts'),
  value: () => require('./fr/value.ts') as typeof import('./fr/value.ts'),
}) satisfies Words
