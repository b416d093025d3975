/**
 * Everything a command may touch, and nothing it may not: the streams, the clock, the settings, the session, the database. All of it is
 * lazy: help never opens a database. Tests build their own (test/support/app.ts).
 */
import type postgres from 'postgres'
import packageJson from '../package.json' with { type: 'json' }
import type { Facts } from './access/can.ts'
import { current, type Keeper } from './auth/current.ts'
import { sessionPath } from './auth/session.ts'
import type { Claims, Key } from './auth/token.ts'
import type { Globals } from './cli/globals.ts'
import type { Output } from './cli/output/output.ts'
import { type Progress, silent } from './cli/progress.ts'
import { type Prompter, unhurried } from './cli/prompt.ts'
import type { Trace } from './cli/trace.ts'
import { type Config, loadConfig } from './config.ts'
import type { Home, Parameters } from './db/connect.ts'
import type { Tx } from './db/tx.ts'
import { nobodyYet, Unauthenticated, Unavailable } from './errors.ts'
import type { Catalog } from './i18n/catalog.ts'
import { type Reporter, reporter } from './report.ts'

/** The three streams and what is known of the terminal behind them. */
export interface Io {
  readonly stdin: {
    readonly isTerminal: boolean
    /** All of standard input as text, to its end. */
    text(): Promise<string>
  }
  readonly stdout: Stream
  readonly stderr: Stream
}

export interface Stream {
  readonly isTerminal: boolean
  /** Columns now (a window may be resized); 80 when unknown. */
  columns(): number
  /** Resolves once the text was handed over: a slow reader slows the writer, a closed one is no error. */
  write(text: string): Promise<void>
  /** `true` once the reader has gone: there is no point in going on. */
  readonly closed: boolean
}

export interface TransactOptions {
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
  home(): Promise<Home>
  /** Where the owner of the schema connects: DATABASE_ADMIN_URL, else the same. @throws Unavailable */
  ownerHome(): Promise<Home>
  /** What signing in and renewing needs. @throws Unavailable no usable SECRET_KEY */
  keeper(): Promise<Keeper>
  /** The claims of the present session. @throws Unauthenticated, Unavailable */
  session(): Promise<Claims>
  /**
   * Connects with the present session, runs `work`, disconnects; repeats it at most 3 times on 40001 and 40P01.
   *
   * @throws Unauthenticated no session, or one that is over · Unavailable no database
   */
  transact<T>(work: (tx: Tx) => Promise<T>, options?: TransactOptions): Promise<T>
  /** Connects as the owner of the schema, without role or session: for `db-create` and `manager-create`. */
  asOwner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T>
  /** Who is signed in, on a connection of `transact`. @throws Unauthenticated the database knows no such session */
  facts(tx: Tx): Promise<Facts>
  /** Runs another command as if typed; `demo` shows its steps through this. */
  run(argv: readonly string[]): Promise<number>
  /** Lets go of the embedded database; the process would not end before. */
  close(): Promise<void>
}

/** What a verb gets: the app, and this call's language, options and output. */
export interface Call {
  readonly app: App
  readonly t: Catalog
  readonly globals: Globals
  readonly out: Output
}

export interface Surroundings {
  readonly io: Io
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string | undefined
  readonly tmpDir: string
  readonly uid: number | undefined
  readonly platform: NodeJS.Platform
  readonly clock: { now(): number }
  readonly prompt: Prompter
  /** `--env-file`. */
  readonly envFile: string | undefined
  /** Default: nothing is said of what takes long. */
  readonly progress?: Progress
  /** `--verbose`. */
  readonly trace?: Trace | undefined
  /** Said once when another process holds the embedded database. */
  readonly onWait: () => void
  readonly run: (argv: readonly string[], app: App) => Promise<number>
  /** Homes that are open already and stay open: one embedded database for all commands of a process (tests, `demo`). */
  readonly homes?: { readonly everyday: Home }
}

/** For every statement: nobody waits for ever, and nothing but this is set behind the policies' back. */
const limits: Parameters = {
  lock_timeout: '5s',
  statement_timeout: '8s',
  idle_in_transaction_session_timeout: '60s',
  // What somebody who shares the login may have set as its defaults does not reach us.
  default_transaction_isolation: 'read committed',
  search_path: 'pg_catalog',
}

const known = async (tx: Tx): Promise<Facts> => (await import('./db/verdict.ts')).facts(tx)

/** Milliseconds in which a statement that was sent reaches its server, or never. */
const lateMs = 300

