/**
 * The program's own answer to "may this person do it?". PostgreSQL decides; the program asks first only so that it can explain a refusal.
 */
import type { FirstTimer } from '../errors.ts'
import { type Action, type Code, neededFor, type Permission, type Resource, split } from './catalogue.ts'

/** Who is signed in, as the database says. Every statement fetches this along with its rows. */
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
  /** False while the database has no user at all: the next command is then `manager-create`. */
  readonly anybody: boolean
  /** Who this session would be of, if they had chosen their own password; then `user_id` is null. */
  readonly must_change: FirstTimer | null
}

/** Does the role of this person hold the action, with a scope or without one? */
export function hasPermission(currentUser: CurrentUser, resource: Resource, action: Action): boolean {
  const code = `${resource}:${action}`
  return currentUser.permissions.some((held) => held === code || held.startsWith(`${code}:`))
}

/** Does the role of this person hold the action without a scope, that is, on every row? */
export function hasUnscopedPermission(currentUser: CurrentUser, resource: Resource, action: Action): boolean {
  return currentUser.permissions.includes(`${resource}:${action}` as Code)
}

/** Does the role of this person meet a need? With `scoped: false` only the permission without a scope is enough. */
export function meets(
  currentUser: CurrentUser,
  need: { readonly permission: Permission; readonly scoped: boolean },
): boolean {
  const { resource, action } = split(need.permission)
  return (need.scoped ? hasPermission : hasUnscopedPermission)(currentUser, resource, action)
}

/** May this person change the column, of any record at all? */
export function mayChange(currentUser: CurrentUser, resource: Resource, column: string): boolean {
  return neededFor(resource, [column]).every((need) => meets(currentUser, need))
}
