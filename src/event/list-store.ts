/** The SQL of the list of events. */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { type ListPage, listOf } from '../db/list.ts'
import type { Wanted } from '../db/list-question.ts'
import { colleague } from '../db/lookup.ts'
import { among, byId, type Listed, type Range } from '../db/narrowing.ts'
import type { FilterValues } from '../field/filter.ts'
import type { Event, filters } from './event.ts'
import { record } from './store.ts'

type Filters = typeof filters

/** The contract and the client of the event `k`, as far as the caller may see both. */
const ofClient = [
  sql`epic_events_api.contract_keys t on t.id = k.contract_id`,
  sql`epic_events_api.client_keys c on c.id = t.client_id`,
]

const participants = sql`k.participant_count`

const list: Listed<Filters> = {
  resource: 'event',
  columns: record(sql`x`, { commercial: sql`m.full_name`, support: sql`s.full_name` }),
  lookups: {
    o: {
      by: 'contract_id',
      gives: { client_id: 'client_id', full_name: 'client_name' },
      of: (is) => sql`select t.id, t.client_id, c.full_name from epic_events_api.contract t
        left join epic_events_api.client c on c.id = t.client_id where t.id ${is}`,
    },
    m: colleague('commercial_id'),
    s: colleague('support_contact_id'),
  },
  records: sql`epic_events_api.event`,
  long: ['notes'],
  keys: sql`epic_events_api.event_keys`,
  wide: { view: sql`epic_events_api.event_wide`, needs: ['client'] },
  words: sql`k.search || coalesce((select c.search from epic_events_api.contract_keys t
    join epic_events_api.client_keys c on c.id = t.client_id where t.id = k.contract_id), '')`,
  sorts: {
    id: byId,
    start: { key: sql`k.start_date`, type: 'timestamptz' },
    title: { key: sql`k.title_key`, type: 'text' },
    participants: { key: sql`k.participant_count`, type: 'integer' },
    client: {
      key: sql`c.name_key`,
      type: 'text',
      through: {
        joins: ofClient,
        needs: ['contract', 'client'],
        leads: { commercial_id: sql`c.commercial_id` },
        hidden: sql`not exists (select from epic_events_api.contract_keys t
          join epic_events_api.client_keys c on c.id = t.client_id where t.id = k.contract_id)`,
      },
    },
  },
  filters: {
    search: 'words',
    client: {
      refers: 'client',
      is: (ids) =>
        sql`k.contract_id in (select t.id from epic_events_api.contract_keys t where t.client_id${among(ids)})`,
    },
    contract: { refers: 'contract', is: (ids) => sql`k.contract_id${among(ids)}` },
    support: { refers: 'user', leads: 'support_contact_id', is: (ids) => sql`k.support_contact_id${among(ids)}` },
    unassigned: { rows: () => sql`k.support_contact_id is null` },
    commercial: { refers: 'user', leads: 'commercial_id', is: (ids) => sql`k.commercial_id${among(ids)}` },
    on: 'elsewhere',
    since: 'elsewhere',
    until: 'elsewhere',
    upcoming: 'elsewhere',
    minParticipants: { range: participants, rows: ([least]) => sql`k.participant_count >= ${least}::integer` },
    onlyMine: 'mine',
  },
  usual: ({ on, since, until, upcoming }) => (on || since || until || upcoming ? 'start' : 'id'),
  also: overlapping,
}

/**
 * The events that overlap all periods that were given. Those of at most a week are a range of starts, the few longer ones have an index of
 * their own: a plain comparison of start and end would read every event before the period.
 */
function overlapping({ on = [], since = [], until = [], upcoming }: FilterValues<Filters>): Range[] {
  const starts = [...on, ...since].map(({ start }) => sql`${start}::timestamptz`)
  const from = [...starts, ...(upcoming ? [sql`now()`] : [])]
  const to = [...on, ...until].map(({ end }) => sql`${end}::timestamptz`)
  const before = to.length === 0 ? sql`` : sql` and k.start_date < least(${sql.join(to, sql`, `)})`
  if (from.length === 0) return to.length === 0 ? [] : [{ where: sql`true${before}` }]
  const begin = sql`greatest(${sql.join(from, sql`, `)})`
  return [
    { where: sql`k.start_date >= ${begin} - interval '7 days' and k.end_date > ${begin}${before}` },
    {
      where: sql`k.end_date - k.start_date > interval '7 days' and k.end_date > ${begin}${before}`,
      apart: sql`w.end_date - w.start_date > interval '7 days' and w.end_date > ${begin}`,
    },
  ]
}

/** The same with the phone number of the client, which no column of the list shows. */
const withPhones = (): Listed<Filters> => {
  const { o, ...others } = list.lookups ?? {}
  if (!o) throw new Error('the client of an event is looked up')
  return {
    ...list,
    columns: sql`${list.columns}, o.phone as client_phone`,
    lookups: {
      o: {
        ...o,
        gives: { ...o.gives, phone: 'client_phone' },
        of: (is) => sql`select t.id, t.client_id, c.full_name, c.phone from epic_events_api.contract t
          left join epic_events_api.client c on c.id = t.client_id where t.id ${is}`,
      },
      ...others,
    },
  }
}

/** One page of events. @param also.withNotes with the phone number of the client @throws as `listOf` */
export const page = (
  connection: Connection,
  o: Wanted<Filters>,
  also: { readonly withNotes: boolean } = { withNotes: false },
): Promise<ListPage<Event>> => listOf<Event, Filters>(connection, also.withNotes ? withPhones() : list, o)
