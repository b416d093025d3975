/** Le français : mêmes clés que l'anglais, sinon rien ne compile. */
import type { Words } from './catalog.ts'
import { config } from './fr/config.ts'
import { constraint } from './fr/constraint.ts'
import { migrate } from './fr/migrate.ts'
import { output } from './fr/output.ts'
import { noun, refusal } from './fr/refusal.ts'
import { server } from './fr/server.ts'
import { session } from './fr/session.ts'
import { value } from './fr/value.ts'

export const fr = {
  constraint,
  noun,
  refusal,
  migrate,
  output,
  server,
  config,
  session,
  value,
} satisfies Words
