/** The SQL of the list of clients. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { colleague, named } from '../db/lookup.ts'
import { among, byId, type Listed } from '../db/narrowing.ts'
import type { Client, filters } from './client.ts'
import { record } from './store.ts'

type Filters = typeof filters

const firstContact = sql`k.first_contact_date`
const nextContact = sql`k.next_contact_date`
const contact = sql`coalesce(k.last_contact_date, k.first_contact_date)`

const list: Listed<Filters> = {
  resource: 'client',
  columns: record(sql`x`, { company: sql`o.name`, commercial: sql`m.full_name` }),
  lookups: {
    o: named(sql`epic_events_api.company`, 'name', 'company_id'),
    m: colleague('commercial_id'),
  },
  records: sql`epic_events_api.client`,
  long: [],
  keys: sql`epic_events_api.client_keys`,
  wide: { view: sql`epic_events_api.client_wide`, needs: ['company', 'contract'] },
  words: sql`k.search || coalesce((select o.search from epic_events_api.company_keys o where o.id = k.company_id), '')`,
  sorts: {
    id: byId,
    name: { key: sql`k.name_key`, type: 'text' },
    company: {
      key: sql`o.name_key`,
      type: 'text',
      through: {
        joins: [sql`epic_events_api.company_keys o on o.id = k.company_id`],
        lookup: sql`select o.name_key from epic_events_api.company_keys o where o.id = k.company_id`,
        needs: ['company'],
        hidden: sql`not exists (select from epic_events_api.company_keys o where o.id = k.company_id)`,
        none: sql`k.company_id is null`,
      },
    },
    first_contact: { key: firstContact, type: 'timestamptz' },
    last_contact: { key: sql`k.last_contact_date`, type: 'timestamptz', nullable: true },
    next_contact: { key: nextContact, type: 'date', nullable: true },
  },
  filters: {
    search: 'words',
    commercial: { refers: 'user', leads: 'commercial_id', is: (ids) => sql`k.commercial_id${among(ids)}` },
    company: { refers: 'company', is: (ids) => sql`k.company_id${among(ids)}` },
    withoutCompany: { rows: () => sql`k.company_id is null` },
    since: { range: firstContact, rows: ([since]) => sql`k.first_contact_date >= ${since?.start}::timestamptz` },
    until: { range: firstContact, rows: ([until]) => sql`k.first_contact_date < ${until?.end}::timestamptz` },
    // The first contact was a contact too.
    silent: {
      range: contact,
      rows: ([silent]) => sql`coalesce(k.last_contact_date, k.first_contact_date) < ${silent?.ago}::timestamptz`,
    },
    // A client that was due before the period is still due.
    due: { range: nextContact, rows: ([due]) => sql`k.next_contact_date <= ${due?.last}::date` },
    withoutContract: { wide: true, rows: (_, { wide }) => (wide ? sql`not k.has_contract` : noContract) },
    onlyMine: 'mine',
  },
  usual: ({ due }) => (due ? 'next_contact' : 'id'),
}

// A lookup for each row that is met: as `not exists` it would be joined, and all contracts read; as `is null` next to no row would be expected.
const noContract = sql`not coalesce((select true from epic_events_api.contract_keys c where c.client_id = k.id limit 1), false)`

/** One page of clients. @throws as `listOf` */
export const page = (connection: Connection, o: Wanted<Filters>): Promise<ListPage<Client>> =>
  listOf<Client, Filters>(connection, list, o)
