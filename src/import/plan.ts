/** Decides for each row of a batch what is to be done with it: a new record, a change, nothing, or a reason why not. */
import { neededFor } from '../access/catalogue.ts'
import type { Connection } from '../db/connection.ts'
import { type Looked, look, updateNeeds } from '../db/import/statements.ts'
import type { MatchKey, RowValues } from '../db/import/target.ts'
import { deniedOf, type Need, recordOf } from '../db/judgement.ts'
import { Ambiguous, type AppError, forbidden, NotFound, Refused, Usage } from '../errors.ts'
import { withTimesOf } from '../field/kept-time.ts'
import { isNamed } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import type { Importable } from './importable.ts'
import type { Names } from './names.ts'
import { paceOf } from './pace.ts'
import type { Planned, ReadRow } from './row.ts'

export interface PlanOptions {
  readonly match: MatchKey
  readonly onMatch: 'skip' | 'update' | 'fail'
  readonly createCompanies: boolean
  /** Whose new clients become: an id. Absent: the file's, or the caller's. */
  readonly commercial?: number | undefined
  /** Whether the role of the caller holds a permission at all. */
  readonly meets: (need: Need) => boolean
}

/** The most rows that one statement is about. */
export const mostRows = 1_000

/** A row that is not written, and the column that is at fault, where there is one. */
export type Reject = (row: ReadRow, error: AppError, column?: string) => void

/** A row whose values have the form in which they are stored. */
interface Read {
  readonly row: ReadRow
  readonly values: Readonly<Record<string, unknown>>
}

/** Why a reference means no record. It matters only where the row is written. */
interface Fault {
  readonly error: AppError
  readonly column: string
}

/** A row with ids in the place of names. */
interface Resolved extends Planned {
  /** What it is matched by. */
  readonly key: string | number | undefined
  readonly fault?: Fault
}

export interface Planner {
  /** @returns the rows that are to be written; the others are rejected, or counted as unchanged */
  plan(rows: readonly ReadRow[]): Promise<{ readonly planned: readonly Planned[]; readonly unchanged: number }>
}

