/** The real answers of the program and of the database to a cell. Everything that they write is rolled back. */

import type postgres from 'postgres'
import { attachingColumns } from '../../src/access/catalogue.ts'
import { isDatabaseError } from '../../src/db/constraint-errors.ts'
import { Exit } from '../../src/errors.ts'
import type { Cell } from './cell.ts'
import type { Ground, Someone } from './ground.ts'
import type { Verdict } from './oracle.ts'

/** A verdict, or the unexpected answer. */
export type Answer = Verdict | `exit ${number}: ${string}` | `SQLSTATE ${string}`

/** The command, as this person types it; what it writes is rolled back. */
export function byCommands(ground: Ground, { person }: Someone): (cell: Cell) => Promise<Answer> {
  const lists = new Map<string, ReturnType<Ground['agency']['run']>>()
  return async (cell) => {
    const { argv = [] } = cell
    const key = argv.join(' ')
    const run = () =>
      ground.agency.run([...argv, '--json'], {
        as: person,
        rehearsed: true,
        ...(cell.stdin === undefined ? {} : { stdin: cell.stdin }),
      })
    // The same list answers for each of its rows.
    if (cell.listed !== undefined && !lists.has(key)) lists.set(key, run())
    const { code, stdout, stderr, wrote } = await (lists.get(key) ?? run())
    // A command that was refused must not have written anything.
    if (code !== Exit.ok && wrote) return `exit ${code}: but it wrote`
    if (code === Exit.ok && cell.listed !== undefined) {
      // A note is read below its record.
      const answer: { id: number }[] | { interactions: { id: number }[] | undefined } = JSON.parse(stdout)
      const rows = Array.isArray(answer) ? answer : (answer.interactions ?? [])
      return rows.some(({ id }) => id === cell.listed) ? 'yes' : 'absent'
    }
    if (code === Exit.ok && !cell.ruled) return 'yes'
    if (code === Exit.refused && cell.ruled) return 'yes'
    if (code === Exit.refused && cell.pointed) return 'hidden'
    return code === Exit.forbidden ? 'no' : code === Exit.notFound ? 'hidden' : `exit ${code}: ${stderr.trim()}`
  }
}

class Undo extends Error {}

/** Foreign keys that refuse an id that does not exist, or that the caller cannot see. */
const unknownTargets = Object.values(attachingColumns).flatMap((columns) =>
  Object.values(columns).map(({ constraint }) => constraint),
)

/** A node of a plan, as `explain (analyze, format json)` prints it. */
interface Node {
  readonly 'Relation Name'?: string
  readonly 'Actual Loops': number
  readonly Plans?: readonly Node[]
}

/** How often a cell's table is scanned. */
async function scans(connection: postgres.TransactionSql, { sql, table }: Cell): Promise<number> {
  const [row] = await connection.unsafe(`explain (analyze, format json) ${sql}`)
  const count = (node: Node): number =>
    (node['Relation Name'] === table ? node['Actual Loops'] : 0) +
    (node.Plans ?? []).reduce((sum, inner) => sum + count(inner), 0)
  const plan = row?.['QUERY PLAN']
  return count((typeof plan === 'string' ? JSON.parse(plan) : plan)[0].Plan)
}

/** The plain statement, in a savepoint that is rolled back. @param connection a transaction of that person's */
export async function byStatement(connection: postgres.TransactionSql, cell: Cell): Promise<Answer> {
  let rows = 0
  try {
    await connection.savepoint(async (inner) => {
      if (cell.name.startsWith('contract:delete')) await inner`select set_config('epic_events.with_events', 'on', true)`
      rows = cell.scan ? await scans(inner, cell) : (await inner.unsafe(cell.sql)).count
      throw new Undo()
    })
  } catch (error) {
    if (error instanceof Undo) return rows > 0 ? 'yes' : 'no'
    if (!isDatabaseError(error)) throw error
    if (error.code === '42501') return 'no'
    if (cell.attaches && error.code === '23503' && unknownTargets.includes(error.constraint_name ?? '')) return 'hidden'
    if (cell.ruled && error.code.startsWith('23')) return 'yes'
    return `SQLSTATE ${error.code} ${error.message}` as Answer
  }
  throw new Error('a rehearsal is always undone')
}

/** A savepoint that is rolled back. */
export async function undone(
  connection: postgres.TransactionSql,
  work: (inner: postgres.TransactionSql) => Promise<unknown>,
): Promise<void> {
  await connection
    .savepoint(async (inner) => {
      await work(inner)
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
}

/** A transaction that is rolled back. */
export async function rehearsal<T>(
  sql: postgres.Sql,
  work: (connection: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  const kept: T[] = []
  await sql
    .begin(async (connection) => {
      kept.push(await work(connection))
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  return kept[0] as T
}
