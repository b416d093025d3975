/** How companies are imported. */
import { sql } from 'drizzle-orm'
import type { ImportTarget } from '../db/import/target.ts'
import { inAnyScope } from '../db/judgement.ts'
import { missing } from './store.ts'

export const target: ImportTarget = {
  resource: 'company',
  table: 'company',
  types: { name: 'text', billing_address: 'text', vat_number: 'text' },
  nouns: {},
  absent: {},
  unique: [],
  needs: [inAnyScope('company:create')],
  newRow: sql`(select null::integer as id) w`,
  refusals: () => ({}),
  missing,
}
