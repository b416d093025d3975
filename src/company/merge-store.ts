/** The SQL of a merge of two companies, beside what the database itself does (drizzle/0018_merge.sql). */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { mergeRecords } from '../db/merge.ts'
import { read } from '../db/statement.ts'
import type { Reference } from '../field/reference.ts'
import type { CompanyCard } from './company.ts'
import { outdated, view } from './store.ts'

export interface Pair {
  readonly keep: CompanyCard
  readonly dropped: CompanyCard
}

/** Two companies that the caller may merge. @throws NotFound · Ambiguous · Forbidden */
export async function pair(connection: Connection, keep: Reference, dropped: Reference): Promise<Pair> {
  // Whether one may merge companies at all is said before anything of these two.
  await read(connection, 'company:merge', sql`select true as asked`)
  return {
    keep: await view(connection, keep, 'company:merge'),
    dropped: await view(connection, dropped, 'company:merge'),
  }
}

/** Merges them. @returns the company that stays @throws Forbidden · Refused it changed meanwhile, one of them is gone */
export async function merge(connection: Connection, { keep, dropped }: Pair, ifVersion?: number) {
  const moved = await mergeRecords(connection, 'company', {
    ...{ keep: keep.id, dropped: dropped.id },
    ...(ifVersion === undefined ? {} : { ifVersion }),
  })
  if (!moved) throw await outdated(connection, keep)
  return { moved, company: await view(connection, keep.id) }
}
