/** How contracts are imported. */
import { sql } from 'drizzle-orm'
import type { ImportTarget } from '../db/import/target.ts'
import { inAnyScope } from '../db/judgement.ts'
import { clientNotFound, missing } from './store.ts'

export const target: ImportTarget = {
  resource: 'contract',
  table: 'contract',
  types: {
    client_id: 'integer',
    commercial_id: 'integer',
    total_amount: 'numeric',
    remaining_amount: 'numeric',
    is_signed: 'boolean',
  },
  nouns: { client_id: 'client', commercial_id: 'user' },
  absent: { is_signed: sql`false` },
  unique: [],
  needs: [inAnyScope('contract:create')],
  newRow: sql`(
    select null::integer as id, c.commercial_id from epic_events_api.client c where c.id = g.client_id) w`,
  parentMissing: ({ client_id }) => clientNotFound(client_id as number),
  refusals: ({ client_id }) => ({
    contract_client_fk: () => (client_id === undefined ? undefined : clientNotFound(client_id as number)),
  }),
  missing,
}
