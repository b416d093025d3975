import * as v from 'valibot'
import { type Catalog, catalog } from '../../src/i18n/catalog.ts'

/** Friday 27 November 2026, noon in UTC. */
export const now = () => Date.parse('2026-11-27T12:00:00Z')
export const en = catalog('en', 'Europe/Paris', now)
export const fr = catalog('fr', 'Europe/Paris', now)

/** What a value is read as, or the one sentence that refuses it. */
type Parsed<T> = { readonly value: T } | { readonly refused: string }

export function parse<T>(schema: v.GenericSchema<string, T>, typed: string): Parsed<T> {
  const result = v.safeParse(schema, typed)
  if (result.success) return { value: result.output }
  return { refused: result.issues.map((issue) => issue.message).join(' | ') }
}

/** The value read; throws the refusal. */
export function read<T>(schema: v.GenericSchema<string, T>, typed: string): T {
  const parsed = parse(schema, typed)
  if ('refused' in parsed) throw new Error(parsed.refused)
  return parsed.value
}

/** The sentence that refuses a value; throws when it is accepted. */
export function refusal(
  schema: (t: Catalog) => v.GenericSchema<string, unknown>,
  typed: string,
  t: Catalog = en,
): string {
  const parsed = parse(schema(t), typed)
  if ('value' in parsed) throw new Error(`${JSON.stringify(typed)} was accepted as ${JSON.stringify(parsed.value)}`)
  return parsed.refused
}
