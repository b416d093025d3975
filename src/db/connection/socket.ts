/**
 * The socket that postgres.js sees: one for the whole life of a client, whichever host it leads to. It works around faults of the driver
 * (porsager/postgres#1066, #1154, #1193, #1174, #815, #988). The driver sees nothing of how the session came about (start.ts): its start-up
 * message is answered with what the server has said. A lost connection becomes an error for each query, at once, and never a closed socket:
 * the driver would write to it, or reconnect without end.
 */
import { Unavailable } from '../../errors.ts'
import * as failures from './failures.ts'
import { Listeners } from './listeners.ts'
import { pendingReplies } from './protocol.ts'
import { leave, type Starting } from './start.ts'
import type { Greeted } from './startup.ts'

export interface DriverSocketOptions {
  /** Begins to start the session, or has begun. */
  start(): Starting
  /** Milliseconds for which a server may send nothing while an answer is expected. */
  readonly silenceMs: number
  /** Called whenever something was sent within the session. */
  readonly onSent?: (() => void) | undefined
}

/** Has the methods of a socket that postgres.js uses. */
export class DriverSocket extends Listeners {
  /** Why the connection could not be made or was lost. It is the same error for every query, so that a rollback does not hide the first. */
  failure: Unavailable | undefined
  readyState: 'open' | 'closed' = 'open'
  readonly #options: DriverSocketOptions
  readonly #pending = pendingReplies()
  #starting: Starting | undefined
  #server: Greeted | undefined
  #phase: 'starting' | 'ready' | 'over' = 'starting'
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(options: DriverSocketOptions) {
    super()
    this.#options = options
  }

  write(bytes: Buffer, done?: () => void): boolean {
    if (this.failure) {
      queueMicrotask(() => this.#report())
      return true
    }
    if (!this.#starting) {
      const starting = this.#options.start()
      // Settings would be missing of which the driver believes that the session has them.
      if (!starting.message.equals(bytes)) throw new Error('the session was begun otherwise than the driver begins it')
      this.#starting = starting
      void this.#begin(starting)
      return true
    }
    if (!this.#server || this.#phase !== 'ready') return true
    this.#pending.sent(bytes)
    if (!this.#silence) this.#watch()
    this.#options.onSent?.()
    return done ? this.#server.wire.write(bytes, done) : this.#server.wire.write(bytes)
  }

  /** Sends Terminate without waiting for the server. */
  end(bytes: Buffer): this {
    if (this.readyState === 'closed') return this
    this.readyState = 'closed'
    const established = this.#phase === 'ready' && !this.failure
    this.#phase = 'over'
    clearTimeout(this.#silence)
    this.#starting?.abandon()
    if (established) {
      this.#server?.wire.end(bytes)
      this.#server?.wire.unref()
    } else {
      this.#server?.wire.destroy()
    }
    queueMicrotask(() => this.emit('close', false))
    return this
  }

  /** Called when the driver gives up. */
  destroy(): this {
    this.#lose()
    this.#starting?.abandon()
    return this
  }

  setKeepAlive(): this {
    return this
  }

  pause(): this {
    this.#server?.wire.pause()
    return this
  }

  resume(): this {
    this.#server?.wire.resume()
    return this
  }

  /** Answers the driver's start-up message. */
  async #begin(starting: Starting): Promise<void> {
    const found = await starting.take()
    if ('failure' in found) return this.#fail(found.failure)
    if (this.#phase === 'over') return leave(found)
    const { wire } = found
    this.#server = found
    this.#phase = 'ready'
    const greeting = found.greeting()
    wire.on('data', (chunk: Buffer) => {
      if (this.#phase !== 'ready' || this.failure) return
      this.#pending.received(chunk)
      this.#watch()
      this.emit('data', chunk)
    })
    const onEnd = (cause?: unknown): void => this.#lose(cause)
    wire.on('error', onEnd).on('end', onEnd).on('close', onEnd)
    wire.on('drain', () => this.emit('drain'))
    // It may have been closed while nobody used it.
    if (wire.destroyed) this.#lose()
    else this.emit('data', greeting)
  }

  /** Starts the timer for a silent server anew, or stops it when no answer is expected. */
  #watch(): void {
    clearTimeout(this.#silence)
    this.#silence = undefined
    const { silenceMs } = this.#options
    if (!this.#pending.hasPending() || !this.#server) return
    const { host } = this.#server
    this.#silence = setTimeout(() => this.#fail(failures.silent(host, silenceMs)), silenceMs)
  }

  #lose(cause?: unknown): void {
    if (this.#phase !== 'ready' || !this.#server) return
    // A session that goes on with another connection (db/broker/) and does not get one.
    if (cause instanceof Unavailable) {
      this.#fail(cause)
      return
    }
    const { host } = this.#server
    this.#fail(failures.lost(host, this.#pending.hasPending(), cause instanceof Error ? cause : undefined))
  }

  #fail(failure: Unavailable): void {
    if (this.failure || this.#phase === 'over') return
    clearTimeout(this.#silence)
    // The driver adds the statement and its bound values to every error without a property `query`.
    Object.defineProperty(failure, 'query', { value: undefined })
    this.failure = failure
    this.#server?.wire.on('error', () => {}).destroy()
    this.emit('failed')
    this.#report()
  }

  #report(): void {
    this.emit('error', this.failure)
  }
}
