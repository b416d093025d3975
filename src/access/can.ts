/** The program's own answer to "may I?": asked only to say *why* in good words; PostgreSQL is the judge (trust.md). */
import type { Action, Code, Resource } from './catalogue.ts'

/** Who is signed in, as the database says: fetched with every statement. */
export interface CurrentUser {
  readonly user_id: number | null
  readonly username: string | null
  readonly full_name: string | null
  readonly role_id: number | null
  readonly role: string | null
  readonly permissions: readonly Code[]
  readonly session_ends_at: string | null
  readonly schema_version: number
  readonly oldest_binary: number
  /** Whether anybody exists yet: without a first user the next command is `manager-create`. */
  readonly anybody: boolean
}

/** Does the role hold this action in any scope? */
export function hasPermission(currentUser: CurrentUser, resource: Resource, action: Action): boolean {
  const code = `${resource}:${action}`
  return currentUser.permissions.some((held) => held === code || held.startsWith(`${code}:`))
}

/** Does the role hold this action without a scope, that is on any row? */
export function hasUnscopedPermission(currentUser: CurrentUser, resource: Resource, action: Action): boolean {
  return currentUser.permissions.includes(`${resource}:${action}` as Code)
}
