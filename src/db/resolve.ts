/** Looks a name up in a statement of its own, for a question that depends on the record, or a list that must not answer for nobody. */
import { sql } from 'drizzle-orm'
import type { Permission } from '../access/catalogue.ts'
import { isNamed, type Noun, type Reference } from '../field/reference.ts'
import type { Connection } from './connection.ts'
import { idOf } from './reference.ts'
import { read } from './statement.ts'
import { unresolved } from './unresolved.ts'

/**
 * The id of a record. A number is taken as it is, without asking.
 *
 * @param needs the permission of the command, which is judged before the name; undefined where being signed in is enough
 * @param column of the option, for the error
 * @throws Unauthenticated · Forbidden · NotFound · Ambiguous
 */
export async function resolve(
  connection: Connection,
  needs: Permission | undefined,
  noun: Noun,
  reference: Reference,
  column?: string,
): Promise<number> {
  if (!isNamed(reference)) return reference
  const { rows } = await read<{ id: number | null }>(connection, needs, sql`select ${idOf(noun, reference)} as id`)
  const id = rows[0]?.id ?? null
  if (id === null) throw await unresolved(connection, noun, reference, column)
  return id
}
