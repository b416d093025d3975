/** How events are imported. */
import { sql } from 'drizzle-orm'
import type { ImportTarget } from '../db/import/target.ts'
import { inAnyScope } from '../db/judgement.ts'
import { contractNotFound, missing } from './store.ts'

export const target: ImportTarget = {
  resource: 'event',
  table: 'event',
  types: {
    contract_id: 'integer',
    title: 'text',
    full_address: 'text',
    support_contact_id: 'integer',
    start_date: 'timestamptz',
    end_date: 'timestamptz',
    participant_count: 'integer',
    notes: 'text',
  },
  nouns: { contract_id: 'contract', support_contact_id: 'user' },
  absent: { participant_count: sql`0` },
  unique: [],
  needs: [inAnyScope('event:create'), { ...inAnyScope('event:assign_support'), column: 'support_contact_id' }],
  newRow: sql`(
    select null::integer as id, k.commercial_id, g.support_contact_id
    from epic_events_api.contract k where k.id = g.contract_id) w`,
  parentMissing: ({ contract_id }) => contractNotFound(contract_id as number),
  refusals: ({ contract_id }) => ({
    event_contract_fk: () => (contract_id === undefined ? undefined : contractNotFound(contract_id as number)),
  }),
  missing,
}
