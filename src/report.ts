/**
 * Reports to Sentry, only where SENTRY_DSN is set: bugs, changes of collaborators, signatures. This is the only file that uses
 * `@sentry/bun`, which is loaded with the first report.
 *
 * A report holds no personal data, no token and no bound value of a query. It is built anew from a short list of what may leave the
 * machine, because a list of what may not would never be complete.
 */
import type { ErrorEvent, Event } from '@sentry/bun'
import { readableDsn, type SentrySettings } from './config.ts'
import { codeMessage } from './errors.ts'

/** The events that are reported, each with the id of its record. */
export type AuditEvent = 'user.created' | 'user.updated' | 'user.deleted' | 'contract.signed'

export interface Reporter {
  /** Reports a bug. Never rejects. @param command the words of the command, `client create`; other characters are removed */
  captureException(error: unknown, command: string): Promise<void>
  /** Reports an event of the record with this id. Never rejects. */
  captureEvent(what: AuditEvent, id: number): Promise<void>
  /** Waits until everything was sent, two seconds at most. */
  flush(): Promise<void>
}

/** Milliseconds for which the end of a command waits for a slow Sentry. */
const flushTimeoutMs = 2_000

/**
 * The reporter of one app.
 *
 * @param settings called with the first report; returns undefined where there is no DSN, and then nothing is loaded or reported
 * @param release the version of the program
 */
export function reporter(settings: () => SentrySettings | undefined, release: string): Reporter {
  let loaded: Promise<typeof import('@sentry/bun') | undefined> | undefined
  const sentry = () => {
    loaded ??= load().catch(() => undefined)
    return loaded
  }
  const load = async () => {
    const found = settings()
    // Sentry prints an error for a DSN that it cannot read.
    if (!found || !readableDsn.test(found.dsn)) return undefined
    const loadedNow = await import('@sentry/bun')
    loadedNow.init({
      dsn: found.dsn,
      ...(found.environment === undefined ? {} : { environment: found.environment }),
      tracesSampleRate: found.tracesSampleRate,
      release: `epic-events@${release}`,
      // Disable the default integrations: they collect arguments, requests, console output and host data.
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
      // A command must not fail because a report failed.
    }
  }
  return {
    captureException: (error, command) =>
      quietly((to) => to.captureException(error, { tags: { command: command.replaceAll(/[^a-z_ -]/g, '') } })),
    captureEvent: (what, id) => quietly((to) => to.captureEvent({ message: what, level: 'info', tags: { id } })),
    async flush() {
      const to = await loaded
      // Closing also flushes. A process may have several apps, one after the other, each with its own client.
      await to?.close(flushTimeoutMs)
    },
  }
}

/** The part of a report that may leave the machine: no arguments, requests, users, breadcrumbs, file paths, or messages that may quote a value. */
export function allowed(event: Event): Event {
  const { event_id, timestamp, platform, level, release, environment, sdk, message, tags, exception } = event
  const kept = { event_id, timestamp, platform, level, release, environment, sdk, message, tags }
  const values = exception?.values?.map(({ type, value, stacktrace }) => ({
    ...(type === undefined ? {} : { type }),
    value: codeMessage(type ?? '', value ?? ''),
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
