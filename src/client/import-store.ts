/** How clients are imported. */
import { sql } from 'drizzle-orm'
import { COMMERCIAL } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import type { ImportTarget } from '../db/import/target.ts'
import { inAnyScope } from '../db/judgement.ts'
import { idOf } from '../db/reference.ts'
import { lookedUpRefusal } from '../db/rule-errors.ts'
import { read } from '../db/statement.ts'
import { requireResolved } from '../db/unresolved.ts'
import type { Reference } from '../field/reference.ts'
import { noSuch } from '../user/store.ts'
import { alikeRows } from './duplicates-store.ts'
import { missing, refusals } from './store.ts'

export const target: ImportTarget = {
  resource: 'client',
  table: 'client',
  types: {
    full_name: 'text',
    email: 'text',
    phone: 'text',
    company_id: 'integer',
    first_contact_date: 'timestamptz',
    last_contact_date: 'timestamptz',
    commercial_id: 'integer',
  },
  nouns: { company_id: 'company', commercial_id: 'user' },
  absent: { first_contact_date: sql`now()`, commercial_id: sql`(select epic_events.uid())` },
  unique: ['email'],
  needs: [inAnyScope('client:create')],
  newRow: sql`(select null::integer as id, (select epic_events.uid()) as commercial_id) w`,
  alike: alikeRows,
  refusals: ({ email, company_id }) => refusals({ email: email as string, companyId: (company_id as number) ?? null }),
  missing,
}

/**
 * Whose the new clients of an import become.
 *
 * @throws Forbidden · NotFound · Ambiguous · Refused it is no active salesperson
 */
export async function newCommercial(connection: Connection, by: Reference): Promise<number> {
  const references = { commercial: { noun: 'user', reference: by } } as const
  const { rows, currentUser } = await read<{ id: number | null; active: boolean }>(
    connection,
    'client:assign_commercial',
    sql`select w.id, exists (
        select from epic_events_api.colleague p left join epic_events_api.users u on u.id = p.id
        where p.id = w.id and p.role_id = ${COMMERCIAL} and u.is_active is distinct from false) as active
      from (select ${idOf('user', by)} as id) w`,
  )
  const [found] = rows
  if (found?.id == null) {
    await requireResolved(connection, references)
    throw await noSuch(connection, by, 'commercial')
  }
  // Somebody may import for themselves, whatever their role.
  if (!found.active && found.id !== currentUser.user_id)
    throw await lookedUpRefusal(connection, 'client_commercial_active', { commercial: found.id })
  return found.id
}
