/**
 * The socket that postgres.js sees: one for the whole life of a client, whichever host it leads to. It works around faults of the driver
 * (porsager/postgres#1066, #1154, #1193, #1174, #815, #988). Hosts are tried here, before the driver has seen anything of the session. A
 * lost connection becomes an error for each query, at once, and never a closed socket: the driver would write to it, or reconnect without
 * end.
 */
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Unavailable } from '../../errors.ts'
import * as failures from './failures.ts'
import { pendingReplies } from './protocol.ts'
import { attempt, type Outcome } from './startup.ts'
import type { ServerHost, ServerTarget, SessionAttrs } from './url.ts'

export interface FailoverOptions {
  readonly target: ServerTarget
  /** Milliseconds for all hosts together. */
  readonly deadlineMs: number
  /** Milliseconds for which a server may send nothing while an answer is expected. */
  readonly silenceMs: number
  /** Milliseconds, of any origin. */
  now(): number
  /** Called whenever something was sent within the session. */
  readonly onSent?: (() => void) | undefined
}

/** Has the methods of a socket that postgres.js uses. */
export class FailoverSocket extends EventEmitter {
  /** Why the connection could not be made or was lost. It is the same error for every query, so that a rollback does not hide the first. */
  failure: Unavailable | undefined
  readyState: 'open' | 'closed' = 'open'
  /** Whether the password that the server asks for is wanted for SCRAM. */
  scram = false
  readonly #options: FailoverOptions
  readonly #abort = new AbortController()
  readonly #pending = pendingReplies()
  #host: ServerHost | undefined
  #socket: Socket | undefined
  #phase: 'new' | 'starting' | 'ready' | 'over' = 'new'
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(options: FailoverOptions) {
    super()
    this.#options = options
  }

  write(bytes: Buffer, done?: () => void): boolean {
    if (this.failure) {
      queueMicrotask(() => this.#report())
      return true
    }
    if (this.#phase === 'new') {
      this.#phase = 'starting'
      void this.#findHost(Buffer.from(bytes))
      return true
    }
    // The driver may answer a host that was given up meanwhile: then there is no socket.
    if (!this.#socket || this.#phase === 'over') return true
    if (this.#phase === 'ready') {
      this.#pending.sent(bytes)
      if (!this.#silence) this.#watch()
      this.#options.onSent?.()
    }
    return done ? this.#socket.write(bytes, done) : this.#socket.write(bytes)
  }

  /** Sends Terminate without waiting for the server. */
  end(bytes: Buffer): this {
    if (this.readyState === 'closed') return this
    this.readyState = 'closed'
    const established = this.#phase === 'ready' && !this.failure
    this.#phase = 'over'
    clearTimeout(this.#silence)
    this.#abort.abort()
    if (established) {
      this.#socket?.end(bytes)
      this.#socket?.unref()
    } else {
      this.#socket?.destroy()
    }
    queueMicrotask(() => this.emit('close', false))
    return this
  }

  /** Called when the driver gives up. During the start-up it does so only when the server could not prove that it knows the password. */
  destroy(): this {
    if (this.#phase === 'ready') this.#lose()
    if (this.#phase === 'starting' && this.#host) this.#fail(failures.forged(this.#host))
    this.#abort.abort()
    return this
  }

  setKeepAlive(): this {
    return this
  }

  pause(): this {
    this.#socket?.pause()
    return this
  }

  resume(): this {
    this.#socket?.resume()
    return this
  }

  /** Tries the hosts in their order. Each gets an equal share of the time that is left. */
  async #findHost(startup: Buffer): Promise<void> {
    const { target, deadlineMs, now } = this.#options
    const began = now()
    const reasons: Unavailable[] = []
    const otherwise: ServerHost[] = []
    const prefers = target.targetSessionAttrs === 'prefer-standby'
    const queue = target.hosts.map((host) => ({ host, wanted: target.targetSessionAttrs }))
    for (let next = queue.shift(); next; next = queue.shift()) {
      // With `prefer-standby` one more share is kept for the second choice, as long as it may be needed.
      const shares = queue.length + (prefers && next.wanted !== 'any' ? 2 : 1)
      const share = Math.max(1, (deadlineMs - (now() - began)) / shares)
      const outcome = await this.#attempt(next, Math.min(share, target.connectTimeoutMs ?? share), startup)
      if (this.#phase === 'over' || this.failure) return
      if (outcome.kind === 'ready') return this.#begin(outcome)
      reasons.push(outcome.reason)
      if (outcome.kind === 'failed' && !outcome.another) return this.#fail(outcome.reason)
      if (outcome.kind === 'wrong state' && prefers) otherwise.push(next.host)
      if (queue.length === 0 && next.wanted !== 'any') {
        queue.push(...otherwise.map((host) => ({ host, wanted: 'any' as const })))
      }
    }
    this.#fail(failures.noneServes(target, reasons))
  }

  #attempt(to: { host: ServerHost; wanted: SessionAttrs }, budgetMs: number, startup: Buffer): Promise<Outcome> {
    this.#socket = undefined
    this.#host = to.host
    return attempt({
      ...to,
      target: this.#options.target,
      budgetMs,
      startup,
      signal: this.#abort.signal,
      authenticate: (request, kind) => {
        this.scram = kind >= 10
        this.emit('data', request)
      },
      connected: (socket) => {
        this.#socket = socket
      },
    })
  }

  #begin({ socket, greeting }: Extract<Outcome, { kind: 'ready' }>): void {
    this.#socket = socket
    this.#phase = 'ready'
    socket.on('data', (chunk: Buffer) => {
      if (this.#phase !== 'ready' || this.failure) return
      this.#pending.received(chunk)
      this.#watch()
      this.emit('data', chunk)
    })
    const onEnd = (cause?: unknown): void => this.#lose(cause)
    socket.on('error', onEnd).on('end', onEnd).on('close', onEnd)
    socket.on('drain', () => this.emit('drain'))
    this.emit('data', greeting)
  }

  /** Starts the timer for a silent server anew, or stops it when no answer is expected. */
  #watch(): void {
    clearTimeout(this.#silence)
    this.#silence = undefined
    const { silenceMs } = this.#options
    if (!this.#pending.hasPending() || !this.#host) return
    const host = this.#host
    this.#silence = setTimeout(() => this.#fail(failures.silent(host, silenceMs)), silenceMs)
  }

  #lose(cause?: unknown): void {
    if (this.#phase !== 'ready' || !this.#host) return
    this.#fail(failures.lost(this.#host, this.#pending.hasPending(), cause instanceof Error ? cause : undefined))
  }

  #fail(failure: Unavailable): void {
    if (this.failure || this.#phase === 'over') return
    clearTimeout(this.#silence)
    // The driver adds the statement and its bound values to every error without a property `query`.
    Object.defineProperty(failure, 'query', { value: undefined })
    this.failure = failure
    this.#socket?.on('error', () => {}).destroy()
    this.emit('failed')
    this.#report()
  }

  #report(): void {
    if (this.listenerCount('error') > 0) this.emit('error', this.failure)
  }
}
