/** Turns errors of the database into errors with a sentence. Every named constraint has its own; the driver's text is never shown. */
import type { Code } from '../access/catalogue.ts'
import { AppError, Forbidden, forbidden as lacking, type Message, Refused, Unauthenticated } from '../errors.ts'
import type { Connection } from './connection.ts'
import { type Known, lookUp, nothingKnown, type Wanted } from './in-the-way.ts'
import type { RuleDetail } from './rule.ts'
import { explained, wantedBy, withConstraint } from './rule-errors.ts'
import { serverError } from './server-errors.ts'

/** The fields of a server's error that are used. postgres.js sets them on its PostgresError. */
export interface DatabaseError extends Error {
  readonly code: string
  readonly constraint_name?: string
  readonly detail?: string
  readonly column_name?: string
  readonly table_name?: string
  readonly routine?: string
}

/** A sentence about values that only the caller knows, and what it names of the records in the way. */
interface NamingRefusal {
  readonly wants: Wanted
  readonly explain: (known: Known) => AppError
}
type PlainRefusal = (error: DatabaseError) => AppError | undefined

/** Sentences for constraints about values that only the caller knows (a taken email, an absent company), by the constraint's name. */
export type ConstraintErrors = Readonly<Record<string, PlainRefusal | NamingRefusal>>

/** Recognises the driver's error by its fields: the minifier removes the name of its class. */
export const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))

/**
 * Finds the error to throw for one that the database gave.
 *
 * @param own sentences for constraints that the caller can say more about
 * @param known the colleagues and records that the sentence is to name (`inTheWay`)
 * @returns an AppError, or the error itself where it is a bug
 */
export function toAppError(error: unknown, own: ConstraintErrors = {}, known: Known = nothingKnown): unknown {
  if (error instanceof AppError || !isDatabaseError(error)) return error
  const { code, constraint_name: constraint } = error
  if (constraint) {
    const brought = own[constraint]
    const explanation =
      (typeof brought === 'object' ? brought.explain(known) : brought?.(error)) ??
      explained(constraint, detailOf(error), known) ??
      general(constraint, error)
    return withConstraint(explanation, constraint)
  }
  if (code === '42501') return forbidden(error)
  return serverError(error) ?? error
}

/**
 * What the sentence for an error of the database names: colleagues that the error mentions by id, records that stand in the way. The error
 * holds no names because PostgreSQL writes it into the server's log.
 *
 * @param own the sentences that the caller brings
 */
export async function inTheWay(connection: Connection, error: unknown, own: ConstraintErrors = {}): Promise<Known> {
  const constraint = isDatabaseError(error) ? error.constraint_name : undefined
  if (!constraint) return nothingKnown
  const brought = own[constraint]
  const wanted = typeof brought === 'object' ? brought.wants : wantedBy(constraint, detailOf(error as DatabaseError))
  return lookUp(connection, wanted)
}

/** The JSON in an error's DETAIL. PostgreSQL's own details are sentences; they count as empty. */
export function detailOf({ detail = '' }: DatabaseError): RuleDetail {
  try {
    const parsed: unknown = JSON.parse(detail)
    return parsed !== null && typeof parsed === 'object' ? (parsed as RuleDetail) : {}
  } catch {
    return {}
  }
}

/** The sentence of a constraint about which nothing more is known than its name. */
function general(constraint: string, cause: DatabaseError): AppError {
  const message: Message = (t) =>
    (t.constraint as Record<string, string>)[constraint] ?? t.refusal.byConstraint({ constraint })
  return new Refused(message, { cause })
}

/** A guard puts the missing code into `detail`. A policy only refuses, so the sentence is then a general one. */
function forbidden(error: DatabaseError): AppError {
  // The session ended while the statement ran: the trigger function must_be_somebody says so.
  if (error.detail === 'session') {
    return new Unauthenticated((t) => t.refusal.expired, { cause: error, next: ['login'] })
  }
  const code = error.detail && /^[a-z_]+:[a-z_:]+$/.test(error.detail) ? (error.detail as Code) : undefined
  if (!code) return new Forbidden((t) => t.refusal.forbiddenRow, { cause: error })
  return Object.assign(lacking({ permission: code }), { cause: error })
}
