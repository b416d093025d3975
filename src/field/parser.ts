/** Schemas made of functions that read what was typed. */
import * as v from 'valibot'
import type { Catalog } from '../i18n/catalog.ts'

/** The result for a value that is not accepted: the sentence that says why. */
export class InvalidValue {
  readonly sentence: string

  constructor(sentence: string) {
    this.sentence = sentence
  }
}

/**
 * Makes a schema of a function that reads what was typed.
 *
 * @param read returns the value, or the sentence that refuses it, in the catalogue's language
 */
export function parser<T>(t: Catalog, read: (typed: string) => T | InvalidValue): v.GenericSchema<string, T> {
  return v.pipe(
    v.string(t.value.notText),
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      const result = read(dataset.value)
      if (!(result instanceof InvalidValue)) return result
      addIssue({ message: result.sentence })
      return NEVER
    }),
  )
}
