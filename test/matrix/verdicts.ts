/** The real answers of the program and of the database to a cell. Everything that they write is rolled back. */

import type postgres from 'postgres'
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
      const rows: { id: number }[] = JSON.parse(stdout)
      return rows.some(({ id }) => id === cell.listed) ? 'yes' : 'absent'
    }
    if (code === Exit.ok && !cell.ruled) return 'yes'
    if (code === Exit.refused && cell.ruled) return 'yes'
    return code === Exit.forbidden ? 'no' : code === Exit.notFound ? 'hidden' : `exit ${code}: ${stderr.trim()}`
  }
}

class Undo extends Error {}

/** The plain statement, in a savepoint that is rolled back. @param connection a transaction of that person's */
export async function byStatement(connection: postgres.TransactionSql, cell: Cell): Promise<Answer> {
  let rows = 0
  try {
    await connection.savepoint(async (inner) => {
      if (cell.name === 'contract:delete') await inner`select set_config('epic_events.with_events', 'on', true)`
      rows = (await inner.unsafe(cell.sql)).count
      throw new Undo()
    })
  } catch (error) {
    if (error instanceof Undo) return rows > 0 ? 'yes' : 'no'
    if (!isDatabaseError(error)) throw error
    if (error.code === '42501') return 'no'
    if (cell.ruled && error.code.startsWith('23')) return 'yes'
    return `SQLSTATE ${error.code} ${error.message}` as Answer
  }
  throw new Error('a rehearsal is always undone')
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
