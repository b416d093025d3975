/** Turns errors of the database into errors with a sentence. Every named constraint has its own; the driver's text is never shown. */
import { sql } from 'drizzle-orm'
import type { Code } from '../access/catalogue.ts'
import { AppError, Forbidden, type Message, Refused, Unauthenticated } from '../errors.ts'
import type { Connection } from './connection.ts'
import { explained, type Names, peopleOf, type RuleDetail, withConstraint } from './rule-errors.ts'
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

/** Sentences for constraints about values that only the caller knows (a taken email, an absent company), by the constraint's name. */
export type ConstraintErrors = Readonly<Record<string, (error: DatabaseError) => AppError | undefined>>

/** Recognises the driver's error by its fields: the minifier removes the name of its class. */
export const isDatabaseError = (error: unknown): error is DatabaseError =>
  error instanceof Error && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))

/**
 * Finds the error to throw for one that the database gave.
 *
 * @param own sentences for constraints that the caller can say more about
 * @param names of the colleagues whom a rule's sentence is to name (`colleagueNames`)
 * @returns an AppError, or the error itself where it is a bug
 */
export function toAppError(error: unknown, own: ConstraintErrors = {}, names: Names = new Map()): unknown {
  if (error instanceof AppError || !isDatabaseError(error)) return error
  const { code, constraint_name: constraint } = error
  if (constraint) {
    const explanation =
      own[constraint]?.(error) ?? explained(constraint, detailOf(error), names) ?? general(constraint, error)
    return withConstraint(explanation, constraint)
  }
  if (code === '42501') return forbidden(error)
  return serverError(error) ?? error
}

/**
 * The names of the colleagues whom a rule's error mentions by id. The error holds no names because PostgreSQL writes it into the server's
 * log. Everybody who is signed in may read the view `colleague`.
 *
 * @returns an empty map where there is nobody to name, or where the connection cannot be asked: inside a pooler's transaction, which the
 *   error has aborted
 */
export async function colleagueNames(connection: Connection, error: unknown): Promise<Names> {
  const constraint = isDatabaseError(error) ? error.constraint_name : undefined
  const ids = constraint ? peopleOf(constraint, detailOf(error as DatabaseError)) : []
  if (ids.length === 0) return new Map()
  const wanted = sql.join(
    ids.map((id) => sql`${id}::integer`),
    sql`, `,
  )
  const people = await connection
    .query<{ id: number; full_name: string }>(
      sql`select p.id, p.full_name from epic_events_api.colleague p where p.id in (${wanted})`,
    )
    .catch(() => [])
  return new Map(people.map(({ id, full_name: name }) => [id, name]))
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
  return new Forbidden((t) => (code ? t.refusal.forbidden({ code }) : t.refusal.forbiddenRow), { cause: error })
}
