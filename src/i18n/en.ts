/** The English catalogue. It has one file for each area, named like the folder of the code that uses it. */

import { ask } from './en/ask.ts'
import { audit } from './en/audit.ts'
import { auth } from './en/auth.ts'
import { client } from './en/client.ts'
import { company } from './en/company.ts'
import { config } from './en/config.ts'
import { constraint } from './en/constraint.ts'
import { contract } from './en/contract.ts'
import { database } from './en/database.ts'
import { demo } from './en/demo.ts'
import { event } from './en/event.ts'
import { find } from './en/find.ts'
import { list } from './en/list.ts'
import { migrate } from './en/migrate.ts'
import { output } from './en/output.ts'
import { noun, refusal } from './en/refusal.ts'
import { related } from './en/related.ts'
import { role } from './en/role.ts'
import { server } from './en/server.ts'
import { session } from './en/session.ts'
import { setup } from './en/setup.ts'
import { today } from './en/today.ts'
import { usage } from './en/usage.ts'
import { user } from './en/user.ts'
import { value } from './en/value.ts'

export const en = {
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
}

/** Every word a person reads, and how dates and amounts are written. English gives the type. */
export type Words = typeof en
