/** Le français : mêmes clés que l'anglais, sinon rien ne compile. */
import type { Words } from './catalog.ts'
import { config } from './fr/config.ts'
import { migrate } from './fr/migrate.ts'
import { server } from './fr/server.ts'
import { session } from './fr/session.ts'
import { value } from './fr/value.ts'

export const fr = {
  migrate,
  server,
  config,
  session,
  value,
} satisfies Words
