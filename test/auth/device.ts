/** A device is a session file of one person and the commands typed there. This file also reads and makes JWTs by hand. */
import { expect } from 'bun:test'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Exit } from '../../src/errors.ts'
import { type Agency, type Person, password, type Ran, type RunOptions, secretKey } from '../support/agency.ts'
import { sharedAgency } from '../support/shared.ts'

export interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly refresh_expires_at: string
}
type Json = Readonly<Record<string, unknown>>

export interface Device {
  /** Where its session file lies. */
  readonly file: string
  run(argv: readonly string[], o?: RunOptions): Promise<Ran>
  /** The session file as it is. */
  bytes(): string
  tokens(): Tokens
  put(tokens: Tokens): void
  /** Logs its person in, with the right password. */
  login(): Promise<void>
}

/** What the database holds about a session. */
export interface StoredSession {
  /** How many refresh tokens it has. */
  readonly refreshes: number
  /** How many of its secrets were used. */
  readonly used: number
  readonly revoked: string | null
}

export interface Devices {
  readonly agency: Agency
  /** A commercial, who logs in on the devices. */
  readonly sam: Person
  device(name: string): Device
  /** @returns undefined when the session of these tokens does not exist */
  stored(tokens: Tokens): Promise<StoredSession | undefined>
}

export async function devices(kind: Agency['kind']): Promise<Devices> {
  const agency = await sharedAgency(kind)
  await agency.person('management')
  const sam = await agency.person('commercial')
  const folder = mkdtempSync(join(tmpdir(), 'epic-events-devices-'))
  return {
    ...{ agency, sam },
    device(name) {
      const file = join(folder, `${name}.json`)
      const run = (argv: readonly string[], o: RunOptions = {}) =>
        agency.run(argv, { ...o, env: { TEMP_FILE_PATH: file, ...o.env } })
      const bytes = () => readFileSync(file, 'utf8')
      return {
        ...{ file, run, bytes },
        tokens: () => JSON.parse(bytes()),
        put: (tokens) => writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 }),
        async login() {
          const { code, stderr } = await run(['login', '-u', sam.username, '--password-stdin'], { stdin: password })
          expect({ code, stderr }).toMatchObject({ code: Exit.ok })
        },
      }
    },
    async stored({ access_token }) {
      const { sid } = decoded(access_token, 1)
      const rows = await agency.owner(
        async (sql) => sql<StoredSession[]>`
          select count(*) filter (where secret.kind = 'r')::integer as refreshes,
            count(secret.used_at)::integer as used,
            (select ended.why from epic_events.ended where ended.session_id = session.id order by ended.id limit 1) as revoked
          from epic_events.session
          join epic_events.session_secret secret on secret.session_id = session.id
          where session.id::text = ${String(sid)}
          group by session.id`,
      )
      return rows[0]
    },
  }
}

/** Milliseconds. */
export const minutes = (n: number) => n * 60_000

export const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** The header (0) or the claims (1) of a JWT. */
export const decoded = (token: string, at: 0 | 1): Json =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString())

/** Makes a JWT by hand: the header and the claims of `token` with changes, and a signature. */
export function forge(
  token: string,
  o: { header?: Json; claims?: Json; without?: string; key?: string; hash?: string; signature?: string } = {},
): string {
  const claims = { ...decoded(token, 1), ...o.claims }
  if (o.without) Reflect.deleteProperty(claims, o.without)
  const body = `${part({ ...decoded(token, 0), ...o.header })}.${part(claims)}`
  return `${body}.${
    o.signature ??
    createHmac(o.hash ?? 'sha256', o.key ?? secretKey)
      .update(body)
      .digest('base64url')
  }`
}
