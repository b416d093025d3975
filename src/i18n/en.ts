/** English: gives the type that French satisfies. One file an area, so that a sentence is found where its command is. */

import { config } from './en/config.ts'
import { constraint } from './en/constraint.ts'
import { migrate } from './en/migrate.ts'
import { output } from './en/output.ts'
import { noun, refusal } from './en/refusal.ts'
import { server } from './en/server.ts'
import { session } from './en/session.ts'
import { value } from './en/value.ts'

export const en = {
  constraint,
  noun,
  refusal,
  migrate,
  output,
  server,
  config,
  session,
  value,
}
