/** What the database says, turned into what a person reads: every named constraint has its sentence, nothing of the driver shows. */
import type { Code } from '../access/catalogue.ts'
import { AppError, Forbidden, Refused, Unauthenticated, Unavailable } from '../errors.ts'

/** The fields of a server's error that are used (postgres.js gives them on its PostgresError). */
export interface DatabaseError extends Error {
  readonly code: string
  readonly constraint_name?: string
  readonly detail?: string
  readonly column_name?: string
  readonly table_name?: string
}

/** A better sentence than the general one, where the caller knows ids and values: by the constraint's name. */
export type ConstraintErrors = Readonly<Record<string, (error: DatabaseError) => AppError>>

/** By its shape: the driver names its class after the constructor, whose name the minifier takes away. */
export const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))

/**
 * The error to throw for one that the database gave.
 *
 * @param own sentences for constraints that the caller can say more about
 * @returns an AppError, or the error itself where it is a bug
 */
export function toAppError(error: unknown, own: ConstraintErrors = {}): unknown {
  if (error instanceof AppError || !isDatabaseError(error)) return error
  const { code, constraint_name: constraint } = error
  if (constraint) return own[constraint]?.(error) ?? general(constraint, error)
  if (code === '42501') return forbidden(error)
  const unavailable = states[code] ?? states[code.slice(0, 2)]
  return unavailable ? new Unavailable(unavailable.message, { cause: error, next: unavailable.next ?? [] }) : error
}

function general(constraint: string, error: DatabaseError): unknown {
  return new Refused(
    (t) => (t.constraint as Record<string, string>)[constraint] ?? t.refusal.byConstraint({ constraint }),
    { cause: error },
  )
}

/** The guards put the missing code in `detail`; a policy says nothing more than no. */
function forbidden(error: DatabaseError): AppError {
  // The session ended while the statement ran (drizzle/0004_rules.sql, must_be_somebody).
  if (error.detail === 'session') {
    return new Unauthenticated((t) => t.refusal.expired, { cause: error, next: ['login'] })
  }
  const code = error.detail && /^[a-z_]+:[a-z_:]+$/.test(error.detail) ? (error.detail as Code) : undefined
  return new Forbidden((t) => (code ? t.refusal.forbidden({ code }) : t.refusal.forbiddenRow), { cause: error })
}

/** SQLSTATE, or its class of two characters, of what is nobody's fault at the keyboard. */
const states: Readonly<Record<string, { message: ConstructorParameters<typeof Unavailable>[0]; next?: string[] }>> = {
  '3F000': { message: (t) => t.migrate.notCreated, next: ['db-create'] },
  '42P01': { message: (t) => t.migrate.notCreated, next: ['db-create'] },
  '42883': { message: (t) => t.migrate.notCreated, next: ['db-create'] },
  '42703': { message: (t) => t.migrate.behind, next: ['db-create'] },
  '55P03': { message: (t) => t.refusal.locked },
  '57014': { message: (t) => t.refusal.tooSlow },
  '40001': { message: (t) => t.refusal.locked },
  '40P01': { message: (t) => t.refusal.locked },
  '25006': { message: (t) => t.refusal.readOnly },
  '53': { message: (t) => t.refusal.noResources },
  '57': { message: (t) => t.refusal.shutDown },
  '58': { message: (t) => t.refusal.noResources },
}
