/** The steps of signing in, as statements on a connection of one's choice. */
import type postgres from 'postgres'
import { newSecret, sha256 } from '../../src/secret.ts'
import { right } from './ground.ts'

export interface Attempted {
  readonly number: string
  /** The digest of the password that was typed. */
  readonly digest: string
  /** Session secret and refresh token that the attempt is to open. */
  readonly access: string
  readonly refresh: string
}

export interface Claimed {
  readonly status: 'ok' | 'no' | 'wait'
  readonly wait: number
  readonly user_id: number | null
  readonly session_id: string | null
  readonly ends_at: string | null
}

export interface Refreshed {
  readonly status: 'ok' | 'expired' | 'reused'
  readonly user_id: number | null
}

type Sql = postgres.Sql | postgres.TransactionSql

/** First step. */
export async function attempt(
  sql: Sql,
  username: string,
  digest = right,
  o: { access?: string; refresh?: string } = {},
): Promise<Attempted> {
  const { access = newSecret(), refresh = newSecret() } = o
  const [row] = await sql`
    select epic_events.login_attempt(${username}, ${digest}, ${sha256(access)}, ${sha256(refresh)})::text as number`
  return { number: String(row?.['number']), digest, access, refresh }
}

/** Second step. @param seconds asked for: of the access secret, of the session */
export async function claim(
  sql: Sql,
  { number, access, digest }: Pick<Attempted, 'number' | 'access' | 'digest'>,
  ...[accessSeconds = 1800, wholeSeconds = 86_400]: (number | null)[]
): Promise<Claimed> {
  const [row] = await sql<Claimed[]>`
    select status, wait, user_id, session_id::text, ends_at::text
    from epic_events.login_claim(${number}::bigint, ${sha256(access)}, ${digest},
      ${accessSeconds}::integer, ${wholeSeconds}::integer)`
  if (!row) throw new Error('login_claim always answers')
  return row
}

/** First step of a refresh. */
export async function refreshAttempt(sql: Sql, used: string, next = { access: newSecret(), refresh: newSecret() }) {
  const [row] = await sql`
    select epic_events.refresh_attempt(${sha256(used)}, ${sha256(next.access)}, ${sha256(next.refresh)})::text as number`
  return { number: String(row?.['number']), ...next }
}

/** Second step of a refresh. */
export async function refreshClaim(sql: Sql, made: { readonly number: string; readonly access: string }) {
  const [row] = await sql<Refreshed[]>`
    select status, user_id from epic_events.refresh_claim(${made.number}::bigint, ${sha256(made.access)})`
  if (!row) throw new Error('refresh_claim always answers')
  return row
}

/** Both steps, each a transaction of its own. */
export async function refresh(sql: postgres.Sql, used: string, next = { access: newSecret(), refresh: newSecret() }) {
  const made = await refreshAttempt(sql, used, next)
  return { ...(await refreshClaim(sql, made)), ...next }
}

/** Who the database says one is, optionally with a secret set for this transaction or, outside of one, for this statement. */
export async function uid(sql: Sql, secret?: string): Promise<number | null> {
  const [row] =
    secret === undefined
      ? await sql`select epic_events.uid() as id`
      : await sql`select epic_events.uid() as id
        from (select set_config('epic_events.session', ${secret}, true) offset 0) s`
  return row?.['id'] ?? null
}
