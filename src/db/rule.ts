/** How the sentence for a business rule is made of what its error says. */
import { type AppError, type Message, Refused } from '../errors.ts'
import type { Known, Wanted } from './in-the-way.ts'

/** What the error of a rule holds: ids, counts, amounts as decimal strings, dates as RFC 3339, names of roles. */
export type RuleDetail = Readonly<Record<string, unknown>>

export interface Rule {
  /** The error, or undefined when the detail lacks something: then PostgreSQL itself raised it, and only its name is known. */
  readonly explain: (detail: RuleDetail, known: Known) => AppError | undefined
  /** The colleagues and the records that the sentence names. */
  readonly wants: (detail: RuleDetail) => Wanted
}

/** One rule with the type of its detail. @param keys what the sentence needs of the detail */
export function rule<D extends object>(
  keys: readonly (keyof D & string)[],
  explain: (detail: D, known: Known) => AppError,
  wants: (detail: D) => Wanted = () => ({}),
): Rule {
  const isComplete = (detail: RuleDetail) => keys.every((key) => key in detail)
  return {
    explain: (detail, known) => (isComplete(detail) ? explain(detail as D, known) : undefined),
    wants: (detail) => (isComplete(detail) ? wants(detail as D) : {}),
  }
}

/** A refusal with the commands to run next. */
export const refused = (message: Message, ...next: readonly string[]) => new Refused(message, { next })

/** A refusal that one column of the record is the reason for. */
export const refusedField = (column: string, message: Message, ...next: readonly string[]) =>
  new Refused(message, { fields: { [column]: message }, next })
