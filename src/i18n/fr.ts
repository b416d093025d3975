/** Le français : mêmes clés que l'anglais, sinon rien ne compile. */
import type { Words } from './catalog.ts'
import { config } from './fr/config.ts'
import { server } from './fr/server.ts'
import { session } from './fr/session.ts'
import { value } from './fr/value.ts'

export const fr = {
  server,
  config,
  session,
  value,
} satisfies Words
