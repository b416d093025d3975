/** Choices that depend on the answers to the questions before: who is free at the time of an event. */
import type { Call } from '../app.ts'
import type { Choice } from '../field/choice.ts'
import { mostListed } from '../terminal/prompt/prompt.ts'
import { sortedByLabel } from '../terminal/prompt/search.ts'
import type { AnySpec, Values } from './spec.ts'

type Fetch = (so: Values) => Promise<readonly Choice<unknown>[] | undefined>

/**
 * How these choices are fetched, by the names of their fields: each in a connection of its own, which is closed before the question.
 *
 * @param args the positionals of the command
 */
export const lateChoices = (
  { app, t }: Call,
  { late = [], choices = {} }: AnySpec,
  args: Values,
): Readonly<Record<string, Fetch>> =>
  Object.fromEntries(
    late.flatMap((key): [string, Fetch][] => {
      const fetch = choices[key]
      if (!fetch) return []
      return [
        [
          key,
          async (so) => {
            const found = await app.connect((connection) => fetch(connection, { ...so, ...args }, t, mostListed))
            return found.length > mostListed ? undefined : sortedByLabel(found, t)
          },
        ],
      ]
    }),
  )
