/** Records that were referred to by a name, found in the statement that does the work: it costs no round trip of its own. */
import { type SQL, sql } from 'drizzle-orm'
import { isNamed, type Named, type Noun, type Reference } from '../field/reference.ts'
import { excerpt } from '../text/excerpt.ts'

/** A record that a statement needs; null where a column is emptied. */
export interface Referred {
  readonly noun: Noun
  readonly reference: Reference | null
}

/** The records that a statement needs: `id` for the one that it is about, the others by the columns that they are written to. */
export type References = Readonly<Record<string, Referred>>

/**
 * The id of a record, as SQL: the number itself, or the one record that a name means. It is null where the name means nothing that the
 * caller may see, or several.
 */
export function idOf(noun: Noun, reference: Reference | null): SQL {
  if (!isNamed(reference)) return sql`${reference}::integer`
  const { typed } = reference
  const one = sql`(select case when count(*) = 1 then min(r.id) end
    from epic_events.referred(${noun}::text, ${typed}::text, ${isExact(reference)}::boolean, 2) r(id))`
  if (noun !== 'role') return one
  // Everybody who is signed in knows the roles that colleagues have.
  return sql`coalesce(${one}, (
    select p.role_id from epic_events_api.colleague p
    where epic_events.fold(p.role) = epic_events.fold(${typed}::text)
    limit 1))`
}

/** Whether the beginning of what is meant is not enough: it must be the whole name, and always the whole address or phone number. */
export const isExact = ({ typed, exact }: Named): boolean => exact || /@|^[\d\s+./()-]{6,}$/.test(typed)

/** The same inside `write`, which looks each name up once. */
export function idIn(references: References, column: string): SQL {
  const referred = references[column]
  if (!referred) throw new Error(`the statement refers to nothing by ${column}`)
  const { noun, reference } = referred
  return isNamed(reference) ? sql`(select n.${sql.identifier(column)} from named n)` : idOf(noun, reference)
}

/** The references whose names have to be looked up. */
export const namedIn = (references: References): [column: string, noun: Noun, named: Named][] =>
  Object.entries(references).flatMap(([column, { noun, reference }]) =>
    isNamed(reference) ? [[column, noun, reference] as [string, Noun, Named]] : [],
  )

/** The columns of a patch that refer to records, of those that are given. */
export function referencesOf(patch: object, nouns: Readonly<Record<string, Noun>>): References {
  const given = patch as Readonly<Record<string, Reference | null>>
  return Object.fromEntries(
    Object.entries(nouns).flatMap(([column, noun]) => {
      const reference = given[column]
      return reference === undefined ? [] : [[column, { noun, reference }]]
    }),
  )
}

/** A patch as it is written: its references are ids as SQL. */
export const withIds = (patch: object, references: References): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(patch).map(([column, value]) => [column, isNamed(value) ? idIn(references, column) : value]),
  )

/** A patch as it was wanted, with the ids that were found for its names. */
export const withFound = (patch: object, found: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(patch).map(([column, value]) => [column, isNamed(value) ? found[column] : value]))

/** A reference as a sentence repeats it. */
export const shownReference = (reference: Reference): number | string =>
  isNamed(reference) ? excerpt(reference.typed) : reference

/** A name as a column of the table `named`, and whether it means one record. */
export const idAs = ([column, noun, named]: ReturnType<typeof namedIn>[number]) =>
  sql`${idOf(noun, named)} as ${sql.identifier(column)}`
export const isFound = ([column]: ReturnType<typeof namedIn>[number]) => sql`n.${sql.identifier(column)} is not null`
