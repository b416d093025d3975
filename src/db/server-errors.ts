/**
 * What a PostgreSQL server reports and nobody has typed: no disk space, no such file of its own, shutting down. The SQLSTATE decides, or its
 * class (https://www.postgresql.org/docs/current/errcodes-appendix.html), and never the message, which is in the server's language.
 */
import { type Message, Unavailable } from '../errors.ts'

/** An error as a server reports it. */
export interface Reported {
  /** SQLSTATE. */
  readonly code: string
  readonly message: string
  /** The function of PostgreSQL's source that raised it, in no language. */
  readonly routine?: string
}

interface Explanation {
  readonly message: Message
  readonly next?: readonly string[]
}

const notCreated: Explanation = { message: (t) => t.migrate.notCreated, next: ['db-create'] }

const explanations: Readonly<Record<string, Explanation>> = {
  '3F000': notCreated,
  '42P01': notCreated,
  '42883': notCreated,
  '42703': { message: (t) => t.migrate.behind, next: ['db-create'] },
  '55P03': { message: (t) => t.refusal.locked },
  '57014': { message: (t) => t.refusal.tooSlow },
  '25P04': { message: (t) => t.refusal.tooSlow },
  '40001': { message: (t) => t.refusal.locked },
  '40P01': { message: (t) => t.refusal.locked },
  '25006': { message: (t) => t.server.readOnly },
  '53100': { message: (t) => t.server.diskFull },
  '53200': { message: (t) => t.server.outOfMemory },
  '53300': { message: (t) => t.server.noConnections },
  '57P02': { message: (t) => t.server.crashed },
  '57P03': { message: (t) => t.server.notReady },
  '57P04': { message: (t) => t.server.dropped },
  '58030': { message: (t) => t.server.diskFailure },
  '58P01': { message: (t) => t.server.fileMissing },
  XX001: { message: (t) => t.server.corrupted },
  XX002: { message: (t) => t.server.corrupted },
  '57': { message: (t) => t.refusal.shutDown },
}
/** The classes of which nothing more is known than that the server itself is in trouble. */
const trouble: Readonly<Record<string, (code: string) => Message>> = {
  '53': (code) => (t) => t.server.noResources({ code }),
  '58': (code) => (t) => t.server.systemError({ code }),
  XX: (code) => (t) => t.server.internalError({ code }),
}

/** The error for what a server reports about itself; undefined for what somebody's command has caused. */
export function serverError(cause: Reported): Unavailable | undefined {
  // A library without a function that the catalogue names: it is of another version than the server that runs.
  const code = cause.routine === 'load_external_function' ? 'XX000' : cause.code
  const kind = code.slice(0, 2)
  const { message = trouble[kind]?.(code), next = [] } = explanations[code] ?? explanations[kind] ?? {}
  return message && new Unavailable(message, { cause, next, original: original(cause) })
}

/** The server's own words, for --verbose. */
export const original = ({ code, message }: Reported): string => `${code}: ${message}`
