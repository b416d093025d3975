/** A cell of the matrix: a permission on a kind of row, as a command and as a plain statement, with what the catalogue says of it. */
import type { Someone } from './ground.ts'
import { byProgram, bySql, may, type Needed, type Situation, sees, type Verdict } from './oracle.ts'

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
  /** `true`: beyond the permission a rule refuses (exit 6, SQLSTATE 23…), which says that the permission was there. */
  readonly ruled?: true
  /** Verdicts of the catalogue. */
  readonly program: Verdict
  readonly database: Verdict
}

/** A cell before its verdicts: they follow from the permissions that it needs and from the row that it has to find. */
export type Draft = Omit<Cell, 'program' | 'database'> & {
  needs: readonly Needed[]
  seen?: { resource: string; row: Situation }
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
  const sql = `select id from epic_events.${table} where id = ${id} for update`
  return { name: `${resource} held`, table, row, sql, program: 'no', database: open ? 'yes' : 'no' }
}

/** Adds the verdicts of the catalogue. */
export const withVerdicts = ({ codes }: Someone, { needs, seen, ...cell }: Draft): Cell => ({
  ...cell,
  program: byProgram(codes, needs, seen),
  database: bySql(codes, needs, seen),
})

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
    sql: `select id from epic_events.${table} where id = ${id}`,
    database: seen ? 'yes' : 'no',
  } as const
  const list = may(codes, `${resource}:list`, row)
  const listing = codes.some((code) => code.startsWith(`${resource}:list`))
  const viewing = codes.some((code) => code.startsWith(`${resource}:view`))
  return [
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
