import * as v from 'valibot'
import { type Catalog, catalog } from '../../src/i18n/catalog.ts'

export const en = catalog('en', 'Europe/Paris')
export const fr = catalog('fr', 'Europe/Paris')

/** What a value is read as, or the one sentence that refuses it. */
type Verdict<T> = { readonly value: T } | { readonly refused: string }

export function judge<T>(schema: v.GenericSchema<string, T>, typed: string): Verdict<T> {
  const result = v.safeParse(schema, typed)
  if (result.success) return { value: result.output }
  return { refused: result.issues.map((issue) => issue.message).join(' | ') }
}

/** The value read; throws the refusal. */
export function read<T>(schema: v.GenericSchema<string, T>, typed: string): T {
  const verdict = judge(schema, typed)
  if ('refused' in verdict) throw new Error(verdict.refused)
  return verdict.value
}

/** The sentence that refuses a value; throws when it is accepted. */
export function refusal(
  schema: (t: Catalog) => v.GenericSchema<string, unknown>,
  typed: string,
  t: Catalog = en,
): string {
  const verdict = judge(schema(t), typed)
  if ('value' in verdict) throw new Error(`${JSON.stringify(typed)} was accepted as ${JSON.stringify(verdict.value)}`)
  return verdict.refused
}
