/** The SQL of `undo`: the database finds the operation, judges every row of it again, and takes it back whole or not at all. */
import { sql } from 'drizzle-orm'
import type { CurrentUser } from '../access/can.ts'
import { columnsOfPeople } from '../access/catalogue.ts'
import type { Entry } from '../audit/audit.ts'
import { record } from '../audit/store.ts'
import type { Connection } from '../db/connection.ts'
import { inTheWay, toAppError } from '../db/constraint-errors.ts'
import { type Known, lookUp } from '../db/in-the-way.ts'
import { requireCompatibleSchema, requireSession } from '../db/judgement.ts'
import { expectedRefusal } from '../db/rule-errors.ts'
import { read, requireSessionAfter } from '../db/statement.ts'
import { schemaVersion } from '../db/version.ts'
import { NotFound, Refused } from '../errors.ts'

/** What an operation did to the records of one kind. */
export interface Part {
  readonly table: string
  /**
   * A note is never edited: an update hides it or shows it again. A payment is cancelled, or counts again. Two records that were merged are
   * two again.
   */
  readonly action: Exclude<Entry['action'], 'erase'> | 'hide' | 'show' | 'cancel' | 'count' | 'split'
  readonly count: number
  /** The first of them, and its name as far as the caller may know it. */
  readonly id: number | null
  readonly label: string | null
  /** Of a merge, the record that was merged into the first. */
  readonly other: number | null
  /** The columns that an update changed. */
  readonly columns: readonly string[] | null
}

/** What somebody did with one command. */
export type Operation = {
  readonly operation: string
  readonly user_id: number
  readonly user_name: string | null
  readonly at: string
  /** The words of the verb; null where another program wrote. */
  readonly command: string | null
  readonly changes: number
  /** Why it cannot be undone; null where nothing is known to be in the way. */
  readonly hindrance: 'roles' | 'people' | 'other' | 'old' | null
  /** A permission that is needed for that, and that the caller does not hold for any record. */
  readonly lacking: string | null
  readonly parts: readonly Part[]
}

/** The fewest characters by which an operation is named, and those that a person reads of it. */
export const shortest = 8

/** How many operations a person is shown. */
export const listed = 20

/** The caller's own latest operations, the newest first; or those that the beginning of an id means. */
export async function operations(
  connection: Connection,
  beginning?: string,
  most: number = listed,
): Promise<Operation[]> {
  const { rows } = await read<Operation>(
    connection,
    undefined,
    sql`select o.* from epic_events.operations(${beginning ?? null}::text, ${most}::integer) o`,
  )
  return [...rows]
}

/**
 * The operation that was named: by its id, by the beginning of it, or where another person's has the same id, by that person and the id
 * (`8:1f0c…`). Without a name the caller's own latest.
 *
 * @throws NotFound · Refused there is none yet, it is no such change as can be undone, or several begin like this
 */
export async function find(connection: Connection, named: string | undefined): Promise<Operation> {
  const { user, id } = /^(?<user>\d{1,9}):(?<id>.+)$/s.exec(named ?? '')?.groups ?? { user: undefined, id: named }
  const all = await operations(connection, id, id === undefined ? 1 : listed)
  const found = user === undefined ? all : all.filter((one) => one.user_id === Number(user))
  const one = await oneOf(connection, found, id)
  if (one.hindrance) throw expectedRefusal(`undo_${one.hindrance}`, {})
  return one
}

async function oneOf(connection: Connection, found: readonly Operation[], id: string | undefined): Promise<Operation> {
  const [first] = found
  if (id === undefined) {
    if (!first) throw expectedRefusal('undo_nothing', {})
    return first
  }
  if (!first)
    throw new NotFound(
      (t) => (id.length < shortest ? t.undo.tooShort({ received: id, shortest }) : t.undo.noSuch({ received: id })),
      { next: ['undo --list'] },
    )
  if (found.length === 1) return first
  const whole = found.filter(({ operation }) => operation === id)
  if (whole.length === 1 && whole[0]) return whole[0]
  const { rows } = await read<{ me: number }>(connection, undefined, sql`select epic_events.uid() as me`)
  const mine = whole.find(({ user_id }) => user_id === rows[0]?.me)
  if (mine) return mine
  throw new Refused((t) => t.undo.several({ received: id }), {
    more: found.map((one) => (t) => t.undo.candidate({ ...one, at: t.format.date(one.at) })),
    next: found.slice(0, 2).map(({ user_id, operation }) => `undo ${user_id}:${operation}`),
  })
}

/** How long taking back a large import may take. */
const patience = '5min'

/**
 * Takes an operation back.
 *
 * @throws Unauthenticated · Forbidden a permission is lacking by now · Refused the same was changed since, or a rule is in the way
 */
export async function undo(connection: Connection, operation: Operation): Promise<Undone> {
  try {
    return await connection.transaction((inside) => within(inside, operation))
  } catch (error) {
    if (error instanceof RolledBack) throw error
    // The transaction is over by now, so it can be asked who changed the same.
    const told = toAppError(error, {}, await inTheWay(connection, error))
    await requireSessionAfter(told, connection)
    throw told
  }
}

/** What would be written. The same statements run, and are rolled back. @throws as `undo` */
export async function preview(connection: Connection, operation: Operation): Promise<Undone> {
  const seen: Undone[] = []
  const rehearsal: Connection = {
    ...connection,
    transaction: (work) =>
      connection.transaction(async (inside) => {
        seen.push((await work(inside)) as Undone)
        throw new RolledBack()
      }),
  }
  await undo(rehearsal, operation).catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error
  })
  const [undone] = seen
  if (!undone) throw new Error('a preview is rolled back after it has been made')
  return undone
}

class RolledBack extends Error {}

/** The id of the operation that took another one back, and what it wrote. */
export interface Undone {
  readonly undoneBy: string
  /** How many rows. */
  readonly changes: number
  /** The first of them. */
  readonly entries: readonly Entry[]
  /** The names of the colleagues of whom these speak. */
  readonly people: Known['people']
}

/** How many rows are fetched: a person reads no more of them. */
const shown = 20

async function within(connection: Connection, { user_id, operation }: Operation): Promise<Undone> {
  const [known] = await connection.query<{ facts: CurrentUser; speaks: boolean }>(
    sql`select epic_events.facts() as facts, epic_events.speaks(${schemaVersion}) as speaks,
      set_config('statement_timeout', ${patience}, true) as patience`,
  )
  if (!known) throw new Error('facts() gave no row: meta is empty')
  requireCompatibleSchema(known.facts)
  requireSession(known.facts)
  const [answer] = await connection.query<{ undone_by: string | null; changes: number; entries: Entry[] }>(
    sql`with undone as materialized (select * from epic_events.undo(${user_id}::bigint, ${operation}::text))
      select (select max(u.operation) from undone u) as undone_by, (select count(*)::integer from undone) as changes,
        (select coalesce(json_agg(e), '[]') from (select ${record(sql`u`)} from undone u order by u.id limit ${shown}) e) as entries`,
  )
  const { undone_by: undoneBy, changes, entries } = answer ?? { undone_by: null, changes: 0, entries: [] }
  const { people } = await lookUp(connection, { people: peopleIn(entries) })
  return { undoneBy: undoneBy ?? '', changes, entries, people }
}

const peopleIn = (entries: readonly Entry[]): number[] => {
  const values = entries.flatMap(({ old_values, new_values }) => [old_values ?? {}, new_values ?? {}])
  const ids = values.flatMap((each) => columnsOfPeople.map((column) => each[column]))
  return [...new Set(ids.filter((id) => typeof id === 'number'))]
}
