/**
 * What is told to Sentry, and only where SENTRY_DSN is set: bugs, changes of collaborators, signatures. The one file that knows
 * `@sentry/bun`, which is loaded with the first report and never before.
 *
 * No personal data, no token, no bound value of a query: a report is built anew from a short list of what may leave, rather than
 * cleaned of what may not.
 */
import type { ErrorEvent, Event } from '@sentry/bun'
import type { SentrySettings } from './config.ts'

/** What happened, and to which record. */
export type AuditEvent = 'user.created' | 'user.updated' | 'user.deleted' | 'contract.signed'

export interface Reporter {
  /** Tells of a bug. Never rejects. */
  captureException(error: unknown, command: string): Promise<void>
  /** Tells that something happened to the record with this id. Never rejects. */
  captureEvent(what: AuditEvent, id: number): Promise<void>
  /** Waits until all was sent, two seconds at most. */
  flush(): Promise<void>
}

/** Milliseconds that the end of a command may wait for a slow Sentry. */
const patienceMs = 2_000

/** `https://KEY@host/PROJECT` */
const readable = /^https?:\/\/\w+(:\w*)?@[\w.:[\]-]+(\/[^?#\s]*)?\/\d+$/

/** Errors of the language: their messages tell of code, never of data. A driver's may hold values. */
const ofTheLanguage = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'])

/** @param settings undefined where there is no DSN: then nothing is loaded and nothing is told */
export function reporter(settings: () => SentrySettings | undefined, release: string): Reporter {
  let loaded: Promise<typeof import('@sentry/bun') | undefined> | undefined
  const sentry = () => {
    loaded ??= load().catch(() => undefined)
    return loaded
  }
  const load = async () => {
    const found = settings()
    // Sentry would print one that it cannot read.
    if (!found || !readable.test(found.dsn)) return undefined
    const loadedNow = await import('@sentry/bun')
    loadedNow.init({
      dsn: found.dsn,
      ...(found.environment === undefined ? {} : { environment: found.environment }),
      tracesSampleRate: found.tracesSampleRate,
      release: `epic-events@${release}`,
      // Each of the default ones watches something that is nobody's business: arguments, requests, console, machine.
      defaultIntegrations: false,
      integrations: [],
      beforeSend: (event) => allowed(event) as ErrorEvent,
    })
    return loadedNow
  }
  const quietly = async (tell: (to: typeof import('@sentry/bun')) => void) => {
    try {
      const to = await sentry()
      if (to) tell(to)
    } catch {
      // That a report failed is no reason for a command to fail.
    }
  }
  return {
    captureException: (error, command) =>
      quietly((to) => to.captureException(error, { tags: { command: command.replaceAll(/[^a-z_ -]/g, '') } })),
    captureEvent: (what, id) => quietly((to) => to.captureEvent({ message: what, level: 'info', tags: { id } })),
    async flush() {
      const to = await loaded
      // Closing flushes. A process may have several apps, one after the other, each with a client of its own.
      await to?.close(patienceMs)
    },
  }
}

/** The part of a report that may leave the machine. */
export function allowed(event: Event): Event {
  const { event_id, timestamp, platform, level, release, environment, sdk, message, tags, exception } = event
  const kept = { event_id, timestamp, platform, level, release, environment, sdk, message, tags }
  const values = exception?.values?.map(({ type, value, stacktrace }) => ({
    ...(type === undefined ? {} : { type }),
    value: type !== undefined && ofTheLanguage.has(type) ? (value ?? '') : '',
    stacktrace: {
      frames: (stacktrace?.frames ?? []).map(({ function: name, lineno, colno, filename }) => ({
        function: name ?? '?',
        filename: filename?.replace(/^.*[\\/]/, '') ?? '?',
        ...(lineno === undefined ? {} : { lineno }),
        ...(colno === undefined ? {} : { colno }),
      })),
    },
  }))
  return JSON.parse(JSON.stringify({ ...kept, ...(values ? { exception: { values } } : {}) })) as Event
}
