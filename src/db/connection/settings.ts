/** The settings that a session begins with. */
import type { Parameters } from './protocol.ts'

/**
 * Session settings of every connection: time-outs, and fixed values for settings that a shared login could have changed with ALTER ROLE.
 * Instants come and go in UTC: the server's tables of time zones have no part in them, and it need not know the zone of the reader. The JIT
 * of a server is off: it took 100 ms for a statement of 50, a list by the name of another record, which looks expensive enough to compile.
 */
const sessionDefaults: Parameters = {
  lock_timeout: '5s',
  statement_timeout: '8s',
  idle_in_transaction_session_timeout: '60s',
  default_transaction_isolation: 'read committed',
  search_path: 'pg_catalog',
  TimeZone: 'UTC',
  jit: 'off',
}

/** The name of the setting that holds the operation id, by which the audit log can be asked what became of a write. */
export const operationSetting = 'epic_events.operation'

/**
 * The settings that a session of the program begins with. Each has an operation id of its own, also when it only reads: a session is begun
 * before it is known what the command does.
 *
 * @param o.secret the session secret (`jti` of the access token); undefined: a connection without identity
 * @param o.command the words of the verb alone, which the audit log stores: `client update`
 */
export const sessionParameters = (o: {
  readonly secret: string | undefined
  readonly command?: string | undefined
}): Parameters => ({
  [operationSetting]: crypto.randomUUID(),
  ...(o.command ? { 'epic_events.command': o.command } : {}),
  ...sessionDefaults,
  ...(o.secret === undefined ? {} : { 'epic_events.session': o.secret }),
  role: 'epic_events_app',
})

/**
 * Settings that change what a statement means or how a value is written. ALTER ROLE and ALTER DATABASE may set each of them, and nobody who
 * does so thinks of this program: `row_security = off` alone makes every command fail.
 */
export const fixedSettings: Parameters = {
  row_security: 'on',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  array_nulls: 'on',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  search_path: 'pg_catalog',
  check_function_bodies: 'on',
}

/** Time-outs of somebody else's that would end a migration halfway. */
export const patience: Parameters = {
  statement_timeout: '10min',
  lock_timeout: '10min',
  idle_in_transaction_session_timeout: '10min',
}

/** The parameters with the role at the end, because the role may not set the others. */
export const roleLast = (parameters: Parameters) =>
  Object.fromEntries(Object.entries(parameters).sort(([a], [b]) => Number(a === 'role') - Number(b === 'role')))
