/** The SQL of a merge of two clients, beside what the database itself does (drizzle/0018_merge.sql). */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { mergeRecords } from '../db/merge.ts'
import { idOf } from '../db/reference.ts'
import { read } from '../db/statement.ts'
import { forbidden } from '../errors.ts'
import type { Reference } from '../field/reference.ts'
import type { ClientCard } from './client.ts'
import { outdated, view } from './store.ts'

/** The two clients, and what moves from one to the other as far as the caller may see it. */
export interface Pair {
  readonly keep: ClientCard
  readonly dropped: ClientCard
  readonly moving: { readonly contracts: number; readonly events: number; readonly interactions: number }
}

/** Two clients that the caller may merge. @throws NotFound · Ambiguous · Forbidden */
export async function pair(connection: Connection, keep: Reference, dropped: Reference): Promise<Pair> {
  // First, because it asks whether one may merge clients at all.
  const of = idOf('client', dropped)
  const { rows } = await read<{ events: number; interactions: number; everywhere: boolean }>(
    connection,
    'client:merge',
    sql`select
      (select count(*)::integer from epic_events_api.event e join epic_events_api.contract k on k.id = e.contract_id
        where k.client_id = d.id) as events,
      (select count(*)::integer from epic_events_api.interaction i where i.client_id = d.id and i.cancelled_at is null) as interactions,
      epic_events.can('client:merge') as everywhere
      from (select ${of} as id) d`,
  )
  const both = {
    keep: await view(connection, keep, 'client:merge'),
    dropped: await view(connection, dropped, 'client:merge'),
  }
  const { id, commercial_id: commercial, contract_count: contracts } = both.dropped
  const { everywhere = false, events = 0, interactions = 0 } = rows[0] ?? {}
  // The contracts would become somebody else's.
  if (both.keep.commercial_id !== commercial && !everywhere)
    throw forbidden({ permission: 'client:merge', whole: true, record: { noun: 'client', id } })
  return { ...both, moving: { contracts, events, interactions } }
}

/** Merges them. @returns the client that stays @throws Forbidden · Refused it changed meanwhile, one of them is gone */
export async function merge(
  connection: Connection,
  { keep, dropped }: Pick<Pair, 'keep' | 'dropped'>,
  ifVersion?: number,
) {
  const moved = await mergeRecords(connection, 'client', {
    ...{ keep: keep.id, dropped: dropped.id },
    ...(ifVersion === undefined ? {} : { ifVersion }),
  })
  if (!moved) throw await outdated(connection, keep)
  return { moved, client: await view(connection, keep.id) }
}
