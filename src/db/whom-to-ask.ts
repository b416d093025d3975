/**
 * Whom somebody can ask who lacks a permission, and which grant would change it. It is looked up after the refusal and decides nothing.
 * Names and roles of colleagues are everybody's to see; which role holds what is told only to somebody who may see roles. All others are
 * sent to the managers: management always holds role:assign, so a manager can grant whatever it is.
 */
import { type SQL, sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import { type Code, codes, MANAGEMENT, type Resource, rulesOf, type Scope } from '../access/catalogue.ts'
import { mine } from '../access/predicates.ts'
import { type Denied, Forbidden, type Message } from '../errors.ts'
import { quoted } from '../text/shell.ts'
import type { Connection } from './connection.ts'
import { trustedSql } from './statement.ts'

/** How many colleagues are named. */
const mostNamed = 3

/** The records that are somebody's, with the columns that say whose. */
const owned = {
  client: sql`x.commercial_id, null::integer as support_contact_id`,
  contract: sql`x.commercial_id, null::integer as support_contact_id`,
  event: sql`x.commercial_id, x.support_contact_id`,
} as const satisfies Partial<Record<Resource, SQL>>

interface Answer {
  readonly facts: CurrentUser
  /** Roles that hold the permission for every record; null for somebody who may not see roles. */
  readonly roles: readonly string[] | null
  readonly people: readonly { readonly id: number; readonly name: string; readonly role: string }[]
  /** null: there is none, or one may not see it. */
  readonly record: {
    readonly commercial_id: number | null
    readonly commercial: string | null
    readonly support: string | null
    /** The scopes in which the record is one's own. */
    readonly scopes: readonly Scope[]
  } | null
}

/**
 * Completes the refusal with what helps: whose the record is, whom to ask, and the grant.
 *
 * @returns the error itself where it lacks no permission, or where the connection cannot be asked
 */
export async function withWhomToAsk(error: unknown, connection: Connection): Promise<unknown> {
  if (!(error instanceof Forbidden) || !error.detail.denied || error.detail.ask) return error
  const { denied } = error.detail
  const [answer] = await connection.query<Answer>(statement(denied)).catch(() => [])
  if (!answer || answer.facts.user_id === null) return error
  const { facts, people, record } = answer
  const whose = record && denied.record ? ownerOf(denied.record, record, facts) : []
  const grant = grantOf(denied, record?.scopes ?? [], facts)
  const command = grant && `role grant ${quoted(facts.role ?? '')} ${grant.join(' ')}`
  // Somebody who can grant it needs nobody.
  const self = facts.permissions.includes('role:assign')
  const roles = answer.roles?.filter((role) => role !== facts.role) ?? []
  const names = people.map(({ name }) => name)
  const asking: Message[] = [
    (t) => t.refusal.ask({ roles, names }),
    ...(command ? [((t) => t.refusal.grantable({ command: `epic-events ${command}` })) satisfies Message] : []),
  ]
  const detail = {
    ...error.detail,
    more: [...whose, ...(self && command ? [] : asking)],
    ask: people,
    ...(self && command ? { next: [command] } : {}),
  }
  return Object.assign(error, { detail })
}

function statement({ permission, record }: Denied): SQL {
  const own =
    record && record.noun in owned ? ownedRecord(record.noun as keyof typeof owned, record.id) : sql`null::json`
  return sql`
    with holder as materialized (
      select r.id, r.name from epic_events_api.role r where ${permission}::text = any (r.permissions))
    select epic_events.facts() as facts,
      case when (select epic_events.can('role:list', 'role:view'))
        then (select coalesce(json_agg(h.name order by h.id), '[]') from holder h) end as roles,
      (select coalesce(json_agg(p), '[]') from (
        select c.id, c.full_name as name, c.role
        from epic_events_api.colleague c left join epic_events_api.users u on u.id = c.id
        where case when exists (select from holder) then c.role_id in (select h.id from holder h)
            else c.role_id = ${MANAGEMENT}::integer end
          and c.id <> (select epic_events.uid()) and u.is_active is distinct from false
        order by c.role_id = ${MANAGEMENT}::integer desc, c.full_name, c.id
        limit ${mostNamed}) p) as people,
      ${own} as record`
}

function ownedRecord(resource: keyof typeof owned, id: number): SQL {
  const scopes = sql.join(
    rulesOf(resource).scopes.map(
      (scope) => sql`case when ${trustedSql(mine(resource, scope, 'x'))} then ${scope}::text end`,
    ),
    sql`, `,
  )
  return sql`(select json_build_object('commercial_id', o.commercial_id, 'scopes', o.scopes,
      'commercial', (select p.full_name from epic_events_api.colleague p where p.id = o.commercial_id),
      'support', (select p.full_name from epic_events_api.colleague p where p.id = o.support_contact_id))
    from (select ${owned[resource]}, array_remove(array[${scopes}], null) as scopes
      from ${tables[resource]} x where x.id = ${id}::integer) o)`
}

const tables = {
  client: sql`epic_events_api.client`,
  contract: sql`epic_events_api.contract`,
  event: sql`epic_events_api.event`,
} as const

/** Whose the record is, unless it is one's own: then that is not what is lacking. */
function ownerOf(
  { noun, id }: NonNullable<Denied['record']>,
  { commercial_id: commercial, commercial: name, support }: NonNullable<Answer['record']>,
  { user_id: me }: CurrentUser,
): Message[] {
  if (noun === 'event')
    return [
      (t) =>
        support === null
          ? t.refusal.unassigned({ id })
          : t.refusal.assignedTo({ noun: t.noun.event, id, name: support }),
    ]
  if (name === null || commercial === me) return []
  return [(t) => t.refusal.salespersonIs({ noun: t.noun[noun as keyof typeof owned], id, name })]
}

/**
 * The least to grant: the permission for such records where a scope names this one, and the permission to view what is written.
 *
 * @returns undefined where the role holds the permission already, and something else is in the way
 */
function grantOf(
  { permission, whole }: Denied,
  scopes: readonly Scope[],
  { permissions }: CurrentUser,
): Code[] | undefined {
  if (permissions.includes(permission as Code)) return undefined
  const scoped = scopes.map((scope) => `${permission}:${scope}` as Code)
  const code = (whole ? undefined : scoped.find((each) => codes.includes(each))) ?? (permission as Code)
  const [resource, action, scope] = code.split(':')
  const view = `${resource}:view` as Code
  const narrow = `${view}:${scope}` as Code
  const sees = permissions.includes(view) || (scope !== undefined && permissions.includes(narrow))
  const reads = action === 'list' || action === 'view' || !codes.includes(view)
  return sees || reads ? [code] : [scope === undefined ? view : narrow, code]
}
