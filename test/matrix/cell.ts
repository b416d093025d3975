/** A cell of the matrix: a permission on a kind of row, as a command and as a plain statement, with what the catalogue says of it. */
import type { Someone } from './ground.ts'
import { byProgram, bySql, holds, may, type Needed, type Situation, sees, type Verdict } from './oracle.ts'

export interface Cell {
  /** A permission of the catalogue, or a column that opens with another than the table's (`event.contract_id`). */
  readonly name: string
  readonly table: string
  readonly row: Situation
  /** Absent where no command does this alone. */
  readonly argv?: readonly string[]
  readonly stdin?: string
  /** Of a list: the command is allowed if this id is in its answer. */
  readonly listed?: number
  readonly sql: string
  /** What somebody with rights on the tables would type, where a function does it for everybody else. */
  readonly direct?: string
  /** `true`: a key attaches the row to another record, and who does not see that one hears that there is none. */
  readonly attaches?: true
  /** `true`: a record that is not there is refused (6), because another record would only point to it. */
  readonly pointed?: true
  /** `true`: the statement is explained, and the answer is whether the table was scanned. */
  readonly scan?: true
  /** `true`: beyond the permission a rule refuses (exit 6, SQLSTATE 23…), which says that the permission was there. */
  readonly ruled?: true
  /** Verdicts of the catalogue. */
  readonly program: Verdict
  readonly database: Verdict
}

/** A cell before its verdicts: they follow from the permissions that it needs and from the row that it has to find. */
export type Draft = Omit<Cell, 'program' | 'database'> & {
  needs: readonly Needed[]
  seen?: Seen
  /** The record that a key attaches the row to. Whoever does not see it hears that there is none. `needs`: the permission that reaches it. */
  target?: Seen & { readonly needs?: string }
  /** Permissions that open the row for an update, any of them; until then no target is looked at. Absent: the row is new. */
  opening?: readonly string[]
}

interface Seen {
  readonly resource: string
  readonly row: Situation
}

/**
 * A row held for an update (`select … for update`), which changes nothing, so that no guard runs: the policy alone decides.
 *
 * @param permissions any of them opens the row
 */
export function held(
  who: Someone,
  resource: string,
  table: string,
  row: Situation,
  id: number,
  permissions: readonly string[],
): Cell {
  const open = sees(who.codes, resource, row) && permissions.some((permission) => may(who.codes, permission, row))
  const sql = `select id from epic_events_api.${table} where id = ${id} for update`
  return { name: `${resource} held`, table, row, sql, program: 'no', database: open ? 'yes' : 'no' }
}

/** Adds the verdicts of the catalogue. */
export function withVerdicts({ codes }: Someone, { needs, seen, target, opening, ...rest }: Draft): Cell {
  const cell = { ...rest, ...(target ? { attaches: true as const } : {}) }
  const program = byProgram(codes, needs, seen)
  const database = bySql(codes, needs, seen)
  if (!target) return { ...cell, program, database }
  if (sees(codes, target.resource, target.row)) {
    const inReach = !target.needs || may(codes, target.needs, target.row)
    return inReach
      ? { ...cell, program, database }
      : { ...cell, program: program === 'yes' ? 'no' : program, database: 'no' }
  }
  // A write only gets as far as the target when the role writes such rows at all, and an update when the row itself may be written.
  const row = seen ?? target
  const written = !opening || (sees(codes, row.resource, row.row) && opening.some((one) => may(codes, one, row.row)))
  const reached = written && needs.slice(0, 1).every(({ permission }) => holds(codes, permission))
  return { ...cell, program: program === 'yes' ? 'hidden' : program, database: reached ? 'hidden' : 'no' }
}

/** Whether anything is scanned for somebody: not without a permission that shows rows of that kind. */
export function scanned({ codes }: Someone, resource: string, table: string, row: Situation): Cell {
  const shown = codes.some((code) => code.startsWith(`${resource}:list`) || code.startsWith(`${resource}:view`))
  const sql = `select * from epic_events_api.${table}`
  return { name: `${resource} scanned`, table, row, sql, scan: true, program: 'no', database: shown ? 'yes' : 'no' }
}

/** The cells of reading. The program distinguishes list and view; SQL has only their union. */
export function readingCells(
  who: Someone,
  resource: string,
  table: string,
  row: Situation,
  id: number,
  all: readonly string[] = [],
): Cell[] {
  const { codes } = who
  const seen = sees(codes, resource, row)
  const common = {
    table,
    row,
    sql: `select id from epic_events_api.${table} where id = ${id}`,
    database: seen ? 'yes' : 'no',
  } as const
  const list = may(codes, `${resource}:list`, row)
  const listing = codes.some((code) => code.startsWith(`${resource}:list`))
  const viewing = codes.some((code) => code.startsWith(`${resource}:view`))
  return [
    ...(row === 'own' ? [scanned(who, resource, table, row)] : []),
    {
      ...common,
      name: `${resource}:list`,
      argv: [resource, 'list', '--limit', '0', ...all],
      listed: id,
      program: !listing ? 'no' : list ? 'yes' : 'absent',
    },
    {
      ...common,
      name: `${resource}:view`,
      argv: [resource, 'view', String(id)],
      program: !viewing ? 'no' : may(codes, `${resource}:view`, row) ? 'yes' : seen ? 'no' : 'hidden',
    },
  ]
}
