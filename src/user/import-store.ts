/** How colleagues are imported. */
import { sql } from 'drizzle-orm'
import { predicate } from '../access/predicates.ts'
import type { ImportTarget } from '../db/import/target.ts'
import { inAnyScope } from '../db/judgement.ts'
import { trustedSql } from '../db/statement.ts'
import { missing, refusals } from './store.ts'

/** May the caller view the colleague? */
const open = () => trustedSql(predicate('user', ['view'], 'x'))

export const target: ImportTarget = {
  resource: 'user',
  table: 'users',
  types: {
    username: 'text',
    full_name: 'text',
    email: 'text',
    phone: 'text',
    role_id: 'integer',
    password_hash: 'text',
  },
  nouns: { role_id: 'role' },
  absent: {},
  unique: ['username', 'email'],
  stored: sql`case when ${open()} then x.username end as username, x.full_name, case when ${open()} then x.email end as email,
    case when ${open()} then x.phone end as phone, x.role_id`,
  needs: [inAnyScope('user:create')],
  newRow: sql`(select null::integer as id) w`,
  // No view shows the hash, so a function creates colleagues (drizzle/0012_people.sql). They choose a password of their own at the first login.
  insert: (rows) => sql`
    select c.id from ${rows} cross join lateral epic_events.create_user(g.username, g.full_name, g.email,
      g.password_hash, g.role_id, g.phone, true) c`,
  refusals: ({ username, email }) => refusals({ username: username as string, email: email as string }),
  missing,
}
