/** As much of `node:events` as a socket needs. That module takes half a millisecond to load, which is felt before a connection is dialled. */

// biome-ignore lint/suspicious/noExplicitAny: each event has arguments of its own, as in node:events
export type Listener = (...args: any[]) => void

export class Listeners {
  readonly #lists = new Map<string, Listener[]>()

  on(event: string, listener: Listener): this {
    this.#lists.set(event, [...this.#of(event), listener])
    return this
  }

  once(event: string, listener: Listener): this {
    const first: Listener = (...args) => {
      this.off(event, first)
      listener(...args)
    }
    return this.on(event, first)
  }

  off(event: string, listener: Listener): this {
    this.#lists.set(
      event,
      this.#of(event).filter((one) => one !== listener),
    )
    return this
  }

  removeListener(event: string, listener: Listener): this {
    return this.off(event, listener)
  }

  removeAllListeners(): this {
    this.#lists.clear()
    return this
  }

  /** Calls the listeners that there are now. Unlike a stream of Node it does not throw when nobody listens to an error. */
  emit(event: string, ...args: unknown[]): boolean {
    const list = this.#of(event)
    for (const listener of list) listener(...args)
    return list.length > 0
  }

  #of(event: string): readonly Listener[] {
    return this.#lists.get(event) ?? []
  }
}
