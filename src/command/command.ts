/**
 * The frame around every verb: what it is called with, who may run it, and the way from the command line to `run`.
 * A verb declares plain data and one function; parsing, asking and permission are the frame's.
 */

import { defineCommand } from 'citty'
import type { Fields } from '../field/field.ts'
import { execute } from './execute.ts'
import type { AnySpec, Invocation, Leaf, Positionals, Spec, Switches } from './spec.ts'

/**
 * Makes a verb of its declaration. Its values are judged, its permission checked and its questions asked before `run` is called.
 *
 * @example export default command({ path: ['client', 'view'], access: 'client:view', positionals: { id }, async run(call, { args }) { … } })
 */
export function command<
  const P extends Positionals,
  const F extends Fields,
  const S extends Switches,
  const R extends keyof F & string = never,
>(declared: Spec<P, F, S, R>): Leaf {
  // `run` takes exactly what `fields` declares, so no two specs are of one type: the frame keeps the promise that the types make.
  const spec = declared as unknown as AnySpec
  const definition = defineCommand({
    meta: { name: spec.path.join(' ') },
    run: ({ data }) => execute(spec, data as Invocation),
  })
  return Object.assign(definition, { spec })
}
