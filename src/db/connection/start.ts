/**
 * Starts a session before anybody asks for it: hosts are dialled, the start-up message is sent and the password proved while the driver is
 * still being loaded. The driver then finds a server that is ready (socket.ts).
 */
import type { Unavailable } from '../../errors.ts'
import * as failures from './failures.ts'
import { type Parameters, startupMessage, terminate } from './protocol.ts'
import { attempt, type Greeted, type Outcome } from './startup.ts'
import type { ServerHost, ServerTarget } from './url.ts'

/** How a session is started. */
export interface StartOptions {
  /** Milliseconds for all hosts together. Default 9 000: the program has reported the failure and ended within 10 s. */
  readonly deadlineMs?: number | undefined
  /** Milliseconds, of any origin. */
  readonly now: () => number
}

/**
 * A session that is being started, in whatever way it comes about. A process that has sessions which are ready, or the socket of another
 * program, makes such an object of one, and the driver works on it like on any other.
 */
export interface Starting {
  /** The start-up message that the session began with. The driver's own must be the same. */
  readonly message: Buffer
  /** Whether these are the parameters that it was begun with. */
  isFor(parameters: Parameters): boolean
  /** Waits until it is ready, and hands it over: the caller closes it. Never rejects. */
  take(): Promise<Greeted | { readonly failure: Unavailable }>
  /** Gives it up, unless it was handed over. */
  abandon(): void
}

/** The parameters of the start-up message, in the order in which the driver writes them. */
export const startupParameters = (target: ServerTarget, parameters: Parameters): Parameters => ({
  application_name: 'epic-events',
  ...parameters,
  ...(target.applicationName === undefined ? {} : { application_name: target.applicationName }),
})

/** A server that is being dialled before it is known who comes. It hears nothing before that. */
export interface Dialling {
  /** Goes on with the start-up message. Never rejects */
  goOn(message: Buffer): Promise<Greeted | { readonly failure: Unavailable }>
  /** Gives it up. */
  abandon(): void
}

/** Dials now. */
export function startDialling(target: ServerTarget, o: StartOptions): Dialling {
  const giveUp = new AbortController()
  const { promise, resolve } = Promise.withResolvers<Buffer>()
  const outcome = findHost(target, promise, giveUp.signal, o)
  return {
    goOn(message) {
      resolve(message)
      return outcome
    },
    abandon() {
      giveUp.abort()
      // An attempt that waits for the message hears that it was given up.
      resolve(Buffer.alloc(0))
    },
  }
}

/**
 * Starts a session: dials now, unless that was done already.
 *
 * @param parameters settings of the session; none behind a pooler
 */
export function startSession(
  target: ServerTarget,
  parameters: Parameters,
  o: StartOptions,
  { goOn, abandon }: Dialling = startDialling(target, o),
): Starting {
  return startingOf(target, parameters, goOn, abandon)
}

/**
 * A session that is being started, in whatever way.
 *
 * @param begin begins it, with the start-up message. Never rejects
 * @param giveUp called when nobody wants it any more
 */
export function startingOf(
  target: ServerTarget,
  parameters: Parameters,
  begin: (message: Buffer) => Promise<Greeted | { failure: Unavailable }>,
  giveUp: () => void,
): Starting {
  const { user, database } = target
  const messageOf = (of: Parameters) => startupMessage({ user, database, ...startupParameters(target, of) })
  const message = messageOf(parameters)
  const outcome = begin(message)
  let handedOver = false
  return {
    message,
    isFor: (other) => message.equals(messageOf(other)),
    async take() {
      const found = await outcome
      handedOver = true
      return found
    },
    abandon() {
      giveUp()
      void outcome.then((found) => handedOver || 'failure' in found || leave(found))
    },
  }
}

/** Ends a session without waiting for the server. */
export function leave({ wire }: Greeted): void {
  wire.on('error', () => {})
  wire.end(terminate)
  wire.unref()
}

/** Tries the hosts in their order. Each gets an equal share of the time that is left. */
async function findHost(
  target: ServerTarget,
  startup: Promise<Buffer>,
  signal: AbortSignal,
  { deadlineMs = 9_000, now }: StartOptions,
): Promise<Greeted | { failure: Unavailable }> {
  const began = now()
  const reasons: Unavailable[] = []
  const otherwise: ServerHost[] = []
  const prefers = target.targetSessionAttrs === 'prefer-standby'
  const queue = target.hosts.map((host) => ({ host, wanted: target.targetSessionAttrs }))
  for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
    // With `prefer-standby` one more share is kept for the second choice, as long as it may be needed.
    const shares = queue.length + (prefers && next.wanted !== 'any' ? 2 : 1)
    const share = Math.max(1, (deadlineMs - (now() - began)) / shares)
    const budgetMs = Math.min(share, target.connectTimeoutMs ?? share)
    const outcome: Outcome = await attempt({ ...next, target, budgetMs, startup, signal })
    if (outcome.kind === 'ready') return outcome.greeted
    reasons.push(outcome.reason)
    if (outcome.kind === 'failed' && !outcome.another) return { failure: outcome.reason }
    if (outcome.kind === 'wrong state' && prefers) otherwise.push(next.host)
    if (queue.length === 0 && next.wanted !== 'any') {
      queue.push(...otherwise.map((host) => ({ host, wanted: 'any' as const })))
    }
  }
  return { failure: failures.noneServes(target, reasons) }
}
