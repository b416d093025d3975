/**
 * One statement a command, which answers everything at once: who I am, whether my role has the permission, the row as I see it, whether
 * I may touch that row, and the row as written. 3 round trips, for a write as for a read (trust.md §3).
 *
 * The answer is judged in this order, or ids leak: no session → 4, no permission → 5, no row → 3, not this row → 5, stale → 6.
 * Constraints that the write breaks are told by name (refusals.ts).
 */
import { type SQL, sql } from 'drizzle-orm'
import { type Facts, holds, holdsEverywhere } from '../access/can.ts'
import { type Permission, type Resource, split } from '../access/catalogue.ts'
import { permits, predicate } from '../access/predicates.ts'
import { Forbidden, NotFound, nobodyYet, Refused, type Say, Unauthenticated, Unavailable } from '../errors.ts'
import { type OwnRefusals, translate } from './refusals.ts'
import type { Tx } from './tx.ts'
import { schemaVersion } from './version.ts'

/** A permission as a write needs it; `scoped: false`: only the code without a scope will do. */
export interface Need {
  readonly permission: Permission
  readonly scoped: boolean
}

/** Catalogue text as SQL. No value ever comes here. */
export const fromCatalogue = (text: string): SQL => sql.raw(text)

/** May this person do it on the row that stands under `alias`? */
export const allowed = (need: Need, alias: string): SQL => fromCatalogue(permits(need, alias))

/** Who is signed in; nothing is judged but the program's age. */
export async function facts(tx: Tx): Promise<Facts> {
  const [row] = await run<{ facts: Facts }>(tx, sql`select epic_events.facts() as facts`)
  if (!row) throw new Error('facts() gave no row: meta is empty')
  speaks(row.facts)
  return row.facts
}

/**
 * Runs a reading statement for somebody who is signed in.
 *
 * @param needs the permission, or undefined where being signed in is enough
 * @param rows a select; each of its rows comes back as JSON, with its column names as keys
 * @throws Unauthenticated, Forbidden, Unavailable
 */
export async function read<R>(tx: Tx, needs: Permission | undefined, rows: SQL): Promise<{ facts: Facts; rows: R[] }> {
  const answer = await run<{ facts: Facts | null; row: R | null }>(
    tx,
    sql`select case when row_number() over () = 1 then f.facts end as facts, r.row
      from (select epic_events.facts() as facts) f left join lateral (select to_json(q) as row from (${rows}) q) r on true`,
  )
  const who = answer[0]?.facts
  if (!who) throw new Error('facts() gave no row: meta is empty')
  signedIn(who)
  if (needs) mustHold(who, { permission: needs, scoped: true })
  return { facts: who, rows: answer.flatMap(({ row }) => (row === null ? [] : [row])) }
}

/** What to say of a record that is not there, or that one may not see. */
export interface Missing {
  readonly say: Say
  readonly next?: readonly string[]
}

/**
 * Reads one record. Who sees it in a list but may not view it hears that (5); to who does not see it at all it is not there (3).
 *
 * @param o.from table, alias and `where`: the one row
 * @throws Unauthenticated, Forbidden, NotFound, Unavailable
 */
export async function one<R>(
  tx: Tx,
  permission: Permission,
  o: { readonly columns: SQL; readonly from: SQL; readonly alias: string; readonly missing: Missing },
): Promise<R> {
  const visible = fromCatalogue(predicate(split(permission).resource, ['list', 'view'], o.alias))
  const { rows } = await read<R & { permitted: boolean }>(
    tx,
    permission,
    sql`select ${o.columns}, ${allowed({ permission, scoped: true }, o.alias)} as permitted from ${o.from} and ${visible}`,
  )
  const [found] = rows
  if (!found) throw new NotFound(o.missing.say, { next: o.missing.next ?? [] })
  const { permitted, ...row } = found
  if (!permitted) throw new Forbidden((t) => t.refusal.forbidden({ code: permission }))
  return row as R
}

export interface Write {
  /** What the write needs; judged on the row under the alias `seen` stands for. */
  readonly needs: readonly Need[]
  /**
   * The row that is to be touched (or the parent of one that is to be made), as one sees it: a select from tables under row-level
   * security, whose columns the predicates of `needs` find under `alias`. Absent: nothing has to exist (a new company).
   */
  readonly seen?: { readonly select: SQL; readonly from: SQL; readonly alias: string }
  /** INSERT, UPDATE or DELETE … RETURNING; must hold `${may}` in its WHERE: it writes nothing where that is false. */
  readonly write: (may: SQL) => SQL
  /** What of the written row is answered; its columns stand under `d`. */
  readonly returning: SQL
  readonly refusals?: OwnRefusals
  /** What to say when there is no such row. */
  readonly missing?: Missing
}

export interface Written<R> {
  /** The row before, where the write had one. */
  readonly seen: R | null
  /** The row after; null where it changed meanwhile (the caller says stale) or where a further condition of its own held it back. */
  readonly done: R | null
}

/** A write that did happen: the row as it was and as it is. */
export interface Changed<R> {
  readonly seen: R | null
  readonly done: R
}

/**
 * Runs a writing statement and judges its answer.
 *
 * @throws Unauthenticated, Forbidden, NotFound, Refused (a rule), Unavailable
 */
