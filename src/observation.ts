/**
 * What the program observes about its database while a command runs. The parts that connect and ask emit observations; who listens
 * (progress, `--verbose`) decides what to show. The pattern is that of PostgREST's `Observation.hs`: the emitting code knows no listener.
 *
 * An observation never holds a value, a token or a password.
 */

/** One observation. `ms` is a duration in whole milliseconds. */
export type Observation =
  /** The database of the command, before the first connection. `name` holds no secret: `host:port/database`, or the folder. */
  | { readonly event: 'database'; readonly kind: 'server' | 'embedded'; readonly name: string }
  /** A connection is being opened. Either `connected` or `not connected` follows. */
  | { readonly event: 'connecting' }
  | { readonly event: 'connected'; readonly ms: number }
  | { readonly event: 'not connected' }
  /** A statement was sent. Either `answered` or `not answered` follows. */
  | { readonly event: 'asking' }
  | { readonly event: 'answered'; readonly ms: number; readonly rows: number }
  | { readonly event: 'not answered' }
  /** The owner of the schema begins long work, such as a migration. `prepared` follows, whether the work succeeded or not. */
  | { readonly event: 'preparing' }
  | { readonly event: 'prepared' }

/**
 * A listener. The emitter waits for it, so that the lines of `--verbose` stand before the answer that follows them. It must not throw.
 */
export type Observer = (observation: Observation) => void | Promise<void>

/**
 * One observer that passes every observation on to several.
 *
 * @param observers called one after the other, in this order
 */
export function broadcast(...observers: readonly Observer[]): (observation: Observation) => Promise<void> {
  return async (observation) => {
    for (const observer of observers) await observer(observation)
  }
}
