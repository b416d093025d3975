/** The answer of a report: what the caller may see of it, and whether that is everything. */
import type { SQL } from 'drizzle-orm'
import { hasUnscopedPermission } from '../access/can.ts'
import { type Permission, split } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { requirePermission } from '../db/judgement.ts'
import { type Found, read } from '../db/statement.ts'

export interface Report<R, A> extends Pick<Found<R>, 'rows'> {
  readonly about: A
  /** `false`: the caller sees only some of the records that are counted. */
  readonly everything: boolean
}

/**
 * Runs the one statement of a report.
 *
 * @param counted the permissions to list what is counted, all of which it needs
 * @param o.named those to list what its rows are named after
 * @throws Unauthenticated, Forbidden, Unavailable
 */
export async function report<R, A = unknown>(
  connection: Connection,
  counted: readonly [Permission, ...Permission[]],
  rows: SQL,
  o: { readonly before: SQL; readonly about?: SQL; readonly named?: readonly Permission[] },
): Promise<Report<R, A>> {
  const { before, about, named = [] } = o
  const found = await read<R>(connection, counted[0], rows, { before, ...(about ? { about } : {}) })
  const needed = [...counted, ...named]
  for (const permission of needed) requirePermission(found.currentUser, { permission, scoped: true })
  const everything = needed.every((permission) => {
    const { resource, action } = split(permission)
    return [action, 'view' as const].some((each) => hasUnscopedPermission(found.currentUser, resource, each))
  })
  return { rows: found.rows, about: found.about as A, everything }
}
