/** What needs doing, in one statement. A section is filled for people whose permissions make it their work, and null for others. */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import { canSql, mine } from '../access/predicates.ts'
import type { Connection } from '../db/connection.ts'
import type { Range } from '../db/narrowing.ts'
import { read, trustedSql } from '../db/statement.ts'
import { instalmentsDue } from './due-store.ts'
import { followUps } from './follow-up-store.ts'
import { clashes, runningAndPairs } from './running-store.ts'

type Rows = readonly Readonly<Record<string, unknown>>[]

/** Sections in the order of the screen; null where they are not one's own to care for. */
export type Today = {
  readonly running_events: Rows | null
  readonly clashes: Rows | null
  readonly unassigned_events: Rows | null
  readonly assigned_events: Rows | null
  readonly own_events: Rows | null
  readonly overdue_instalments: Rows | null
  readonly due_this_week: Rows | null
  readonly unsigned_contracts: Rows | null
  readonly due_contracts: Rows | null
  readonly callbacks: Rows | null
  readonly silent_clients: Rows | null
  /** Sum of what is due on signed contracts, a decimal string. */
  readonly total_due: string | null
}

/** Rows a section: a screen is read, not scrolled. One more is fetched, to tell that there are more. */
export const limit = 20
/** Days before an unsigned contract is worth a call. */
const unsignedDays = 7
const own = (resource: 'contract' | 'event', alias: string) => trustedSql(mine(resource, 'own', alias))
const can = (...codes: string[]) => trustedSql(canSql(codes))

/** The columns of an event, a contract and a client; an event also has its contract `k`, and both have their client `c`. */
const eventColumns = sql`e.id, e.title, e.start_date, e.end_date, e.full_address, e.participant_count, e.contract_id,
  k.client_id, c.full_name as client_name, c.phone as client_phone, c.email as client_email, e.support_contact_id,
  (select p.full_name from epic_events_api.colleague p where p.id = e.support_contact_id) as support_contact_name`
const contractColumns = sql`k.id, k.client_id, c.full_name as client_name, k.total_amount::text, k.remaining_amount::text, k.is_signed,
  k.created_at, k.commercial_id, (select p.full_name from epic_events_api.colleague p where p.id = k.commercial_id) as commercial_name`

/** A section: its rows `f` are found in the view of keys by one of these conditions, each an index range in this order. */
interface Section {
  readonly name: keyof Today
  readonly ranges: readonly Range[]
  readonly order: SQL
}

/**
 * The ids of the first rows of each section, and whether there is one more. The records are looked up behind it, all sections at once: a
 * plan that joins them before it has the first rows may read all of the other table.
 *
 * @param more columns of the keys that are wanted besides
 */
const found = (keys: SQL, sections: readonly Section[], more: SQL = sql``): SQL =>
  sql.join(
    sections.map(({ name, ranges, order }) => {
      const found = ranges.map(({ where, apart }) => {
        const rows = apart ? sql`(select w.* from ${keys} w where ${apart} offset 0)` : keys
        return sql`(select f.* from ${rows} f where ${where} order by ${order}, f.id limit ${limit + 1})`
      })
      return sql`(select ${name}::text as section, f.id, row_number() over (order by ${order}, f.id) as place${more}
        from (${sql.join(found, sql` union all `)}) f order by place limit ${limit + 1})`
    }),
    sql` union all `,
  )

/** The rows of a section as an array. */
const rowsOf = (table: SQL, name: keyof Today): SQL =>
  sql`(select coalesce(json_agg(s.row order by s.place), '[]') from ${table} s where s.section = ${name}::text)`

