/**
 * The interfaces that a verb works with: the streams, the clock, the settings, the session, the database. A verb uses nothing else of the
 * process. Everything is lazy: help opens no database. wiring.ts builds the `App` of a process; tests build theirs with it too.
 */

import type postgres from 'postgres'
import type { CurrentUser } from './access/can.ts'
import type { Config } from './config.ts'
import type { Database } from './db/connection/connect.ts'
import type { Connection } from './db/connection.ts'
import type { Unauthenticated } from './errors.ts'
import type { Named, Noun } from './field/reference.ts'
import type { Catalog } from './i18n/catalog.ts'
import type { Reporter } from './report.ts'
import type { SessionContext } from './session/context.ts'
import type { Claims } from './session/token.ts'
import type { Globals } from './terminal/globals.ts'
import type { Output } from './terminal/output/output.ts'
import type { Progress } from './terminal/progress.ts'
import type { Prompter } from './terminal/prompt/prompt.ts'
import type { Io } from './terminal/streams.ts'

/** How a command connects. */
export interface SessionOptions {
  /** `false`: the command needs no session (login, db-create). Default `true`: without a session it fails with Unauthenticated. */
  readonly signedIn?: boolean
  /** A session secret to use instead of the current session's, for ending a session whose access token has expired. */
  readonly secret?: string
  /**
   * `true` for work that writes. It gets an operation id, and after a lost connection the audit log is asked whether the change was
   * applied: a write is never blindly repeated.
   */
  readonly writes?: boolean
  /** `true` where the database verifies or makes passwords: the embedded one loads pgcrypto only then. */
  readonly crypto?: boolean
  /** `true` where a statement may take minutes: its answer is waited for. The work itself sets `statement_timeout`. */
  readonly longRunning?: boolean
  /** `true` for work that only reads, and sees the data of one moment in all its statements. */
  readonly snapshot?: boolean
  /** Milliseconds to wait while another process holds the embedded database. Default 10 000. */
  readonly waitMs?: number
}

export interface App {
  readonly io: Io
  /** Milliseconds since the epoch. */
  readonly clock: { now(): number }
  readonly config: Config
  /** The process's environment, for variables that are no settings: `CI`, `TERM`, `LANG`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Refuses variables of the environment that the program reads and that are not UTF-8. @throws Usage */
  requireDecodedEnvironment(): void
  /** Effective user id; undefined on Windows. */
  readonly uid: number | undefined
  readonly prompt: Prompter
  /** Shows on stderr what takes longer than a second. */
  readonly progress: Progress
  /** Reports to Sentry where a DSN is set. Otherwise it does nothing and loads nothing. */
  readonly report: Reporter
  /** The database that holds the data. Nothing is connected yet. @throws Unavailable the settings are wrong */
  database(): Promise<Database>
  /** The database to which the owner of the schema connects: DATABASE_ADMIN_URL, else `database()`. @throws Unavailable as `database` */
  adminDatabase(): Promise<Database>
  /** What signing in and renewing a session needs. @throws Unavailable no usable SECRET_KEY */
  sessionContext(): Promise<SessionContext>
  /**
   * The claims of the current session. Renews its tokens if the access token has expired.
   *
   * @throws Unauthenticated no session, or one that is over · Unavailable the session file cannot be trusted, or no database
   */
  session(): Promise<Claims>
  /**
   * Says which verb runs. The audit log stores these words with each change.
   *
   * @param path of the verb, never of what was typed behind it: `['client', 'update']`
   */
  runs(path: readonly string[]): void
  /**
   * Begins the session that the next `connect` will ask for, before the command is loaded, if it is with a server on this machine and
   * somebody is signed in. Never rejects: what is wrong, the command finds out itself.
   *
   * @returns settles when as much was sent as can be
   */
  anticipate(): Promise<void>
  /**
   * Gives the event loop a turn if a session is being begun. Its server asks three times before it is ready, and is answered between two
   * pieces of loading only where there is such a turn.
   */
  turn(): Promise<void>
  /**
   * Connects with the current session, runs `work`, disconnects. It opens no transaction: each statement commits by itself, so of two
   * writes the first stays when the second is refused. Two writes that must both happen go through `atomically` (db/atomically.ts).
   *
   * When PostgreSQL gives a statement up for the sake of another transaction (40001, 40P01), all of `work` is run again, three times at
   * most in all.
   *
   * @param work gets the connection, which is closed once its promise settles
   * @returns what `work` returns
   * @throws Unauthenticated no session, or one that is over · Unavailable no database, or the connection was lost; with `writes` it says
   *   whether the change was applied · whatever `work` throws
   */
  connect<T>(work: (connection: Connection) => Promise<T>, options?: SessionOptions): Promise<T>
  /**
   * As `connect`, for work that reads piece by piece and writes in between, as a list does. Whenever the reader of the output keeps it
   * waiting, the connection is let go, and the next statement makes a new one: each statement sees the data of its own moment, and
   * nothing in the database waits for a pipe, a pager or a person.
   *
   * @throws as `connect`
   */
  browse<T>(work: (connection: Connection) => Promise<T>): Promise<T>
  /**
   * Lets go whatever the work of `browse` does not need at this moment, and the embedded database where nothing uses it. What needs it
   * next opens it again. The streams call this when their reader keeps them waiting. Never rejects.
   *
   * @returns whether nothing is held any more
   */
  letGo(): Promise<boolean>
  /**
   * Connects as the owner of the schema, without role or session, for `db-create`, `manager-create` and `demo`.
   *
   * @param work gets the driver's own client; each statement commits by itself
   * @throws Unavailable no database · whatever `work` throws
   */
  asOwner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T>
  /**
   * The record that a name means, on a connection of `connect`.
   *
   * @throws Unauthenticated · NotFound · Ambiguous
   */
  resolve(connection: Connection, noun: Noun, reference: Named): Promise<number>
  /** The user whose session a connection of `connect` carries. @throws Unauthenticated the database knows no such session */
  currentUser(connection: Connection): Promise<CurrentUser>
  /**
   * Has slow work done once, while the answer to the next statement is being waited for. If it fails there, it has to be done again when its
   * result is needed, and fails again. Before a write the work is done first, and its error is thrown: a write whose answer cannot be shown
   * would look like one that failed. The embedded database leaves nothing to wait for.
   */
  whileWaiting(work: () => void): void
  /**
   * Who signs in when work needs a session and there is none, or it is over. Afterwards the work is done from its beginning, once: a list of
   * which rows were shown already fails. Without it (a script, a command for everybody) the work fails.
   *
   * @param signIn gets the reason; when it fails, so does the work
   */
  whenSignedOut(signIn: ((reason: Unauthenticated) => Promise<void>) | undefined): void
  /** Runs another command as if it had been typed, for the steps of `demo`. @returns its exit code */
  run(argv: readonly string[]): Promise<number>
  /** Closes the databases, and sends what was reported. The process could not end before. */
  close(): Promise<void>
}

/** What a verb gets: the app, and the language, the global options and the output of this call. */
export interface Call {
  readonly app: App
  readonly t: Catalog
  /** Without the options about the form of the answer: only `out` knows whether a person or a program reads it. */
  readonly globals: Omit<Globals, 'format' | 'quiet' | 'raw'>
  readonly out: Output
}