/** The app of one process; nothing is read or opened yet. */
export function makeApp(o: Surroundings): App {
  const config = loadConfig(o)
  const { progress = silent, trace } = o
  const report = reporter(() => config.sentry(), packageJson.version)
  const homes = new Map<string, Promise<Home>>()
  if (o.homes) homes.set('everyday', Promise.resolve({ ...o.homes.everyday, close: async () => {} }))
  const once = (name: string, make: () => Promise<Home>): Promise<Home> => {
    const made = homes.get(name) ?? make()
    homes.set(name, made)
    return made
  }
  const open = async (target: ReturnType<Config['database']>): Promise<Home> => {
    const connect = await import('./db/connect.ts')
    if (target.kind === 'embedded') return connect.embedded(config.dataDir(), { uid: o.uid, onWait: o.onWait })
    return connect.server(target.target, { pooler: config.pooler(), now: () => o.clock.now() })
  }
  const home = () => once('everyday', () => open(config.database()))
  const ownerHome = () => {
    const target = config.adminDatabase()
    return target ? once('owner', () => open({ kind: 'server', target })) : home()
  }
  const place = () =>
    sessionPath({
      tempFilePath: config.tempFilePath(),
      runtimeDir: o.env['XDG_RUNTIME_DIR'],
      tmpDir: o.tmpDir,
      uid: o.uid,
      platform: o.platform,
      localAppData: o.env['LOCALAPPDATA'],
    })

  const keeper = async (): Promise<Keeper> => {
    const signing = config.keys()
    const { secretKey } = signing ? { secretKey: undefined } : await import('./db/embedded/folder.ts')
    const keys: [Key, ...Key[]] = signing
      ? [signing, ...(signing.previous ? [signing.previous] : [])]
      : [{ kid: 'v1', key: secretKey?.(config.dataDir(), o.uid) ?? '' }]
    return {
      place: place(),
      keys,
      now: () => o.clock.now(),
      accessSeconds: Math.round(config.accessMinutes() * 60),
      connect: (work) => transact(work, { signedIn: false }),
    }
  }
  const session = async () => {
    try {
      return await current(await keeper())
    } catch (error) {
      // A newcomer has nobody to sign in as: say so rather than "login first". Only looked into once there is nothing to lose.
      if (error instanceof Unauthenticated && !(await anybody()))
        throw nobodyYet({ demo: (await home()).kind === 'embedded' })
      throw error
    }
  }
  const anybody = () => transact(async (tx) => (await known(tx)).anybody, { signedIn: false }).catch(() => true)

  async function transact<T>(work: (tx: Tx) => Promise<T>, options: TransactOptions = {}): Promise<T> {
    const { signedIn = true, writes = false, crypto = false } = options
    const secret = options.secret ?? (signedIn ? (await session()).jti : undefined)
    const identity: Parameters = {
      ...limits,
      // Rows come back in the zone in which they are shown (i18n/format.ts, rowDate).
      TimeZone: config.timeZone(),
      ...(secret === undefined ? {} : { 'epic_events.session': secret }),
      role: 'epic_events_app',
    }
    const operation = writes ? globalThis.crypto.randomUUID() : undefined
    const parameters = operation ? { 'epic_events.operation': operation, ...identity } : identity
    const { isConnectionLost, sqlState, txOf, applied } = await import('./db/connect.ts')
    const { observed } = await import('./cli/trace.ts')
    const { use, kind, name } = await home()
    await trace?.tell((t) => t.output.database({ kind, name }))
    for (let attempt = 1; ; attempt++) {
      const connecting = progress.begin((t) => t.output.connecting)
      const since = performance.now()
      try {
        const begun = async (connection: postgres.Sql) => {
          connecting.end()
          const ms = Math.round(performance.now() - since)
          await trace?.tell((t) => t.output.connected({ ms: t.format.count(ms) }))
          return work(observed(txOf(connection), { progress, trace }))
        }
        return await use(parameters, begun, { crypto })
      } catch (error) {
        const state = sqlState(error)
        if ((state === '40001' || state === '40P01') && attempt < 3) continue
        if (!isConnectionLost(error)) throw error
        if (!operation || !error.sent) throw new Unavailable(error.say, { cause: error })
        // The answer to a write was lost: nothing is repeated, the audit log is asked.
        const ask = () => use(identity, (connection) => applied(txOf(connection), operation))
        // Twice: what was sent last may reach the server after the first question.
        const wrote = await ask()
          .then(async (yes) => {
            if (yes) return true
            await Bun.sleep(lateMs)
            return ask()
          })
          .catch(() => undefined)
        throw new Unavailable(
          (t) => (wrote === undefined ? t.refusal.unknownApplied : wrote ? t.refusal.applied : t.refusal.notApplied),
          { cause: error },
        )
      } finally {
        connecting.end()
      }
    }
  }

  /** Nothing of the database is held while a person thinks: the embedded one has one process at a time. */
  const rest = async () => {
    for (const made of homes.values()) await made.then((opened) => opened.close()).catch(() => {})
  }

  const app: App = {
    io: o.io,
    clock: o.clock,
    config,
    env: o.env,
    uid: o.uid,
    prompt: unhurried(o.prompt, rest),
    progress,
    report,
    home,
    ownerHome,
    keeper,
    session,
    transact,
    async asOwner(work) {
      const task = progress.begin((t) => t.output.preparing)
      try {
        return await (await ownerHome()).use({}, work, { patient: true, crypto: true })
      } finally {
        task.end()
      }
    },
    async facts(tx) {
      const facts = await known(tx)
      const { signedIn } = await import('./db/verdict.ts')
      signedIn(facts)
      return facts
    },
    run: (argv) => o.run(argv, app),
    async close() {
      await report.flush()
      await rest()
    },
  }
  return app
}
