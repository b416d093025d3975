/**
 * What a session needs of a socket, and such a socket by Bun's own interface, for a server on this machine and for Unix sockets. It is
 * connected before `node:net` (2.5 ms) would be loaded. Encrypted connections, and those to other machines, have Node's sockets (dial.ts).
 */
import { type Listener, Listeners } from './listeners.ts'
import type { ServerHost } from './url.ts'

/** A connected socket. Its events are those of a socket of Node: `data`, `drain`, `end`, `error`, `close`. */
export interface Wire {
  /** Whether it is closed. Its events may have been emitted before anybody listened. */
  readonly destroyed: boolean
  on(event: string, listener: Listener): this
  off(event: string, listener: Listener): this
  /** @returns false when the bytes wait for the network: then `drain` follows */
  write(bytes: Uint8Array, done?: () => void): boolean
  /** Sends the last bytes, and closes without waiting for the other side. */
  end(bytes: Uint8Array): unknown
  /** Closes at once. */
  destroy(): unknown
  /** Emits no data until `resume`. */
  pause(): unknown
  resume(): unknown
  /** Lets the process end although it is open. */
  unref(): unknown
}

/**
 * Connects to a server on this machine, plain. The system answers at once whether it accepts, which matters because Bun cannot take an
 * attempt back: where a server accepts nothing and its queue is full, one stays pending for minutes.
 *
 * @param signal ends the attempt; the socket is closed should it open later
 * @throws the system's error, or the signal's reason
 */
export function connectHere(host: ServerHost, signal: AbortSignal): Promise<Wire> {
  const wire = new BunWire()
  return new Promise((resolve, reject) => {
    const given = () => {
      wire.destroy()
      reject(signal.reason)
    }
    const settled = (then: () => void) => {
      signal.removeEventListener('abort', given)
      then()
    }
    signal.addEventListener('abort', given)
    if (signal.aborted) return given()
    wire.connect(host).then(
      () => settled(() => resolve(wire)),
      (error: unknown) => settled(() => reject(error)),
    )
  })
}

class BunWire extends Listeners implements Wire {
  destroyed = false
  #socket: Bun.Socket<unknown> | undefined
  /** What the network has not taken yet. Bun keeps nothing of it. */
  #waiting: { bytes: Uint8Array; readonly done: (() => void) | undefined }[] = []

  async connect(host: ServerHost): Promise<void> {
    const socket: Bun.SocketHandler<unknown> = {
      open: (opened) => {
        this.#socket = opened
        if (this.destroyed) opened.terminate()
        else opened.setNoDelay(true)
      },
      data: (_, chunk) => void this.emit('data', chunk),
      drain: () => this.#flush(),
      end: () => void this.emit('end'),
      error: (_, error) => void this.emit('error', error),
      close: (_, error) => this.#closed(error),
      // The promise is rejected with it.
      connectError() {},
    }
    await ('socket' in host
      ? Bun.connect({ unix: host.socket, socket })
      : Bun.connect({ hostname: host.host, port: host.port, socket }))
  }

  write(bytes: Uint8Array, done?: () => void): boolean {
    if (this.destroyed) {
      // The event may have come before anybody listened.
      queueMicrotask(() => void this.emit('close'))
      return true
    }
    this.#waiting.push({ bytes, done })
    if (this.#waiting.length === 1) this.#send()
    return this.#waiting.length === 0
  }

  end(bytes: Uint8Array): void {
    // A statement of which only a part was sent is none, so the rest of it is not waited for.
    if (this.#waiting.length === 0) this.#socket?.end(bytes)
    else this.destroy()
  }

  destroy(): void {
    this.destroyed = true
    this.#socket?.terminate()
  }

  pause(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  unref(): void {
    this.#socket?.unref()
  }

  #flush(): void {
    this.#send()
    if (this.#waiting.length === 0) this.emit('drain')
  }

  /** Hands over what the network takes now. */
  #send(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const sent = this.#socket?.write(next.bytes) ?? 0
      // Closed: the event follows.
      if (sent < 0) return
      next.bytes = next.bytes.subarray(sent)
      if (next.bytes.length > 0) return
      this.#waiting.shift()
      next.done?.()
    }
  }

  #closed(error?: Error): void {
    this.destroyed = true
    if (error) this.emit('error', error)
    this.emit('close')
  }
}
