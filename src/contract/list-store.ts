/** The SQL of the list of contracts. */
import { type SQL, sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { colleague, named } from '../db/lookup.ts'
import { among, byId, type Listed } from '../db/narrowing.ts'
import type { Contract, filters } from './contract.ts'
import { record } from './store.ts'

type Filters = typeof filters

/** An amount in cents: PostgreSQL compares whole numbers inside an index, decimals only after the policies. */
const cents = (amount: string | undefined): SQL => sql`${(amount ?? '').replace('.', '')}::bigint`

const total = sql`k.total_cents`
const due = sql`k.due_cents`
const created = sql`k.created_at`
const nextDue = sql`k.next_due`

/** @param today of the reader, `2026-06-12` */
const list = (today: string): Listed<Filters> => ({
  resource: 'contract',
  columns: record(sql`x`, { client: sql`c.full_name`, commercial: sql`m.full_name` }),
  lookups: {
    c: named(sql`epic_events_api.client`, 'full_name', 'client_id'),
    m: colleague('commercial_id'),
  },
  records: sql`epic_events_api.contract`,
  long: [],
  keys: sql`epic_events_api.contract_keys`,
  wide: { view: sql`epic_events_api.contract_wide`, needs: ['client', 'company', 'event'] },
  words: sql`coalesce((
    select c.search || coalesce((select o.search from epic_events_api.company_keys o where o.id = c.company_id), '')
    from epic_events_api.client_keys c where c.id = k.client_id), '')`,
  sorts: {
    id: byId,
    client: {
      key: sql`c.name_key`,
      type: 'text',
      through: {
        joins: [sql`epic_events_api.client_keys c on c.id = k.client_id`],
        needs: ['client'],
        leads: { commercial_id: sql`c.commercial_id` },
        hidden: sql`not exists (select from epic_events_api.client_keys c where c.id = k.client_id)`,
      },
    },
    total: { key: total, type: 'bigint' },
    due: { key: due, type: 'bigint' },
    next_due: { key: nextDue, type: 'date', nullable: true },
    created: { key: created, type: 'timestamptz' },
  },
  filters: {
    search: 'words',
    client: { refers: 'client', is: (ids) => sql`k.client_id${among(ids)}` },
    commercial: { refers: 'user', leads: 'commercial_id', is: (ids) => sql`k.commercial_id${among(ids)}` },
    company: {
      refers: 'company',
      is: (ids) => sql`k.client_id in (select c.id from epic_events_api.client_keys c where c.company_id${among(ids)})`,
    },
    // These are the conditions of partial indexes, and what is due as the range of another: sorted by it, the rest is not read.
    signed: { rows: () => sql`k.is_signed` },
    unsigned: { rows: () => sql`not k.is_signed` },
    paid: { rows: () => sql`k.is_fully_paid and k.due_cents = 0` },
    unpaid: { rows: () => sql`not k.is_fully_paid and k.due_cents > 0` },
    overdue: { range: nextDue, rows: () => sql`k.is_signed and k.next_due < ${today}::date` },
    withoutEvent: {
      wide: true,
      rows: (_, { wide }) =>
        wide
          ? sql`not k.has_event`
          : sql`not coalesce((select true from epic_events_api.event_keys e where e.contract_id = k.id limit 1), false)`,
    },
    min: { range: total, rows: ([amount]) => sql`k.total_cents >= ${cents(amount)}` },
    max: { range: total, rows: ([amount]) => sql`k.total_cents <= ${cents(amount)}` },
    minDue: { range: due, rows: ([amount]) => sql`k.due_cents >= ${cents(amount)}` },
    maxDue: { range: due, rows: ([amount]) => sql`k.due_cents <= ${cents(amount)}` },
    since: { range: created, rows: ([since]) => sql`k.created_at >= ${since?.start}::timestamptz` },
    until: { range: created, rows: ([until]) => sql`k.created_at < ${until?.end}::timestamptz` },
    onlyMine: 'mine',
  },
  usual: ({ overdue }) => (overdue ? 'next_due' : 'id'),
})

/** One page of contracts. @param today of the reader; only what is overdue depends on it @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>, today = 'today'): Promise<ListPage<Contract>> =>
  listOf<Contract, Filters>(connection, list(today), o)
