/**
 * The frame around every verb. A verb declares plain data (its path, who may run it, its arguments and options) and one function. The
 * frame parses the command line, checks the permission and asks the questions.
 */

import type { Fields } from '../field/field.ts'
import type { Filters } from '../field/filter.ts'
import { execute } from './execute.ts'
import type { AnySpec, Leaf, Pick, Positional, Positionals, Spec, Switches } from './spec.ts'

/** Refuses misspelt properties: TypeScript lets a type parameter have more properties than its constraint. */
type CheckedPositional<P> = { readonly [K in Exclude<keyof P, keyof Positional>]: never } & {
  readonly pick?: P extends { readonly pick: infer Given }
    ? { readonly [K in Exclude<keyof Given, keyof Pick>]: never }
    : never
}

/**
 * Makes a verb of its declaration. Before `run` is called, its values are parsed, its permission is checked and its questions are asked.
 *
 * @example export default command({ path: ['client', 'view'], access: 'client:view', positionals: { id }, async run(call, { args }) { … } })
 */
export function command<
  const P extends Positionals & { readonly [K in keyof P]: CheckedPositional<P[K]> },
  const F extends Fields,
  const S extends Switches,
  const L extends Filters,
  const R extends keyof F & string = never,
>(declared: Spec<P, F, S, L, R>): Leaf {
  // Every spec has a type of its own, because `run` takes exactly what `fields` declares. The frame gives `run` just that.
  const spec = declared as unknown as AnySpec
  return { spec, run: (invocation) => execute(spec, invocation) }
}
