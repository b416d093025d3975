/** French: the same keys as English, or nothing compiles. */
import type { Words } from './en.ts'
import { ask } from './fr/ask.ts'
import { audit } from './fr/audit.ts'
import { auth } from './fr/auth.ts'
import { client } from './fr/client.ts'
import { company } from './fr/company.ts'
import { config } from './fr/config.ts'
import { constraint } from './fr/constraint.ts'
import { contract } from './fr/contract.ts'
import { database } from './fr/database.ts'
import { demo } from './fr/demo.ts'
import { event } from './fr/event.ts'
import { find } from './fr/find.ts'
import { list } from './fr/list.ts'
import { migrate } from './fr/migrate.ts'
import { output } from './fr/output.ts'
import { noun, refusal } from './fr/refusal.ts'
import { related } from './fr/related.ts'
import { role } from './fr/role.ts'
import { server } from './fr/server.ts'
import { session } from './fr/session.ts'
import { setup } from './fr/setup.ts'
import { today } from './fr/today.ts'
import { usage } from './fr/usage.ts'
import { user } from './fr/user.ts'
import { value } from './fr/value.ts'

export const fr = {
  ask,
  audit,
  auth,
  client,
  company,
  constraint,
  contract,
  event,
  find,
  noun,
  refusal,
  database,
  demo,
  list,
  migrate,
  output,
  server,
  config,
  session,
  usage,
  setup,
  today,
  related,
  role,
  user,
  value,
} satisfies Words
