/** Writes many rows at once, and finds out which of them the database refuses. */
import { type AppError, Forbidden, Unauthenticated } from '../../errors.ts'
import type { Connection } from '../connection.ts'
import { type ConstraintErrors, inTheWay, isDatabaseError, toAppError } from '../constraint-errors.ts'
import { requireSession } from '../judgement.ts'
import { currentUser } from '../statement.ts'
import { RowGone } from './statements.ts'

/**
 * Writes rows under a savepoint. When the database refuses them, they are written as two halves, and so on, until the row that it refuses
 * stands alone. The others stay written.
 *
 * @param connection inside a transaction
 * @param write writes all of these rows, or throws
 * @param o.refused gets each row that cannot be written, with the error that the row alone was refused with
 * @param o.errors sentences about values that only the row knows
 * @param o.gone the error for a row for which `write` throws RowGone
 * @throws whatever is no fault of a row: the session is over, the connection was lost, somebody holds a lock
 */
export async function writeOrHalve<R>(
  connection: Connection,
  rows: readonly R[],
  write: (inside: Connection, rows: readonly R[]) => Promise<void>,
  o: {
    readonly refused: (row: R, error: AppError) => void
    readonly errors: (row: R) => ConstraintErrors
    readonly gone: (row: R) => AppError
  },
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  try {
    await connection.transaction((inside) => write(inside, rows))
  } catch (error) {
    if (!isRefusal(error)) throw toAppError(error)
    if (rows.length > 1) {
      const middle = Math.ceil(rows.length / 2)
      await writeOrHalve(connection, rows.slice(0, middle), write, o)
      return writeOrHalve(connection, rows.slice(middle), write, o)
    }
    o.refused(first, error instanceof RowGone ? o.gone(first) : await verdict(connection, error, o.errors(first)))
  }
}

/** Integrity constraints, the rules, and lacking rights. Everything else is no fault of one row. */
const isRefusal = (error: unknown): boolean =>
  error instanceof RowGone || (isDatabaseError(error) && (error.code.startsWith('23') || error.code === '42501'))

/** The error of the one row, as `create` and `update` would throw it. @throws Unauthenticated the session is over: then no row is at fault */
async function verdict(connection: Connection, error: unknown, own: ConstraintErrors): Promise<AppError> {
  const translated = toAppError(error, own, await inTheWay(connection, error, own))
  if (translated instanceof Unauthenticated) throw translated
  if (translated instanceof Forbidden) requireSession(await currentUser(connection))
  return translated as AppError
}
