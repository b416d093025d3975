/**
 * A catalogue whose areas are evaluated when their first word is needed: a command uses few of them, and a run only one language. Both
 * languages from the start would cost each command 1.5 ms.
 */

/** By area, what loads the module that exports it under its name. */
type Modules<M> = { readonly [A in keyof M]: () => { readonly [E in A]: object } }

type Areas<M extends Modules<M>> = {
  readonly [A in keyof M]: ReturnType<M[A]> extends { readonly [E in A]: infer Area } ? Area : never
}

/** @param modules each is loaded once, at the first use of its area */
export function areas<const M extends Modules<M>>(modules: M): Areas<M> {
  const loaded = new Map<string | symbol, unknown>()
  const get = (_: object, area: string | symbol): unknown => {
    if (!loaded.has(area)) {
      const load: (() => object) | undefined = Reflect.get(modules, area)
      loaded.set(area, load && Reflect.get(load(), area))
    }
    return loaded.get(area)
  }
  return new Proxy<object>(modules, { get }) as Areas<M>
}
