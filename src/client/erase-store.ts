/** The SQL of `client erase`: the database judges, replaces and keeps the list (drizzle/0019_erasure.sql). */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import type { Connection } from '../db/connection.ts'
import { inTheWay, toAppError } from '../db/constraint-errors.ts'
import { inAnyScope, requirePermission, requireSession } from '../db/judgement.ts'
import { idOf } from '../db/reference.ts'
import { read, requireSessionAfter } from '../db/statement.ts'
import { requireResolved } from '../db/unresolved.ts'
import { schemaVersion } from '../db/version.ts'
import { NotFound } from '../errors.ts'
import { isNamed, type Reference } from '../field/reference.ts'
import { missing } from './store.ts'

/** An erasure, as the list of them has it. */
export type Erasure = {
  readonly client_id: number
  /** RFC 3339. */
  readonly at: string
  readonly user_id: number | null
  readonly user_name: string | null
  readonly reason: string
}

/** What became of one client. */
export interface Erased {
  readonly client: number
  /** Its name until then; null for a client that is gone. */
  readonly name: string | null
  /** When it was erased before; null: it never was. */
  readonly since: string | null
  /** Whether money is due or an event is to come: such a client is erased only where an erasure is done again. */
  readonly due: boolean
  /** How many rows of each table. */
  readonly replaced: Readonly<Record<string, number>>
}

/** What the function of the database answers. */
interface Answer extends Partial<Omit<Erased, 'client' | 'name'>> {
  readonly client: number
  readonly merged?: number
  readonly other?: true
}

/** How a client is erased: what is said of it in the list, and when it was erased first, where that is done again. */
export interface Erasing {
  readonly reason: string
  readonly asOf?: string
}

/** How long a client with a long history may take. */
const patience = '5min'

/** Whether something was replaced. */
export const isChanged = ({ replaced }: Erased): boolean => Object.values(replaced).some((count) => count > 0)

/** Erases the data of a client. @throws NotFound · Ambiguous · Forbidden · Refused money is due, an event is to come, the reason names the client */
export async function erase(connection: Connection, by: Reference, how: Erasing): Promise<Erased> {
  const erased = await whole(connection, (inside) => eraseOne(inside, by, how))
  if (erased) return erased
  const { message, next } = missing(by)
  throw new NotFound(message, { next })
}

/** What would be replaced. The same statements run, and are rolled back. @throws as `erase` */
export const preview = (connection: Connection, by: Reference, how: Erasing): Promise<Erased> =>
  rehearse(connection, (rehearsal) => erase(rehearsal, by, how))

/** What became of the clients of a list. */
export interface Replayed {
  readonly erased: readonly number[]
  readonly unchanged: readonly number[]
  /** Not in this database, or somebody else by now. */
  readonly missing: readonly number[]
  /** Of those that were erased, whose money is due or who has an event to come. */
  readonly due: readonly number[]
}

/** Erases again what a list says, all of it or nothing. @throws as `erase` */
export const replay = (connection: Connection, erasures: readonly Erasure[]): Promise<Replayed> =>
  whole(connection, async (inside) => {
    const [erased, unchanged, gone, due]: [number[], number[], number[], number[]] = [[], [], [], []]
    for (const { client_id: id, at, reason } of erasures) {
      const one = await eraseOne(inside, id, { reason, asOf: at })
      if (!one) gone.push(id)
      else (isChanged(one) ? erased : unchanged).push(id)
      if (one?.due && isChanged(one)) due.push(id)
    }
    return { erased, unchanged, missing: gone, due }
  })

/** What `replay` would do. @throws as `replay` */
export const previewReplay = (connection: Connection, erasures: readonly Erasure[]): Promise<Replayed> =>
  rehearse(connection, (rehearsal) => replay(rehearsal, erasures))

/** The clients whose data were erased, the first first. @throws Forbidden */
export async function erasures(connection: Connection): Promise<readonly Erasure[]> {
  const { rows } = await read<Erasure>(
    connection,
    'client:erase',
    sql`select e.client_id, e.at, e.user_id, e.user_name, e.reason from epic_events.erasures() e
      where (select epic_events.can('client:erase', 'client:erase:own', 'client:erase:assigned'))`,
  )
  return rows
}

/** @returns undefined where there is no such client, or where it was made after it had been erased: then it is somebody else */
async function eraseOne(connection: Connection, by: Reference, { reason, asOf }: Erasing): Promise<Erased | undefined> {
  const [found] = await connection.query<{ id: number | null; name: string | null }>(sql`
    select w.id, (select c.full_name from epic_events_api.client c where c.id = w.id) as name from (select ${idOf('client', by)} as id) w`)
  if (isNamed(by) && found?.id == null) await requireResolved(connection, { id: { noun: 'client', reference: by } })
  const [row] = await connection.query<{ answer: Answer | null }>(
    sql`select epic_events.erase_client(${found?.id ?? null}::integer, ${reason}::text, ${asOf ?? null}::timestamptz) as answer`,
  )
  const answer = row?.answer
  if (!answer || answer.other) return undefined
  const { client, merged, since = null, due = false, replaced = {} } = answer
  // Where an erasure is done again, the list has the client into which it was merged too.
  if (merged !== undefined && asOf !== undefined) return undefined
  if (merged !== undefined)
    throw new NotFound((t) => t.privacy.merged({ id: client, into: merged }), { next: [`client erase ${merged}`] })
  return { client, name: found?.name ?? null, since, due, replaced }
}

/** Runs it in one transaction, for somebody who may erase clients. */
async function whole<T>(connection: Connection, work: (inside: Connection) => Promise<T>): Promise<T> {
  try {
    return await connection.transaction(async (inside) => {
      const [known] = await inside.query<{ facts: CurrentUser }>(
        sql`select epic_events.facts() as facts, epic_events.speaks(${schemaVersion}) as speaks,
          set_config('statement_timeout', ${patience}, true) as patience`,
      )
      if (!known) throw new Error('facts() gave no row: meta is empty')
      requireSession(known.facts)
      requirePermission(known.facts, inAnyScope('client:erase'))
      return work(inside)
    })
  } catch (error) {
    if (error instanceof RolledBack) throw error
    // The transaction is over by now, so it can be asked what stands in the way.
    const told = toAppError(error, {}, await inTheWay(connection, error))
    await requireSessionAfter(told, connection)
    throw told
  }
}

class RolledBack extends Error {}

/** Runs it, and rolls it back. @returns what it would have answered */
async function rehearse<T>(connection: Connection, work: (rehearsal: Connection) => Promise<T>): Promise<T> {
  const seen: unknown[] = []
  const rehearsal: Connection = {
    ...connection,
    transaction: (inner) =>
      connection.transaction(async (inside) => {
        seen.push(await inner(inside))
        throw new RolledBack()
      }),
  }
  await work(rehearsal).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error
  })
  if (seen.length === 0) throw new Error('a rehearsal is rolled back after it has been made')
  return seen[0] as T
}
