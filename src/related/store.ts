/** SQL of the records below a card: arrays in the statement that reads the record itself, so that they cost no round trip. */
import { type SQL, sql } from 'drizzle-orm'
import { holdsSql, predicate } from '../access/predicates.ts'
import { known } from '../db/known.ts'
import { trustedSql } from '../db/statement.ts'
import type { Kind, Related } from './related.ts'

/** Which records are wanted below a card. */
export interface Wanted<K extends Kind = Kind> {
  readonly kinds: readonly K[]
  /** The most rows of each kind; undefined: all. */
  readonly most: number | undefined
  /** Kinds of which all rows are wanted all the same. */
  readonly whole?: readonly K[]
}

/** The rows by kind. null: one may list no such records. A kind that was not wanted is absent. */
export type RelatedRows<K extends Kind = Kind> = { readonly [each in K]?: readonly Related[] | null }

/** The name of a client, as far as the caller may see it. */
const nameOfClient = (id: SQL) => sql`(select c.full_name from epic_events_api.client c where c.id = ${id})`

/**
 * The columns of a row; clients have the alias c, contracts k, events e with their contract o,
 * notes n, payments p, instalments i as the schedule of their contract has them.
 *
 * @param names of the client of contracts and of events, of the company of clients
 */
const columnsOf = (names: { readonly company: SQL; readonly contracts: SQL; readonly events: SQL }) =>
  ({
    clients: sql`c.id, c.full_name, c.email, c.phone, c.company_id, ${names.company} as company_name, c.last_contact_date, c.commercial_id,
    (select p.full_name from epic_events_api.colleague p where p.id = c.commercial_id) as commercial_name`,
    contracts: sql`k.id, k.client_id, ${names.contracts} as client_name, k.created_at, k.total_amount::text, k.remaining_amount::text, k.is_signed, k.is_fully_paid`,
    events: sql`e.id, e.title, o.client_id, ${names.events} as client_name,
    e.start_date, e.end_date, e.full_address, e.support_contact_id,
    (select p.full_name from epic_events_api.colleague p where p.id = e.support_contact_id) as support_contact_name`,
    interactions: sql`n.id, n.client_id, n.event_id, n.at, n.kind, n.text, n.next_on, n.no_next, n.user_id,
    (select p.full_name from epic_events_api.colleague p where p.id = n.user_id) as user_name`,
    payments: sql`p.id, p.paid_on, p.amount::text, p.kind, p.method, p.reference, p.user_id,
    (select c.full_name from epic_events_api.colleague c where c.id = p.user_id) as user_name, p.created_at, p.cancelled_at, p.cancelled_why`,
    schedule: sql`i.id, i.due_on, i.label, i.amount, i.paid_amount, i.remaining_amount, i.state`,
  }) as const satisfies Record<Kind, SQL>

const lookedUp = {
  company: sql`(select f.name from epic_events_api.company f where f.id = c.company_id)`,
  contracts: nameOfClient(sql`k.client_id`),
  events: nameOfClient(sql`o.client_id`),
}

/** The same where nothing is known of these. */
export const selected = columnsOf(lookedUp)

const sources = {
  clients: {
    from: sql`epic_events_api.client c`,
    may: trustedSql(holdsSql('client:list', known)),
    row: trustedSql(predicate('client', ['list'], 'c', known)),
  },
  contracts: {
    from: sql`epic_events_api.contract k`,
    may: trustedSql(holdsSql('contract:list', known)),
    row: trustedSql(predicate('contract', ['list'], 'k', known)),
  },
  events: {
    from: sql`epic_events_api.event e left join epic_events_api.contract o on o.id = e.contract_id`,
    may: trustedSql(holdsSql('event:list', known)),
    row: trustedSql(predicate('event', ['list'], 'e', known)),
  },
  interactions: {
    from: sql`epic_events_api.interaction n`,
    may: sql`(${trustedSql(holdsSql('interaction:list', known))} or ${trustedSql(holdsSql('interaction:view', known))})`,
    row: trustedSql(predicate('interaction', ['list', 'view'], 'n', known)),
  },
  payments: {
    from: sql`epic_events_api.payment p`,
    may: sql`(${trustedSql(holdsSql('payment:list', known))} or ${trustedSql(holdsSql('payment:view', known))})`,
    row: trustedSql(predicate('payment', ['list', 'view'], 'p', known)),
  },
  // A schedule belongs to its contract: who sees that sees it. Where it is read, the card says.
  schedule: { from: sql`epic_events_api.instalment i`, may: sql`true`, row: sql`true` },
} as const satisfies Record<Kind, { from: SQL; may: SQL; row: SQL }>

/** Which records of a kind belong to the one above, and in which order. @param from where they are read, if not in the views of the kind */
export type Belonging<K extends Kind> = {
  readonly [each in K]: { readonly from?: SQL; readonly where: SQL; readonly order: SQL }
}

/** What the record above tells of the ones below. */
export interface Above {
  /** The name of the client whose records they all are, so that it is not looked up for each. */
  readonly client?: SQL
  /** The name of the company of all clients. */
  readonly company?: SQL
}

/** What a card that reads the records below it once knows of them. */
export interface Below<K extends Kind> {
  readonly count: number
  readonly related: RelatedRows<K>
}

/**
 * A column `below` for the record's own select: the records below, counted and shown. They are read once, because each reading would plan
 * their policies anew.
 *
 * @param own a select of all of them, which `belonging` reads as `own`
 */
export const belowOf = <K extends Kind>(own: SQL, belonging: Belonging<K>, wanted: Wanted<K>, above: Above): SQL =>
  sql`(with own as (${own}) select json_build_object('count', (select count(*) from own),
    'related', ${relatedRows(belonging, wanted, above)})) as below`

/** For the record's own select, which `readOne` makes: a JSON object of arrays. */
export function relatedRows<K extends Kind>(
  belonging: Belonging<K>,
  { kinds, most, whole = [] }: Wanted<K>,
  { client, company = lookedUp.company }: Above = {},
): SQL {
  const columns = columnsOf({ ...lookedUp, ...(client && { contracts: client, events: client }), company })
  const pairs = kinds.map((kind) => {
    const { may, row } = sources[kind]
    const { from = sources[kind].from, where, order } = belonging[kind]
    const limit = most === undefined || whole.includes(kind) ? sql`` : sql` limit ${most}`
    return sql`${kind}::text, case when ${may} then (select coalesce(json_agg(x), '[]') from (
      select ${columns[kind]} from ${from} where ${where} and ${row} order by ${order}${limit}) x) end`
  })
  return sql`json_build_object(${sql.join(pairs, sql`, `)})`
}
