/**
 * All SQL of signing in and out. Each function here is one statement that commits by itself (docs/TRUST.md §2): what it decides must not be
 * rolled back with something else.
 */
import { sql } from 'drizzle-orm'
import type { Connection } from '../db/connection.ts'
import { query, read } from '../db/statement.ts'

/** The answer to `claim`: the session was opened (`ok`), the password was wrong (`no`), or the account must wait. */
export interface Claim {
  readonly status: 'ok' | 'no' | 'wait'
  /** Seconds until the next attempt is allowed. */
  readonly wait: number
  readonly user_id: number | null
  readonly username: string | null
  readonly full_name: string | null
  readonly role_id: number | null
  readonly role: string | null
  readonly session_id: string | null
  /** When the session ends, RFC 3339. */
  readonly ends_at: string | null
  /** `true`: the session is good for nothing but a change of the password. */
  readonly must_change: boolean | null
  /** Whether any user exists. */
  readonly anybody: boolean
}

/** The answer to `refreshClaim`. `reused`: the token had been used before, so the session was revoked. */
export interface Refreshed {
  readonly status: 'ok' | 'expired' | 'reused'
  readonly user_id: number | null
  readonly username: string | null
  readonly role: string | null
  readonly session_id: string | null
  readonly ends_at: string | null
}

/**
 * First step of signing in: the database stores the attempt. It compares nothing yet, because somebody who can read a result could roll the
 * attempt back and guess again.
 *
 * @param digest of the password (session/password.ts), hexadecimal
 * @param access SHA-256 of the session secret that the second step opens
 * @param refresh SHA-256 of its refresh token
 * @returns the attempt's number
 */
export async function attempt(
  connection: Connection,
  username: string,
  digest: string,
  access: Buffer,
  refresh: Buffer,
): Promise<string> {
  const [row] = await query<{ attempt: string }>(
    connection,
    sql`select epic_events.login_attempt(${username}, ${digest}, ${access}, ${refresh}) as attempt`,
  )
  if (!row) throw new Error('login_attempt always answers')
  return row.attempt
}

/**
 * Second step of signing in, in a transaction of its own: the database verifies the password of the attempt and opens the session.
 *
 * @param o.attempt the number that the first step returned
 * @param o.access SHA-256 of the session secret, as in the first step
 * @param o.digest as in the first step
 * @param o.accessSeconds lifetime of the access token
 * @param o.refreshSeconds lifetime of the session
 * @param o.device the name of this computer, for `session list`
 */
export async function claim(
  connection: Connection,
  o: {
    readonly attempt: string
    readonly access: Buffer
    readonly digest: string
    readonly accessSeconds: number
    readonly refreshSeconds: number
    readonly device: string
  },
): Promise<Claim> {
  const [row] = await query<{ claim: Claim }>(
    connection,
    sql`
      select to_jsonb(c) || jsonb_build_object('anybody', (epic_events.facts() ->> 'anybody')::boolean) as claim
      from epic_events.login_claim(${o.attempt}::bigint, ${o.access}, ${o.digest}, ${o.accessSeconds}::integer,
        ${o.refreshSeconds}::integer, ${o.device}) c`,
  )
  if (!row) throw new Error('login_claim always answers')
  return row.claim
}

/**
 * First step of rotating the tokens of a session: the database stores that the refresh token was used. It judges nothing yet, so that the use
 * of a stolen token cannot be taken back.
 *
 * @param used SHA-256 of the refresh token that was used
 * @param access SHA-256 of the new session secret
 * @param next SHA-256 of the new refresh token
 * @returns the attempt's number
 */
export async function refreshAttempt(
  connection: Connection,
  used: Buffer,
  access: Buffer,
  next: Buffer,
): Promise<string> {
  const [row] = await query<{ attempt: string }>(
    connection,
    sql`select epic_events.refresh_attempt(${used}, ${access}, ${next}) as attempt`,
  )
  if (!row) throw new Error('refresh_attempt always answers')
  return row.attempt
}

/**
 * Second step, in a transaction of its own: rotates the tokens.
 *
 * @param attempt the number that the first step returned
 * @param access SHA-256 of the new session secret, as in the first step
 * @param accessSeconds lifetime of the new access token
 */
export async function refreshClaim(
  connection: Connection,
  attempt: string,
  access: Buffer,
  accessSeconds: number,
): Promise<Refreshed> {
  const [row] = await query<{ refreshed: Refreshed }>(
    connection,
    sql`select to_json(r) as refreshed from epic_events.refresh_claim(${attempt}::bigint, ${access}, ${accessSeconds}::integer) r`,
  )
  if (!row) throw new Error('refresh_claim always answers')
  return row.refreshed
}

/** The database's clock, in milliseconds since the epoch. */
export async function now(connection: Connection): Promise<number> {
  const [row] = await query<{ now: number }>(
    connection,
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as now`,
  )
  if (!row) throw new Error('a clock always answers')
  return row.now
}

/** Ends the session of this connection. @returns whether there was one */
export async function logout(connection: Connection): Promise<boolean> {
  const [row] = await query<{ ended: boolean }>(connection, sql`select epic_events.logout() as ended`)
  return row?.ended ?? false
}

/**
 * Ends all sessions of the person whose session this connection has, that one too.
 *
 * @returns how many there were
 * @throws Unauthenticated the session is over, so nothing was ended
 */
export async function logoutEverywhere(connection: Connection): Promise<number> {
  const { rows } = await read<{ ended: number }>(connection, undefined, sql`select epic_events.end_sessions() as ended`)
  return rows[0]?.ended ?? 0
}
