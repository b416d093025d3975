/** All SQL of what roles permit. */
import { type SQL, sql } from 'drizzle-orm'
import { type Code, codes } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { inAnyScope } from '../db/judgement.ts'
import { read, write } from '../db/statement.ts'
import { Forbidden, type Message, Refused } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Reference } from '../field/reference.ts'
import { quoted } from '../text/shell.ts'
import type { PermissionRow, Role } from './role.ts'
import { idOf, nameFor, seenBy, unknown, view } from './store.ts'

/** Every permission there is, in the order of the catalogue, and which roles hold it. */
export async function permissions(connection: Connection): Promise<PermissionRow[]> {
  const { rows } = await read<PermissionRow>(
    connection,
    'role:list',
    sql`
      select p.id, p.name as code,
        array(select r.name from epic_events_api.role r where r.permissions @> array[p.name] order by r.id) as roles
      from epic_events_api.permission p
      order by p.id`,
  )
  // A permission of a later migration has a higher id than those of its resource.
  const place = ({ code }: PermissionRow) => codes.indexOf(code as Code)
  return rows.toSorted((a, b) => place(a) - place(b))
}

/** What a grant or a revocation did. */
export interface Assigned {
  readonly id: number
  readonly name: string
  /** Codes that are new, or gone. */
  readonly changed: readonly Code[]
}

/** Grants permissions, all or none. @throws Refused writing without viewing · NotFound */
export function grant(connection: Connection, by: Reference, codes: readonly Code[]): Promise<Assigned> {
  return assign(connection, by, {
    write: (may) => sql`
      insert into epic_events_api.role_permission (role_id, permission_id)
      select t.id, p.id
      from target t, epic_events_api.permission p
      where p.name in ${texts(codes)} and ${may}
      on conflict do nothing
      returning permission_id`,
    blind: (missing) => {
      const name = nameFor(by)
      const views = [...new Set(missing.map(viewing))]
      const together = [...new Set([...views, ...codes])]
      return new Refused(
        (t) => t.role.grantNeedsViewing({ name, codes: missing.join(', '), views: t.format.listing(views) }),
        { next: [`role grant ${quoted(name)} ${together.join(' ')}`] },
      )
    },
  })
}

/** Revokes permissions, all or none. @throws Refused writing without viewing, management's role:assign · NotFound */
export function revoke(connection: Connection, by: Reference, codes: readonly Code[]): Promise<Assigned> {
  return assign(connection, by, {
    write: (may) => sql`
      select x.permission_id
      from (select t.id from target t where ${may} offset 0) t
        cross join lateral epic_events.revoke_permissions(t.id, array(select p.name from epic_events_api.permission p where p.name in ${texts(codes)})) x`,
    blind: (blind) => {
      const name = nameFor(by)
      const together = [...new Set([...codes, ...blind])]
      return new Refused((t) => t.role.revokeNeedsViewing({ name, codes: blind.join(', ') }), {
        next: [`role revoke ${quoted(name)} ${together.join(' ')}`],
      })
    },
  })
}

async function assign(
  connection: Connection,
  by: Reference,
  o: { write: (may: SQL) => SQL; blind: (codes: readonly Code[]) => Refused },
): Promise<Assigned> {
  const { before, after } = await write<{ id: number; name: string; codes?: readonly Code[] }>(connection, {
    ...seenBy(by, sql`r.id, r.name`),
    needs: [inAnyScope('role:assign')],
    write: o.write,
    returning: sql`array(
      select p.name
      from written x join epic_events_api.permission p on p.id = x.permission_id
      order by p.id) as codes`,
    constraintErrors: {
      role_writing_needs_viewing: ({ detail = '' }) => o.blind(detail.split(' ').filter(Boolean) as Code[]),
    },
  })
  if (!before) throw new Error('a role that was found was seen')
  return { id: before.id, name: before.name, changed: after?.codes ?? [] }
}

/**
 * A role after a grant. A trigger keeps the copy of its permissions, so only a further statement sees it.
 *
 * @returns undefined when the caller has just revoked their own right to view roles
 */
export async function after(connection: Connection, id: number): Promise<Role | undefined> {
  try {
    const { people: _, ...role } = await view(connection, id)
    return role
  } catch (error) {
    if (error instanceof Forbidden) return undefined
    throw error
  }
}

/** Codes to choose from: those that the role lacks, or holds. @throws NotFound */
const codesOf =
  (held: boolean) =>
  async (
    connection: Connection,
    { role }: Readonly<Record<string, unknown>>,
    t: Parameters<Message>[0],
  ): Promise<Choice<Code>[]> => {
    const by = role as Reference
    const { rows } = await read<{ permissions: readonly Code[] }>(
      connection,
      undefined,
      sql`select r.permissions from epic_events_api.role r where r.id = ${idOf(by)}`,
    )
    const [found] = rows
    if (!found) throw await unknown(connection, by)
    const offered = codes.filter((code) => found.permissions.includes(code) === held)
    return offered.map((code) => {
      const [resource = '', action = '', scope] = code.split(':')
      return { value: code, label: code, hint: t.role.allows({ resource, action, scope }) }
    })
  }
export const lacking = codesOf(false)
export const held = codesOf(true)

const texts = (codes: readonly Code[]) =>
  sql`(${sql.join(
    codes.map((code) => sql`${code}::text`),
    sql`, `,
  )})`

/** The least that lets one see what the code lets one write. */
const viewing = (code: Code): Code => {
  const [resource, , scope] = code.split(':')
  return `${resource}:view${scope === undefined ? '' : `:${scope}`}` as Code
}