export async function write<R>(
  tx: Tx,
  { needs, seen, write: dml, returning, refusals, missing }: Write,
): Promise<Written<R>> {
  const alias = seen?.alias ?? 'nothing'
  const lacking = sql.join(
    needs.map((need, index) => sql`when not coalesce(${allowed(need, alias)}, false) then ${sql.raw(String(index))}`),
    sql` `,
  )
  const may = sql`(select s.lacking is null from seen s) and (select epic_events.speaks(${schemaVersion}))`
  const [answer] = await run<{ facts: Facts; seen: R | null; lacking: number | null; done: R | null }>(
    tx,
    sql`with seen as materialized (
        select ${seen?.select ?? sql`true as nothing`}, ${needs.length > 0 ? sql`case ${lacking} end::integer` : sql`null::integer`} as lacking
        from ${seen?.from ?? sql`(select null::integer as id) nothing`}
      ), done as (${dml(may)})
      select epic_events.facts() as facts, (select to_json(s) from seen s) as seen, (select s.lacking from seen s) as lacking,
        (select to_json(r) from (select ${returning} from done d limit 1) r) as done`,
    refusals,
  ).catch(async (error: unknown) => {
    // Whoever was put out while the statement ran is nobody, rather than somebody without permission. In a pooler's transaction, which
    // the error has ended, nobody can be asked.
    const who = error instanceof Forbidden ? await facts(tx).catch(() => undefined) : undefined
    if (who) signedIn(who)
    throw error
  })
  if (!answer) throw new Error('a writing statement always answers one row')
  signedIn(answer.facts)
  for (const need of needs) mustHold(answer.facts, need)
  if (answer.seen === null)
    throw new NotFound(missing?.say ?? ((t) => t.refusal.notFound), { next: missing?.next ?? [] })
  const lacked = answer.lacking === null ? undefined : needs[answer.lacking]
  // The role holds it somewhere, or `mustHold` had said so: this record is out of its reach.
  if (lacked) throw new Forbidden((t) => t.refusal.forbiddenHere({ code: lacked.permission }))
  const { lacking: _, ...before } = answer.seen as R & { lacking?: unknown }
  return { seen: seen ? (before as R) : null, done: answer.done }
}

/** Runs one statement with the database's errors translated. */
export async function run<R>(tx: Tx, statement: SQL, refusals?: OwnRefusals): Promise<R[]> {
  try {
    return await tx.query<R>(statement)
  } catch (error) {
    throw translate(error, refusals)
  }
}

/** A permission in whatever scope it is held. */
export const plainly = (permission: Permission): Need => ({ permission, scoped: true })

/** @throws Unavailable when program and schema do not understand each other */
function speaks(facts: Facts): void {
  if (facts.oldest_binary > schemaVersion) throw new Unavailable((t) => t.migrate.programTooOld)
  if (facts.schema_version < schemaVersion) throw new Unavailable((t) => t.migrate.behind, { next: ['db-create'] })
}

/** @throws Unauthenticated when the database knows no such session, Unavailable as `speaks` */
export function signedIn(facts: Facts): void {
  speaks(facts)
  if (facts.user_id !== null) return
  throw facts.anybody ? new Unauthenticated((t) => t.refusal.expired, { next: ['login'] }) : nobodyYet()
}

/** @throws Forbidden when the role lacks the permission on every row */
export function mustHold(facts: Facts, { permission, scoped }: Need): void {
  const { resource, action } = split(permission)
  if (!(scoped ? holds : holdsEverywhere)(facts, resource, action)) {
    throw new Forbidden((t) => t.refusal.forbidden({ code: permission }))
  }
}

/** The sentence for a record changed meanwhile: what it holds now, against what was to be written (product.md §3 rule 8). */
export function stale(
  resource: Resource,
  id: number,
  now: Readonly<Record<string, unknown>> & { readonly version: number },
  wanted: Readonly<Record<string, unknown>>,
): Refused {
  const differing = Object.entries(wanted).filter(([column, value]) => plain(now[column]) !== plain(value))
  const line =
    (column: string, value: unknown): Say =>
    (t) => {
      const labels: Readonly<Record<string, string>> = 'label' in t[resource] ? t[resource].label : {}
      return t.refusal.staleField({
        label: labels[column] ?? column,
        now: written(now[column], t),
        yours: written(value, t),
      })
    }
  return new Refused((t) => t.refusal.stale({ noun: t.noun[resource], id, version: now.version }), {
    fields: Object.fromEntries(differing.map(([column, value]) => [column, line(column, value)])),
    more: differing.map(([column, value]) => line(column, value)),
    next: [`${resource} view ${id}`],
  })
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const decimal = /^-?\d+\.\d\d$/

/** For comparing: one instant may be written in two zones. */
const plain = (value: unknown): string =>
  typeof value === 'string' && instant.test(value) ? String(Date.parse(value)) : String(value ?? '')

function written(value: unknown, t: Parameters<Say>[0]): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? t.output.yes : t.output.no
  const text = String(value)
  return instant.test(text) ? t.format.date(text) : decimal.test(text) ? t.format.amount(text) : text
}
