/** One attempt to start a session on one host, up to its first ReadyForQuery: which server it is, and whether it accepts us. */
import type { Socket } from 'node:net'
import type { Unavailable } from '../../errors.ts'
import { dial, tlsMode } from './dial.ts'
import * as failures from './failures.ts'
import { errorOf, type Message, parameterOf, startupMessages } from './protocol.ts'
import type { ServerHost, ServerTarget, SessionAttrs } from './url.ts'

/** What one attempt needs. */
export interface Attempt {
  readonly target: ServerTarget
  readonly host: ServerHost
  /** `target_session_attrs` of this attempt. */
  readonly wanted: SessionAttrs
  /** Milliseconds until the attempt is given up. */
  readonly budgetMs: number
  /** The driver's complete start-up message. */
  readonly startup: Buffer
  /** Hands a request for authentication to the driver, which answers it. @param kind its number: 3 password, 5 MD5, from 10 on SCRAM */
  authenticate(request: Buffer, kind: number): void
  /** Ends the attempt from outside. */
  readonly signal: AbortSignal
  /** Called with the socket once it is connected, so that the driver's answers can be written to it. */
  connected(socket: Socket): void
}

/** How an attempt ended. `greeting` holds the server's messages that the driver has not seen yet. */
export type Outcome =
  | { readonly kind: 'ready'; readonly socket: Socket; readonly greeting: Buffer }
  /** `another`: whether another host may do better. */
  | { readonly kind: 'failed'; readonly reason: Unavailable; readonly another: boolean }
  | { readonly kind: 'wrong state'; readonly reason: Unavailable }

/** Makes one attempt. Never rejects: whatever a network or a server does becomes an outcome. */
export async function attempt(a: Attempt): Promise<Outcome> {
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(), a.budgetMs)
  const signal = AbortSignal.any([a.signal, timer.signal])
  const failed = (reason: Unavailable, another = true): Outcome =>
    timer.signal.aborted
      ? { kind: 'failed', reason: failures.timedOut(a.host, a.budgetMs), another }
      : { kind: 'failed', reason, another }
  try {
    const socket = await dial(a.target, a.host, signal)
    a.connected(socket)
    return await start(a, socket, signal, failed)
  } catch (error) {
    return failed(failures.asUnavailable(a.host, error))
  } finally {
    clearTimeout(timeout)
  }
}

/** Sends the start-up message and reads the server's messages until it is ready or refuses. */
function start(
  a: Attempt,
  socket: Socket,
  signal: AbortSignal,
  failed: (reason: Unavailable, another?: boolean) => Outcome,
): Promise<Outcome> {
  const { target, host } = a
  const status = new Map<string, string>()
  const held: Buffer[] = []
  let left: Buffer = Buffer.alloc(0)
  let proof: 'none' | 'awaited' | 'given' = 'none'

  const onMessage = (message: Message): Outcome | undefined => {
    const kind = message.type === 'R' && message.body.length >= 4 ? message.body.readUInt32BE(0) : -1
    if (message.type === 'R' && kind !== 0) {
      if (![3, 5, 10, 11, 12].includes(kind)) return failed(failures.authentication(host), false)
      if (kind === 10 && !message.body.toString('latin1', 4).split('\0').includes('SCRAM-SHA-256')) {
        return failed(failures.authentication(host), false)
      }
      if (kind === 3 && !hidesPassword(target, host)) return failed(failures.clearPassword(host), false)
      if (target.password === undefined) {
        return failed(failures.rejected(target, host, { code: '28P01', message: '', routine: '' }), false)
      }
      if (kind >= 10) proof = kind === 12 ? 'given' : 'awaited'
      a.authenticate(message.bytes, kind)
      return a.signal.aborted ? failed(failures.forged(host), false) : undefined
    }
    // SCRAM proves both sides: a server that skips its own proof does not know the password (RFC 5802 §5).
    if (message.type === 'R' && proof === 'awaited') return failed(failures.forged(host), false)
    if (message.type === 'E') {
      const response = errorOf(message)
      return failed(failures.rejected(target, host, response), failures.concernsThisHostOnly(response.code))
    }
    if (message.type === 'S') status.set(...parameterOf(message))
    if (message.type !== 'N') held.push(message.bytes)
    if (message.type !== 'Z') return undefined
    if (!suits(a.wanted, status)) return { kind: 'wrong state', reason: failures.wrongState(host, a.wanted) }
    return { kind: 'ready', socket, greeting: Buffer.concat(held) }
  }

  return new Promise((resolve) => {
    const finish = (outcome: Outcome): void => {
      socket.off('data', onData).off('error', onEnd).off('close', onEnd).off('end', onEnd)
      signal.removeEventListener('abort', onEnd)
      if (outcome.kind !== 'ready') {
        socket.on('error', () => {})
        socket.destroy()
      }
      resolve(outcome)
    }
    const onEnd = (): void => finish(failed(failures.closed(host)))
    const onData = (chunk: Buffer): void => {
      const read = startupMessages(left.length > 0 ? Buffer.concat([left, chunk]) : chunk)
      left = read?.rest ?? left
      let outcome = read ? undefined : failed(failures.notPostgres(host))
      for (const message of read?.messages ?? []) outcome ??= onMessage(message)
      if (outcome) finish(outcome)
    }
    socket.on('data', onData).on('error', onEnd).on('close', onEnd).on('end', onEnd)
    signal.addEventListener('abort', onEnd)
    if (signal.aborted) onEnd()
    else socket.write(a.startup)
  })
}

/**
 * Whether a password can be sent as it is: over a Unix socket, or encrypted to a server whose certificate is verified. Elsewhere a program
 * that answers in the server's place could simply ask for it. libpq sends it all the same, unless `require_auth` forbids it.
 */
function hidesPassword(target: ServerTarget, host: ServerHost): boolean {
  return 'socket' in host || ['verify-ca', 'verify-full'].includes(tlsMode(target, host))
}

/**
 * Whether the server is what `target_session_attrs` asks for. From PostgreSQL 14 on a server reports it while starting, so that no question
 * is needed. Behind a proxy that hides it the answer is yes: a standby refuses writes anyway.
 */
function suits(wanted: SessionAttrs, status: ReadonlyMap<string, string>): boolean {
  const standby = status.get('in_hot_standby')
  const readOnly = status.get('default_transaction_read_only')
  if (standby === undefined || readOnly === undefined) return true
  const writable = standby === 'off' && readOnly === 'off'
  switch (wanted) {
    case 'read-write':
      return writable
    case 'read-only':
      return !writable
    case 'primary':
      return standby === 'off'
    case 'standby':
    case 'prefer-standby':
      return standby === 'on'
    case 'any':
      return true
  }
}
