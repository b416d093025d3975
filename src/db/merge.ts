/** Two records that are one: the database judges the merge and makes it (drizzle/0018_merge.sql). */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import { NotFound } from '../errors.ts'
import type { Connection } from './connection.ts'
import { requireCompatibleSchema, requireSession } from './judgement.ts'
import { query, requireSessionAfter } from './statement.ts'
import { schemaVersion } from './version.ts'

/** The records that can be merged. */
export type Mergeable = 'client' | 'company'

/** How many records of each kind have moved. */
export interface Moved {
  readonly contracts: number
  readonly interactions: number
  readonly clients: number
}

/**
 * Merges one record into another.
 *
 * @param o.ifVersion the version of the one that stays, as the caller saw it
 * @returns undefined where that has another version by now
 * @throws Unauthenticated · Forbidden · Refused one of the two is gone
 */
export async function mergeRecords(
  connection: Connection,
  noun: Mergeable,
  { keep, dropped, ifVersion }: { readonly keep: number; readonly dropped: number; readonly ifVersion?: number },
): Promise<Moved | undefined> {
  const rows = await query<{ facts: CurrentUser; moved: Moved | null }>(
    connection,
    sql`select epic_events.facts() as facts, case when epic_events.speaks(${schemaVersion})
      then epic_events.merge_records(${noun}::text, ${keep}::integer, ${dropped}::integer, ${ifVersion ?? null}::integer) end as moved`,
  ).catch(async (error: unknown) => {
    await requireSessionAfter(error, connection)
    throw error
  })
  const [answer] = rows
  if (!answer) throw new Error('facts() gave no row: meta is empty')
  requireCompatibleSchema(answer.facts)
  requireSession(answer.facts)
  return answer.moved ?? undefined
}

const names = {
  client: sql`select c.id, c.full_name as name from epic_events_api.client c`,
  company: sql`select k.id, k.name from epic_events_api.company k`,
} as const

/** What to say of a record that was merged into one that the caller may see; undefined for any other that is not there. */
export async function mergedAway(connection: Connection, noun: Mergeable, id: number): Promise<NotFound | undefined> {
  const [into] = await query<{ id: number; name: string }>(
    connection,
    sql`select n.id, n.name from (select epic_events.merged_into(${noun}::text, ${id}::integer) as id) m join (${names[noun]}) n on n.id = m.id`,
  )
  if (!into) return undefined
  return new NotFound((t) => t.merge.away({ noun: t.noun[noun], id, into: into.id, name: into.name }), {
    next: [`${noun} view ${into.id}`],
  })
}
