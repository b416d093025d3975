/** What the answers of a form must agree in. It is told at the question that completes a contradiction, and decides nothing: the database judges. */
import type { AppError, Message } from '../errors.ts'
import type { Fields, ValuesOf } from '../field/field.ts'
import type { Catalog } from '../i18n/catalog.ts'

/** What a form knows when an agreement is asked. */
export interface KnownValues<F extends Fields = Fields, R = Readonly<Record<string, unknown>>> {
  /** What was given and answered, the present answer included. */
  readonly values: ValuesOf<F>
  /** For `update`: the record, as the answers so far change it. */
  readonly current: R | undefined
  /** Who is asked. */
  readonly me?: number | undefined
  readonly t: Catalog
}

export interface Agreement<F extends Fields = Fields, R = Readonly<Record<string, unknown>>> {
  /** The fields that it is about, by their names. It is asked once the last of them is answered. */
  readonly between: readonly (keyof F & string)[]
  /** The refusal, or a warning about what is unlikely but allowed; undefined where all is well. */
  readonly broken: (known: KnownValues<F, R>) => AppError | Message | undefined
}

/** The same with its types forgotten. */
export const agreement = <F extends Fields, R>(declared: Agreement<F, R>): Agreement => declared as unknown as Agreement

/** What is wrong with the values, as far as all of them are known. */
export interface Disagreement {
  readonly refusal?: AppError
  readonly warning?: Message
}

/**
 * Asks the agreements of which nothing is open any more.
 *
 * @param isOpen whether a field will be asked for later
 * @param of only agreements about this field
 */
export function disagreement(
  agreements: readonly Agreement[],
  known: KnownValues,
  { isOpen, of }: { isOpen(name: string): boolean; of?: string },
): Disagreement {
  const answers = agreements
    .filter(({ between }) => of === undefined || between.includes(of))
    .filter(({ between }) => !between.some(isOpen) && between.some((name) => known.values[name] !== undefined))
    .map(({ broken }) => broken(known))
  const refusal = answers.find((answer) => typeof answer === 'object')
  const warning = answers.find((answer) => typeof answer === 'function')
  return { ...(refusal ? { refusal } : {}), ...(warning ? { warning } : {}) }
}