/** @param now RFC 3339, the program's clock @param day the same as a day of the reader's calendar, `2026-06-12` */
export async function today(
  connection: Connection,
  now: string,
  day: string,
): Promise<{ facts: CurrentUser; today: Today }> {
  const at = sql`${now}::timestamptz`
  const everyContract = can('contract:update')
  const someContracts = sql`(${everyContract} or ${can('contract:update:own')})`
  const [assigns, helps, sells] = [
    can('event:assign_support'),
    can('event:update:assigned'),
    can('event:create:own_client', 'event:create:own'),
  ]
  const ahead = sql`f.end_date >= ${at}`
  const unassigned = sql`${assigns} and f.support_contact_id is null`
  // All contracts or one's own: joined by OR, all of them would be read to find one's own.
  const theirs = (where: SQL, others: SQL = where) => [
    { where: sql`${everyContract} and ${others}` },
    { where: sql`not ${everyContract} and ${someContracts} and ${own('contract', 'f')} and ${where}` },
  ]
  const unsigned = sql`not f.is_signed`
  const old = sql`f.created_at < ${at} - make_interval(days => ${unsignedDays})`
  const due = sql`f.is_signed and not f.is_fully_paid and f.due_cents > 0`
  const byStart = sql`f.start_date`
  const listed = found(
    sql`epic_events_api.event_keys`,
    [
      {
        name: 'unassigned_events',
        // As in the list of events, the few that last longer than a week have an index of their own.
        ranges: [
          {
            where: sql`${unassigned} and f.start_date >= ${at} - interval '7 days' and f.end_date - f.start_date <= interval '7 days' and ${ahead}`,
          },
          { where: unassigned, apart: sql`w.end_date - w.start_date > interval '7 days' and w.end_date >= ${at}` },
        ],
        order: byStart,
      },
      {
        name: 'assigned_events',
        ranges: [{ where: sql`${helps} and ${trustedSql(mine('event', 'assigned', 'f'))} and ${ahead}` }],
        order: byStart,
      },
      { name: 'own_events', ranges: [{ where: sql`${sells} and ${own('event', 'f')} and ${ahead}` }], order: byStart },
    ],
    sql`, f.support_contact_id, f.start_date, f.end_date`,
  )
  const theirEvents = sql`(${assigns} or ${helps} or ${sells})`
  const contracts = found(sql`epic_events_api.contract_keys`, [
    {
      name: 'unsigned_contracts',
      ranges: theirs(unsigned, sql`${unsigned} and (${own('contract', 'f')} or ${old})`),
      order: sql`f.created_at`,
    },
    { name: 'due_contracts', ranges: theirs(due), order: sql`f.due_cents desc` },
  ])
  const sums = theirs(due).map(
    ({ where }) => sql`select sum(f.due_cents) as cents from epic_events_api.contract_keys f where ${where}`,
  )
  const { currentUser, rows } = await read<Today>(
    connection,
    undefined,
    sql`select
      case when ${theirEvents} then ${rowsOf(sql`events`, 'running_events')} end as running_events,
      case when ${theirEvents} then ${rowsOf(sql`clashes`, 'clashes')} end as clashes,
      case when ${assigns} then ${rowsOf(sql`events`, 'unassigned_events')} end as unassigned_events,
      case when ${helps} then ${rowsOf(sql`events`, 'assigned_events')} end as assigned_events,
      case when ${sells} then ${rowsOf(sql`events`, 'own_events')} end as own_events,
      case when ${someContracts} then ${rowsOf(sql`instalments`, 'overdue_instalments')} end as overdue_instalments,
      case when ${someContracts} then ${rowsOf(sql`instalments`, 'due_this_week')} end as due_this_week,
      case when ${someContracts} then ${rowsOf(sql`contracts`, 'unsigned_contracts')} end as unsigned_contracts,
      case when ${someContracts} then ${rowsOf(sql`contracts`, 'due_contracts')} end as due_contracts,
      case when ${someContracts} then
        (select coalesce(round(sum(s.cents) / 100, 2), 0)::text from (${sql.join(sums, sql` union all `)}) s) end as total_due,
      ${followUps({ at, day: sql`${day}::date`, most: limit + 1 })}`,
    {
      before: sql`with mine as materialized (${listed}),
        ${instalmentsDue({ theirs, day, most: limit + 1 })},
        ${runningAndPairs({ mine: sql`mine`, at, assigns, most: limit + 1 })}, ${clashes},
        events as materialized (select f.section, f.place, to_json(x) as row
          from (select section, id, place from mine union all select section, id, place from running) f
          cross join lateral (select ${eventColumns} from epic_events_api.event e
            left join epic_events_api.contract k on k.id = e.contract_id left join epic_events_api.client c on c.id = k.client_id
            where e.id = f.id) x),
        contracts as materialized (select f.section, f.place, to_json(x) as row from (${contracts}) f
          cross join lateral (select ${contractColumns} from epic_events_api.contract k
            left join epic_events_api.client c on c.id = k.client_id where k.id = f.id) x) `,
    },
  )
  const [answer] = rows
  if (!answer) throw new Error('a select without from answers one row')
  return { facts: currentUser, today: answer }
}
