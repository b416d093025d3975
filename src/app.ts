/**
 * Everything a command may touch, and nothing it may not: the streams, the clock, the settings, the session, the database. All of it is
 * lazy: help never opens a database. Tests build their own (test/support/app.ts).
 */

import type postgres from 'postgres'
import type { CurrentUser } from './access/can.ts'
import type { Config } from './config.ts'
import type { Database } from './db/connection/connect.ts'
import type { Connection } from './db/connection.ts'
import type { Catalog } from './i18n/catalog.ts'
import type { Reporter } from './report.ts'
import type { SessionContext } from './session/context.ts'
import type { Claims } from './session/token.ts'
import type { Globals } from './terminal/globals.ts'
import type { Output } from './terminal/output/output.ts'
import type { Progress } from './terminal/progress.ts'
import type { Prompter } from './terminal/prompt/prompt.ts'
import type { Io } from './terminal/streams.ts'

export interface SessionOptions {
  /** `false`: no session is needed (login, db-create). Default: signed in, or Unauthenticated. */
  readonly signedIn?: boolean
  /** This session secret instead of the present session's: to end a session whose token is past its half hour. */
  readonly secret?: string
  /** `true`: the statement writes: it gets an operation id, and a connection lost after it was sent is looked into, never blindly repeated. */
  readonly writes?: boolean
  /** `true`: passwords are verified or made in the database (pgcrypto is loaded on the embedded one). */
  readonly crypto?: boolean
}

export interface App {
  readonly io: Io
  /** Milliseconds since the epoch. */
  readonly clock: { now(): number }
  readonly config: Config
  /** The process's environment, for what is not a setting: `CI`, `TERM`, `LANG`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Effective user id; undefined on Windows. */
  readonly uid: number | undefined
  readonly prompt: Prompter
  /** Says on stderr what takes longer than a second. */
  readonly progress: Progress
  /** Sentry, where a DSN is set; otherwise it does nothing and loads nothing. */
  readonly report: Reporter
  /** Where the data lives. @throws Unavailable the settings are wrong */
  database(): Promise<Database>
  /** Where the owner of the schema connects: DATABASE_ADMIN_URL, else the same. @throws Unavailable */
  adminDatabase(): Promise<Database>
  /** What signing in and renewing needs. @throws Unavailable no usable SECRET_KEY */
  sessionContext(): Promise<SessionContext>
  /** The claims of the present session. @throws Unauthenticated, Unavailable */
  session(): Promise<Claims>
  /**
   * Connects with the present session, runs `work`, disconnects; repeats it at most 3 times on 40001 and 40P01.
   *
   * @throws Unauthenticated no session, or one that is over · Unavailable no database
   */
  connect<T>(work: (connection: Connection) => Promise<T>, options?: SessionOptions): Promise<T>
  /** Connects as the owner of the schema, without role or session: for `db-create` and `manager-create`. */
  asOwner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T>
  /** Who is signed in, on a connection of `transact`. @throws Unauthenticated the database knows no such session */
  currentUser(connection: Connection): Promise<CurrentUser>
  /** Runs another command as if typed; `demo` shows its steps through this. */
  run(argv: readonly string[]): Promise<number>
  /** Lets go of the embedded database; the process would not end before. */
  close(): Promise<void>
}

/** What a verb gets: the app, and this call's language, options and output. */
export interface Call {
  readonly app: App
  readonly t: Catalog
  /** Without the options about the form of the answer: only `out` knows whether a person or a program reads it. */
  readonly globals: Omit<Globals, 'format' | 'quiet' | 'raw'>
  readonly out: Output
}
