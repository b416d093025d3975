/** The English catalogue. It has one file for each area, named like the folder of the code that uses it. */

import { areas } from './areas.ts'

export const en = areas({
  ask: () => require('./en/ask.ts') as typeof import('./en/ask.ts'),
  audit: () => require('./en/audit.ts') as typeof import('./en/audit.ts'),
  auth: () => require('./en/auth.ts') as typeof import('./en/auth.ts'),
  chart: () => require('./en/chart.ts') as typeof import('./en/chart.ts'),
  client: () => require('./en/client.ts') as typeof import('./en/client.ts'),
  company: () => require('./en/company.ts') as typeof import('./en/company.ts'),
  constraint: () => require('./en/constraint.ts') as typeof import('./en/constraint.ts'),
  contract: () => require('./en/contract.ts') as typeof import('./en/contract.ts'),
  event: () => require('./en/event.ts') as typeof import('./en/event.ts'),
  exports: () => require('./en/exports.ts') as typeof import('./en/exports.ts'),
  find: () => require('./en/find.ts') as typeof import('./en/find.ts'),
  undo: () => require('./en/undo.ts') as typeof import('./en/undo.ts'),
  importing: () => require('./en/importing.ts') as typeof import('./en/importing.ts'),
  noun: () => require('./en/refusal.ts') as typeof import('./en/refusal.ts'),
  refusal: () => require('./en/refusal.ts') as typeof import('./en/refusal.ts'),
  database: () => require('./en/database.ts') as typeof import('./en/database.ts'),
  demo: () => require('./en/demo.ts') as typeof import('./en/demo.ts'),
  interaction: () => require('./en/interaction.ts') as typeof import('./en/interaction.ts'),
  page: () => require('./en/page.ts') as typeof import('./en/page.ts'),
  payment: () => require('./en/payment.ts') as typeof import('./en/payment.ts'),
  merge: () => require('./en/merge.ts') as typeof import('./en/merge.ts'),
  privacy: () => require('./en/privacy.ts') as typeof import('./en/privacy.ts'),
  papers: () => require('./en/papers.ts') as typeof import('./en/papers.ts'),
  list: () => require('./en/list.ts') as typeof import('./en/list.ts'),
  migrate: () => require('./en/migrate.ts') as typeof import('./en/migrate.ts'),
  output: () => require('./en/output.ts') as typeof import('./en/output.ts'),
  server: () => require('./en/server.ts') as typeof import('./en/server.ts'),
  config: () => require('./en/config.ts') as typeof import('./en/config.ts'),
  session: () => require('./en/session.ts') as typeof import('./en/session.ts'),
  usage: () => require('./en/usage.ts') as typeof import('./en/usage.ts'),
  spreadsheet: () => require('./en/spreadsheet.ts') as typeof import('./en/spreadsheet.ts'),
  setup: () => require('./en/setup.ts') as typeof import('./en/setup.ts'),
  today: () => require('./en/today.ts') as typeof import('./en/today.ts'),
  related: () => require('./en/related.ts') as typeof import('./en/related.ts'),
  reports: () => require('./en/reports.ts') as typeof import('./en/reports.ts'),
  role: () => require('./en/role.ts') as typeof import('./en/role.ts'),
  user: () => require('./en/user.ts') as typeof import('./en/user.ts'),
  value: () => require('./en/value.ts') as typeof import('./en/value.ts'),
})

/** Every word a person reads, and how dates and amounts are written. English gives the type. */
export type Words = typeof en
