import type { SQL } from 'drizzle-orm'
import type postgres from 'postgres'
import packageJson from '../package.json' with { type: 'json' }
import type { CurrentUser } from './access/can.ts'
import type { App, SessionOptions } from './app.ts'
import { type Config, loadConfig } from './config.ts'
import type { Database, Parameters } from './db/connection/connect.ts'
import type { Connection } from './db/connection.ts'
import { nobodyYet, Unauthenticated, Unavailable } from './errors.ts'
import { reporter } from './report.ts'
import type { SessionContext } from './session/context.ts'
import { current } from './session/current.ts'
import { sessionLocation } from './session/file.ts'
import type { Key } from './session/token.ts'
import type { Progress } from './terminal/progress.ts'
import { silent } from './terminal/progress.ts'
import { type Prompter, releaseBeforePrompt } from './terminal/prompt/prompt.ts'
import type { Io } from './terminal/streams.ts'
import type { Trace } from './terminal/trace.ts'

export interface AppDependencies {
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
  readonly databases?: { readonly default: Database }
}

/** For every statement: nobody waits for ever, and nothing but this is set behind the policies' back. */
export const limits: Parameters = {
  lock_timeout: '5s',
  statement_timeout: '8s',
  idle_in_transaction_session_timeout: '60s',
  // What somebody who shares the login may have set as its defaults does not reach us.
  default_transaction_isolation: 'read committed',
  search_path: 'pg_catalog',
}

export const currentUser = async (connection: Connection): Promise<CurrentUser> =>
  (await import('./db/statement.ts')).currentUser(connection)

/** Milliseconds in which a statement that was sent reaches its server, or never. */
export const lateMs = 300

/** The app of one process; nothing is read or opened yet. */
export function makeApp(o: AppDependencies): App {
  const config = loadConfig(o)
  const { progress = silent, trace } = o
  const report = reporter(() => config.sentry(), packageJson.version)
  const databases = new Map<string, Promise<Database>>()
  if (o.databases) databases.set('everyday', Promise.resolve({ ...o.databases.default, close: async () => {} }))
  const once = (name: string, make: () => Promise<Database>): Promise<Database> => {
    const made = databases.get(name) ?? make()
    databases.set(name, made)
    return made
  }
  const open = async (target: ReturnType<Config['database']>): Promise<Database> => {
    const connect = await import('./db/connection/connect.ts')
    if (target.kind === 'embedded') return connect.embedded(config.dataDir(), { uid: o.uid, onWait: o.onWait })
    return connect.server(target.target, { pooler: config.pooler(), now: () => o.clock.now() })
  }
  const home = () => once('everyday', () => open(config.database()))
  const adminDatabase = () => {
    const target = config.adminDatabase()
    return target ? once('owner', () => open({ kind: 'server', target })) : home()
  }
  const location = () =>
    sessionLocation({
      tempFilePath: config.tempFilePath(),
      runtimeDir: o.env['XDG_RUNTIME_DIR'],
      tmpDir: o.tmpDir,
      uid: o.uid,
      platform: o.platform,
      localAppData: o.env['LOCALAPPDATA'],
    })

  const sessionContext = async (): Promise<SessionContext> => {
    const signing = config.keys()
    const { secretKey } = signing ? { secretKey: undefined } : await import('./db/embedded/folder.ts')
    const keys: [Key, ...Key[]] = signing
      ? [signing, ...(signing.previous ? [signing.previous] : [])]
      : [{ kid: 'v1', key: secretKey?.(config.dataDir(), o.uid) ?? '' }]
    return {
      location: location(),
      keys,
      now: () => o.clock.now(),
      accessSeconds: Math.round(config.accessMinutes() * 60),
      connect: (work) => connect(work, { signedIn: false }),
    }
  }
  const session = async () => {
    try {
      return await current(await sessionContext())
    } catch (error) {
      // A newcomer has nobody to sign in as: say so rather than "login first". Only looked into once there is nothing to lose.
      if (error instanceof Unauthenticated && !(await anybody()))
        throw nobodyYet({ demo: (await home()).kind === 'embedded' })
      throw error
    }
  }
  const anybody = () =>
    connect(async (connection) => (await currentUser(connection)).anybody, { signedIn: false }).catch(() => true)

  async function connect<T>(work: (connection: Connection) => Promise<T>, options: SessionOptions = {}): Promise<T> {
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
    const { isConnectionLost, sqlState, txOf, applied } = await import('./db/connection/connect.ts')
    const { use, kind, name } = await home()
    await trace?.debug((t) => t.output.database({ kind, name }))
    for (let attempt = 1; ; attempt++) {
      const connecting = progress.begin((t) => t.output.connecting)
      const since = performance.now()
      try {
        const onConnected = async (connection: postgres.Sql) => {
          connecting.end()
          const ms = Math.round(performance.now() - since)
          await trace?.debug((t) => t.output.connected({ ms: t.format.count(ms) }))
          return work(withTiming(txOf(connection), { progress, trace }))
        }
        return await use(parameters, onConnected, { crypto })
      } catch (error) {
        const state = sqlState(error)
        if ((state === '40001' || state === '40P01') && attempt < 3) continue
        if (!isConnectionLost(error)) throw error
        if (!operation || !error.sent) throw new Unavailable(error.userMessage, { cause: error })
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
  const closeDatabases = async () => {
    for (const made of databases.values()) await made.then((opened) => opened.close()).catch(() => {})
  }

  const app: App = {
    io: o.io,
    clock: o.clock,
    config,
    env: o.env,
    uid: o.uid,
    prompt: releaseBeforePrompt(o.prompt, closeDatabases),
    progress,
    report,
    database: home,
    adminDatabase,
    sessionContext,
    session,
    connect,
    async asOwner(work) {
      const task = progress.begin((t) => t.output.preparing)
      try {
        return await (await adminDatabase()).use({}, work, { longRunning: true, crypto: true })
      } finally {
        task.end()
      }
    },
    async currentUser(connection) {
      const facts = await currentUser(connection)
      const { requireSession: signedIn } = await import('./db/statement.ts')
      signedIn(facts)
      return facts
    },
    run: (argv) => o.run(argv, app),
    async close() {
      await report.flush()
      await closeDatabases()
    },
  }
  return app
}

/** A connection whose statements are timed, and said to be slow when they are. */
export function withTiming(
  connection: Connection,
  o: { readonly progress: Progress; readonly trace: Trace | undefined },
): Connection {
  return {
    async query<R>(statement: SQL): Promise<R[]> {
      const task = o.progress.begin((t) => t.output.asking)
      const since = performance.now()
      try {
        const rows = await connection.query<R>(statement)
        const ms = Math.round(performance.now() - since)
        await o.trace?.debug((t) => t.output.answered({ ms: t.format.count(ms), rows: rows.length }))
        return rows
      } finally {
        task.end()
      }
    },
  }
}