export function makePlanner(
  connection: Connection,
  what: Importable,
  o: PlanOptions,
  { t, names, reject }: { readonly t: Catalog; readonly names: Names; readonly reject: Reject },
): Planner {
  const { target } = what
  const { resource, nouns } = target
  /** By column and key, the line that has it. */
  const lines = new Map<string, number>()
  const pace = paceOf(mostRows)

  return {
    async plan(rows) {
      const read = rows.flatMap((row): Read[] => {
        const [problem] = row.problems
        if (problem) return []
        const values = what.settle?.(row.values) ?? row.values
        if (typeof values !== 'function') return isRepeated(row, values) ? [] : [{ row, values }]
        reject(row, new Usage(values))
        return []
      })
      await names.learn(read.map(({ values }) => values))
      const resolved: Resolved[] = []
      for (const { row, values } of read) resolved.push({ row, ...(await resolve(values)), key: keyOf(values) })
      const looked: Looked[] = []
      await pace.each(resolved, async (piece) => void looked.push(...(await look(connection, target, o.match, piece))))
      let unchanged = 0
      const planned = resolved.flatMap((row, n): Planned[] => {
        const at = looked[n]
        if (!at) throw new Error('each row is answered')
        const decided = decide(row, at)
        if (decided === 'unchanged') unchanged++
        return typeof decided === 'object' ? [decided] : []
      })
      return { planned, unchanged }
    },
  }

  function keyOf(values: Readonly<Record<string, unknown>>): string | number | undefined {
    return o.match === 'none' ? undefined : (values[o.match] as string | number | undefined)
  }

  /** Whether an earlier line has the same key. Of two the first counts. */
  function isRepeated(row: ReadRow, values: Readonly<Record<string, unknown>>): boolean {
    const columns = new Set([...target.unique, ...(o.match === 'id' ? ['id'] : [])])
    const keys = [...columns].flatMap((column): [string, string][] => {
      const value = values[column]
      return value === undefined ? [] : [[column, String(value).toLowerCase()]]
    })
    return repeats(row, keys)
  }

  function repeats(row: ReadRow, keys: readonly (readonly [column: string, key: string])[]): boolean {
    for (const [column, key] of keys) {
      const first = lines.get(`${column} ${key}`)
      if (first === undefined) continue
      reject(row, new Refused((words) => words.importing.repeated({ line: row.line, first })), column)
      return true
    }
    for (const [column, key] of keys) lines.set(`${column} ${key}`, row.line)
    return false
  }

  /** Replaces names by ids. */
  async function resolve(
    given: Readonly<Record<string, unknown>>,
  ): Promise<Pick<Resolved, 'values' | 'company' | 'fault'>> {
    const values: Record<string, string | number | boolean> = {}
    let company: string | undefined
    let fault: Fault | undefined
    for (const [column, value] of Object.entries(given)) {
      const noun = nouns[column]
      if (!noun || !isNamed(value)) {
        if (column in target.types) values[column] = value as string
        continue
      }
      const { ids } = names.find(noun, value.typed)
      const [id] = ids
      if (ids.length === 1 && id !== undefined) values[column] = id
      else if (noun === 'company' && ids.length === 0 && o.createCompanies) company = value.typed
      else fault ??= { error: await names.error(noun, value.typed, column), column }
    }
    return { values, ...(company !== undefined && { company }), ...(fault && { fault }) }
  }

  function decide({ key, fault, ...row }: Resolved, at: Looked): Planned | 'unchanged' | 'rejected' {
    const rejected = (error: AppError, column?: string) => {
      reject(row.row, error, column)
      return 'rejected' as const
    }
    if (at.key !== null && repeats(row.row, [[o.match, at.key]])) return 'rejected'
    const [id] = at.ids
    if (at.ids.length > 1) {
      const received = excerpt(String(key))
      return rejected(new Ambiguous((words) => words.refusal.severalNamed({ noun: resource, received })), o.match)
    }
    if (id !== undefined && at.stored) {
      if (o.onMatch === 'skip') return 'unchanged'
      if (o.onMatch === 'fail')
        return rejected(new Refused((words) => words.importing.exists({ noun: words.noun[resource], id })), o.match)
      return fault ? rejected(fault.error, fault.column) : changed(row, id, at, rejected)
    }
    if (o.match === 'id' && key !== undefined) {
      const { message, next = [] } = target.missing(Number(key))
      return rejected(new NotFound(message, { next }), 'id')
    }
    const lacking = what.required.find((column) => row.row.values[column] === undefined)
    if (lacking !== undefined) return rejected(new Usage((words) => words.value.empty), lacking)
    // In the order in which a command is judged: what the role may do at all, then names, then the row.
    const asked = target.needs.filter(({ column }) => column === undefined || column in row.row.values)
    const lacked = asked.find((need) => !o.meets(need))
    if (lacked) return rejected(denied(lacked, row.values), lacked.column)
    if (fault) return rejected(fault.error, fault.column)
    if (!at.mayCreate) {
      const error = target.parentMissing?.(row.values)
      if (!error) throw new Error('a new row that belongs to nothing is always there')
      return rejected(error)
    }
    const need = asked.find((each) => at.mayCreate?.[target.needs.indexOf(each)] === false)
    if (need) return rejected(denied(need, row.values), need.column)
    const withDates = dated(row.values, undefined)
    return { ...row, values: o.commercial === undefined ? withDates : { ...withDates, commercial_id: o.commercial } }
  }

  function denied(need: Need, row: RowValues): AppError {
    return forbidden(deniedOf(need, recordOf(need.permission, row)), { here: o.meets(need) })
  }

  /** The values with the time of the record, or of the edge, for days without one. */
  function dated(values: RowValues, stored: Looked['stored'] | undefined): RowValues {
    type Dates = Readonly<Record<string, string>>
    return withTimesOf(values as Dates, what.edges, (stored ?? undefined) as Dates | undefined, t)
  }

  function changed(
    row: Planned,
    id: number,
    { stored, may }: Looked,
    rejected: (error: AppError) => 'rejected',
  ): Planned | 'unchanged' | 'rejected' {
    const values = dated(row.values, stored)
    const columns = Object.entries(values).flatMap(([column, value]) =>
      isSame(value, stored?.[column] ?? null, what.edges[column] !== undefined) ? [] : [column],
    )
    if (row.company !== undefined) columns.push('company_id')
    if (columns.length === 0) return 'unchanged'
    const known = updateNeeds(target)
    const lacking = neededFor(resource, columns).find(
      ({ permission, scoped }) =>
        may?.[known.findIndex((one) => one.permission === permission && one.scoped === scoped)] !== true,
    )
    if (lacking) return rejected(denied(lacking, { ...row.values, id }))
    return { ...row, id, values, columns }
  }
}

/** Whether the file says what is stored. Of a time it may leave out the seconds, or fractions of them, which a workbook rounds. */
function isSame(value: string | number | boolean, stored: string | number | boolean | null, isDate: boolean): boolean {
  if (value === stored || stored === null || !isDate) return value === stored
  const [given, kept] = [Date.parse(String(value)), Date.parse(String(stored))]
  const cut = (unit: number, round = Math.floor) => round(kept / unit) * unit
  return [kept, cut(60_000), cut(1_000), cut(1_000, Math.round)].includes(given)
}
