/** Names in the place of ids: a name that several records have becomes a list, for a person at a terminal. */
import type { Call } from '../app.ts'
import type { Connection } from '../db/connection.ts'
import { AppError, type Candidate, type ErrorDetail } from '../errors.ts'
import type { Choice } from '../field/choice.ts'
import type { Field } from '../field/field.ts'
import { isNamed, type Named } from '../field/reference.ts'
import { mostListed } from '../terminal/prompt/prompt.ts'
import { matcher, searched, sortedByLabel } from '../terminal/prompt/search.ts'
import { equivalent } from './equivalent-command.ts'
import type { AnySpec, Values } from './spec.ts'

/** What was given: the values without a name, and the options, by the names of their fields. */
export interface Given {
  readonly args: Values
  readonly values: Values
}

/** The values with names that count only when they are whole. */
export const exactly = (args: Values): Values =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, isNamed(value) ? { typed: value.typed, exact: true } : value]),
  )

/** Where a value was given. */
interface Place {
  readonly of: keyof Given
  readonly key: string
  readonly field: Field
}

/** Everything that was given by a name. */
export function namesIn(spec: AnySpec, { args, values }: Given): (Place & { readonly named: Named })[] {
  const places: Place[] = [
    ...Object.entries(spec.positionals ?? {}).map(([key, { field }]) => ({ of: 'args' as const, key, field })),
    ...Object.entries(spec.fields ?? {}).map(([key, field]) => ({ of: 'values' as const, key, field })),
  ]
  return places.flatMap((place) => {
    const value = { args, values }[place.of][place.key]
    return isNamed(value) ? [{ ...place, named: value }] : []
  })
}

/** The same with one value that was found. */
export const withId = <G extends Given>(given: G, { of, key }: Place, id: unknown): G => ({
  ...given,
  [of]: { ...given[of], [key]: id },
})

/**
 * Does the work, and does it again with what was chosen when a name meant several records: a statement that found no single record has
 * done nothing. The command line with the ids is shown then.
 */
export async function withChoices<T>(
  call: Call,
  spec: AnySpec,
  given: Given,
  work: (given: Given) => Promise<T>,
): Promise<T> {
  try {
    return await work(given)
  } catch (error) {
    const chosen = await chooseInstead(call, spec, given, error)
    await call.out.note((t) => t.usage.equivalent)
    await call.out.equivalentCommand(
      equivalent(spec.path, Object.values(chosen.args), spec.fields ?? {}, chosen.values, call.t),
    )
    return withChoices(call, spec, chosen, work)
  }
}

/**
 * Asks which record was meant by a name.
 *
 * @param error what was thrown because of the name
 * @returns what was given, with the id in the place of the name
 * @throws the error itself, when there is nothing to choose from · Cancelled
 */
export async function chooseInstead<G extends Given>(call: Call, spec: AnySpec, given: G, error: unknown): Promise<G> {
  const { candidates = [], referred }: ErrorDetail = error instanceof AppError ? error.detail : {}
  const place = namesIn(spec, given).find(
    ({ field, named }) => field.noun === referred?.noun && named.typed === referred?.typed,
  )
  if (!place || !referred || candidates.length === 0) throw error
  const { t } = call
  const choices = await choicesOf(call, spec, given, place, candidates)
  // What was found by an e-mail address or a phone number is not found by these in the list.
  const isFound = matcher(referred.typed)
  const typed = choices.some((choice) => isFound(searched(choice))) ? { typed: referred.typed } : {}
  const question = place.of === 'args' ? spec.positionals?.[place.key]?.pick?.question : undefined
  const message = (question ?? place.field.label)(t)
  const id = await call.app.prompt.choose({ message, choices, ...typed })
  return withId(given, place, id)
}

/** The list that the command itself offers, if any candidate is in it: the others could not be taken. Else the candidates alone. */
async function choicesOf(
  { app, t }: Call,
  spec: AnySpec,
  { args, values }: Given,
  { of, key }: Place,
  candidates: readonly Candidate[],
): Promise<readonly Choice<unknown>[]> {
  const pick = spec.positionals?.[key]?.pick
  const fetch = of === 'args' ? pick?.choices : spec.choices?.[key]
  const listed = fetch
    ? await app.connect((connection) => fetch(connection, of === 'args' ? args : values, t, mostListed))
    : []
  const ids = new Set(listed.map(({ value }) => value))
  if (listed.length <= mostListed && candidates.some(({ id }) => ids.has(id)))
    return of === 'args' && pick?.presorted ? listed : sortedByLabel(listed, t)
  return candidates.map(({ id, name, hint }) => ({
    value: id,
    label: name,
    hint: [`#${id}`, hint(t)].filter(Boolean).join(' · '),
  }))
}

/**
 * Finds the records that were given by a name before the first question, which may depend on them, and asks which of several is meant.
 *
 * @param o.shown a question will show whom it is about, so the beginning of a name is enough
 * @param o.permitted checks the permission of the command, which comes before any name
 */
export async function withoutNames<G extends Given>(
  call: Call,
  spec: AnySpec,
  given: G,
  o: { readonly shown: boolean; readonly permitted: (connection: Connection) => Promise<unknown> },
): Promise<G> {
  const { app } = call
  if (namesIn(spec, given).length === 0) return given
  let now = given
  try {
    await app.connect(async (connection) => {
      await o.permitted(connection)
      for (const { named, ...place } of namesIn(spec, given)) {
        const { noun } = place.field
        if (noun)
          now = withId(now, place, await app.resolve(connection, noun, o.shown ? { typed: named.typed } : named))
      }
    })
    return now
  } catch (error) {
    return withoutNames(call, spec, await chooseInstead(call, spec, now, error), o)
  }
}
