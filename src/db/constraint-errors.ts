/** Turns errors of the database into errors with a sentence. Every named constraint has its own; the driver's text is never shown. */
import type { Code } from '../access/catalogue.ts'
import { AppError, Forbidden, Refused, Unauthenticated, Unavailable } from '../errors.ts'

/** The fields of a server's error that are used. postgres.js sets them on its PostgresError. */
export interface DatabaseError extends Error {
  readonly code: string
  readonly constraint_name?: string
  readonly detail?: string
  readonly column_name?: string
  readonly table_name?: string
}

/** Constraint name → a better error than the general one, for callers that know the ids and values. */
export type ConstraintErrors = Readonly<Record<string, (error: DatabaseError) => AppError>>

/** Recognises the driver's error by its fields: the minifier removes the name of its class. */
export const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))

/**
 * Finds the error to throw for one that the database gave.
 *
 * @param own errors for constraints about which the caller can say more
 * @returns an AppError, or the given error itself if no sentence fits: it is then a bug
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

/** A guard puts the missing code into `detail`. A policy only refuses, so the sentence is then a general one. */
function forbidden(error: DatabaseError): AppError {
  // The session ended while the statement ran: the trigger function must_be_somebody says so.
  if (error.detail === 'session') {
    return new Unauthenticated((t) => t.refusal.expired, { cause: error, next: ['login'] })
  }
  const code = error.detail && /^[a-z_]+:[a-z_:]+$/.test(error.detail) ? (error.detail as Code) : undefined
  return new Forbidden((t) => (code ? t.refusal.forbidden({ code }) : t.refusal.forbiddenRow), { cause: error })
}

/** Errors that the user did not cause, by SQLSTATE or by its two-character class. */
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
