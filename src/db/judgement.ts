/** Judges the answer of a statement: the session, the permission, and on which record the permission was asked for. */
import { type CurrentUser, meets } from '../access/can.ts'
import { type Permission, split } from '../access/catalogue.ts'
import { type Denied, forbidden, nobodyYet, PasswordChangeRequired, Unauthenticated, Unavailable } from '../errors.ts'
import { schemaVersion } from './version.ts'

/** A permission that a write needs. With `scoped: false` only the code without a scope is enough. */
export interface Need {
  readonly permission: Permission
  readonly scoped: boolean
}

/** A permission, with whatever scope the role holds it. */
export const inAnyScope = (permission: Permission): Need => ({ permission, scoped: true })

/** @throws Unavailable when the program is too old for the schema, or the schema too old for the program */
export function requireCompatibleSchema(currentUser: CurrentUser): void {
  if (currentUser.oldest_binary > schemaVersion) throw new Unavailable((t) => t.migrate.programTooOld)
  if (currentUser.schema_version < schemaVersion)
    throw new Unavailable((t) => t.migrate.behind, { next: ['db-create'] })
}

/** @throws Unauthenticated when the database knows no such session, Unavailable when program and schema do not fit */
export function requireSession(currentUser: CurrentUser): void {
  requireCompatibleSchema(currentUser)
  if (currentUser.user_id !== null) return
  if (currentUser.must_change) throw new PasswordChangeRequired(currentUser.must_change)
  throw currentUser.anybody ? new Unauthenticated((t) => t.refusal.expired, { next: ['login'] }) : nobodyYet()
}

/** @throws Forbidden when the role holds the permission on no row at all */
export function requirePermission(currentUser: CurrentUser, need: Need, record?: Denied['record']): void {
  if (!meets(currentUser, need)) throw forbidden(deniedOf(need, record))
}

/** A permission that is lacking, as the refusal says it. */
export const deniedOf = ({ permission, scoped }: Need, record: Denied['record']): Denied => ({
  permission,
  record,
  ...(scoped ? {} : { whole: true }),
})

/** The record on which a permission was asked for: the one that was to be changed, or the one under which something was to be made. */
export function recordOf(permission: Permission, row: unknown): Denied['record'] {
  const {
    id,
    event_id: event,
    contract_id: contract,
    client_id: client,
  } = (row ?? {}) as Readonly<Record<string, unknown>>
  if (typeof id === 'number') return { noun: split(permission).resource, id }
  if (typeof event === 'number') return { noun: 'event', id: event }
  if (typeof contract === 'number') return { noun: 'contract', id: contract }
  return typeof client === 'number' ? { noun: 'client', id: client } : undefined
}
