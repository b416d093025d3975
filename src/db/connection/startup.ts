/** One attempt to start a session on one host, up to its first ReadyForQuery: which server it is, and whether it accepts us. */
import type { Unavailable } from '../../errors.ts'
import * as failures from './failures.ts'
import { errorOf, type Message, parameterOf, startupMessages } from './protocol.ts'
import { signIn } from './sign-in.ts'
import { isHere, type ServerHost, type ServerTarget, type SessionAttrs } from './url.ts'
import { connectHere, type Wire } from './wire.ts'

/** What one attempt needs. */
export interface Attempt {
  readonly target: ServerTarget
  readonly host: ServerHost
  /** `target_session_attrs` of this attempt. */
  readonly wanted: SessionAttrs
  /** Milliseconds until the attempt is given up. */
  readonly budgetMs: number
  /** The complete start-up message. A server that is far away is dialled before it is there, and hears nothing before that. */
  readonly startup: Promise<Buffer>
  /** Ends the attempt from outside. */
  readonly signal: AbortSignal
}

/** A server that has signed us in and waits for the first statement. */
export interface Greeted {
  readonly host: ServerHost
  readonly wire: Wire
  /** Ends listening. @returns what the server has said since AuthenticationOk, up to its first ReadyForQuery and whatever came after that */
  greeting(): Buffer
}

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'ready'; readonly greeted: Greeted }
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
    const wire = await connect(a, signal)
    return await start(a, await a.startup, wire, signal, failed)
  } catch (error) {
    return failed(failures.asUnavailable(a.host, error))
  } finally {
    clearTimeout(timeout)
  }
}

/** Connects to one host. Node's sockets and its TLS are loaded only where they are needed: they take longer than signing in. */
async function connect({ target, host, startup }: Attempt, signal: AbortSignal): Promise<Wire> {
  if (isHere(target, host)) return connectHere(host, signal)
  const { dial } = await import('./dial.ts')
  return dial(target, host, signal, { mayTalk: startup })
}

/** Sends the start-up message and reads the server's messages until it is ready or refuses. */
function start(
  { target, host, wanted }: Attempt,
  startup: Buffer,
  wire: Wire,
  signal: AbortSignal,
  failed: (reason: Unavailable, another?: boolean) => Outcome,
): Promise<Outcome> {
  const status = new Map<string, string>()
  const held: Buffer[] = []
  const identity = signIn(target, host)
  let left: Buffer = Buffer.alloc(0)

  let stop = (): void => {}
  const greeting = (): Buffer => {
    stop()
    return Buffer.concat([...held, left])
  }

  const onMessage = async (message: Message): Promise<Outcome | undefined> => {
    if (message.type === 'E') {
      const response = errorOf(message)
      return failed(failures.rejected(target, host, response), failures.concernsThisHostOnly(response.code))
    }
    if (message.type === 'R') {
      const { send, refused } = await identity.onRequest(message)
      if (refused) return failed(refused, false)
      if (send) wire.write(send)
      if (!isOk(message)) return undefined
    }
    if (message.type === 'S') status.set(...parameterOf(message))
    if (message.type !== 'N') held.push(message.bytes)
    if (message.type !== 'Z') return undefined
    if (!suits(wanted, status)) return { kind: 'wrong state', reason: failures.wrongState(host, wanted) }
    return { kind: 'ready', greeted: { host, wire, greeting } }
  }

  return new Promise((resolve) => {
    let over = false
    const finish = (outcome: Outcome): void => {
      if (over) return
      over = true
      signal.removeEventListener('abort', closed)
      // A socket of Node without a listener would throw its errors into the process.
      wire
        .off('error', onEnd)
        .off('close', onEnd)
        .off('end', onEnd)
        .on('error', () => {})
      if (outcome.kind !== 'ready') {
        stop()
        wire.destroy()
      }
      resolve(outcome)
    }
    const closed = (): void => finish(failed(failures.closed(host)))
    /** One message after the other, because an answer may take time to reckon; what came before the end counts before it. */
    let turn = Promise.resolve()
    const onEnd = (): void => {
      turn = turn.then(closed)
    }
    const onData = (chunk: Buffer): void => {
      const read = startupMessages(left.length > 0 ? Buffer.concat([left, chunk]) : chunk)
      left = read?.rest ?? left
      turn = turn.then(async () => {
        if (!read) return finish(failed(failures.notPostgres(host)))
        for (const message of read.messages) {
          if (over) held.push(message.bytes)
          const outcome = over ? undefined : await onMessage(message)
          if (outcome) finish(outcome)
        }
      })
    }
    stop = () => void wire.off('data', onData)
    wire.on('data', onData).on('error', onEnd).on('close', onEnd).on('end', onEnd)
    signal.addEventListener('abort', closed)
    if (signal.aborted) closed()
    else wire.write(startup)
  })
}

const isOk = ({ body }: Message): boolean => body.length >= 4 && body.readUInt32BE(0) === 0

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
