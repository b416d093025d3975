/** Builds the `App` of one process from what the process has. Nothing is read and nothing is opened before a command needs it. */
import packageJson from '../package.json' with { type: 'json' }
import type { App, SessionOptions } from './app.ts'
import { type Config, loadConfig, settingNames } from './config.ts'
import type { ConfigSources } from './config-file.ts'
import { type DatabasesDependencies, databasesOf } from './databases.ts'
import { type OnDemand, onDemand } from './db/connection/on-demand.ts'
import { sessionParameters } from './db/connection/settings.ts'
import type { Connection } from './db/connection.ts'
import { turn } from './db/turn.ts'
import { Forbidden, nobodyYet, Unauthenticated } from './errors.ts'
import { broadcast, type Observer } from './observation.ts'
import { reporter } from './report.ts'
import { readToVerify, type SessionContext } from './session/context.ts'
import { current } from './session/current.ts'
import { sessionLocation } from './session/file.ts'
import type { Claims, Key } from './session/token.ts'
import { folderNames } from './setting-path.ts'
import { type Progress, progressObserver, silent } from './terminal/progress.ts'
import { releaseBeforePrompt } from './terminal/prompt/prompt.ts'
import { requireDecoded } from './terminal/undecoded.ts'

/** What the process, or a test in its place, gives the app. */
export interface AppDependencies
  extends DatabasesDependencies,
    Pick<App, 'io' | 'prompt'>,
    Pick<ConfigSources, 'cwd' | 'home' | 'envFile'> {
  /** The system's folder for temporary files. */
  readonly tmpDir: string
  /** Default: nothing is shown of what takes long. */
  readonly progress?: Progress
  /** Listens with `--verbose`. */
  readonly trace?: Observer | undefined
  readonly run: (argv: readonly string[], app: App) => Promise<number>
}

/**
 * Milliseconds for which a list that has begun waits for the embedded database, which others use while its reader takes its time: long,
 * because a list that ends in the middle is worse than a late one.
 */
const patientMs = 60_000

/** The app of one process. */
export function makeApp(o: AppDependencies): App {
  const config = loadConfig(o)
  const { progress = silent } = o
  const observe = broadcast(progressObserver(progress), ...(o.trace ? [o.trace] : []))
  const report = reporter(() => config.sentry(), packageJson.version)

  let meanwhile: (() => void) | undefined
  const doMeanwhile = () => {
    const work = meanwhile
    meanwhile = undefined
    work?.()
  }
  // What was written leaves the process at the end of this turn of the event loop.
  const onSent = () => {
    if (meanwhile) setImmediate(() => attempt(doMeanwhile))
  }

  const location = () =>
    sessionLocation({
      ...{ tempFilePath: config.tempFilePath(), runtimeDir: o.env['XDG_RUNTIME_DIR'] },
      // TMPDIR is a folder of the person who typed sudo, if it was kept.
      tmpDir: config.sudoUid ? '/tmp' : o.tmpDir,
      ...{ uid: o.uid, platform: o.platform, localAppData: o.env['LOCALAPPDATA'] },
    })
  const databases = databasesOf(config, { ...o, ownFolder: () => location().ownFolder, onSent })
  const { database, adminDatabase } = databases
  const sessionContext = async (): Promise<SessionContext> => ({
    location: location(),
    keys: await signingKeys(config, o.uid),
    now: () => o.clock.now(),
    accessSeconds: Math.round(config.accessMinutes() * 60),
    connect: (work) => connect(work, { signedIn: false }),
  })
  const session = async () => {
    try {
      return await current(await sessionContext())
    } catch (error) {
      // Somebody new has no account to sign in with: say so instead of "login first". Only asked when the command fails anyway.
      if (error instanceof Unauthenticated && !(await anybody()))
        throw nobodyYet({ demo: (await database()).kind === 'embedded' })
      throw error
    }
  }
  /** Whether any user exists; `true` when that cannot be found out. */
  const anybody = () =>
    connect(async (connection) => (await userOf(connection)).anybody, { signedIn: false }).catch(() => true)

  /** How many pieces of work use a database now. While one does, the embedded database cannot be closed. */
  let working = 0
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    working += 1
    return work().finally(() => {
      working -= 1
    })
  }
  let signInAgain: Parameters<App['whenSignedOut']>[0]
  /** Signs in where a person can, after an error that this mends. @throws the error otherwise */
  const goOnSignedIn = async (error: unknown): Promise<void> => {
    const mended = error instanceof Unauthenticated && error.detail.next?.includes('login')
    if (!mended || !signInAgain) throw error
    await signInAgain(error)
  }
  const connect = <T>(work: (connection: Connection) => Promise<T>, options: SessionOptions = {}): Promise<T> =>
    connectOnce(work, options).catch(async (error: unknown) => {
      // Login and logout bring what they need themselves.
      if (options.secret !== undefined || options.signedIn === false) throw error
      await goOnSignedIn(error)
      return connectOnce(work, options)
    })
  /** The verb that runs. */
  let command: string | undefined
  /** The session that `anticipate` has begun, and who it is for. */
  let anticipated: { readonly claims: Claims; readonly parameters: ReturnType<typeof sessionParameters> } | undefined
  const anticipate = async (): Promise<void> => {
    requireDecoded(o.env, [...settingNames, ...folderNames])
    const verified = readToVerify(await sessionContext())
    let mine: typeof anticipated
    const parameters = async () => {
      const { verdict } = await verified()
      if (verdict.state === 'valid')
        mine = { claims: verdict.claims, parameters: sessionParameters({ secret: verdict.claims.jti, command }) }
      return mine?.parameters
    }
    const { begin } = await database()
    await (begin ? begin(parameters) : parameters())
    anticipated = mine
  }
  const connectOnce = async <T>(work: (connection: Connection) => Promise<T>, options: SessionOptions): Promise<T> => {
    const { signedIn = true, writes = false, crypto = false, snapshot = false, longRunning, waitMs } = options
    const asMe = options.secret === undefined && signedIn
    const ready = asMe && anticipated && o.clock.now() / 1000 < anticipated.claims.exp ? anticipated : undefined
    anticipated = undefined
    const claims = ready?.claims ?? (asMe ? await session() : undefined)
    const parameters = ready?.parameters ?? sessionParameters({ secret: options.secret ?? claims?.jti, command })
    if (ready) await turn()
    const { runWork } = await import('./db/connection/work.ts')
    if (writes) doMeanwhile()
    const held = await database()
    try {
      return await counted(() =>
        runWork(held, explaining(work), { parameters, writes, crypto, snapshot, longRunning, observe, waitMs }),
      )
    } catch (error) {
      if (!claims || !(error instanceof Unauthenticated)) throw error
      const [{ orClockBehind }, { now }] = await Promise.all([
        import('./session/context.ts'),
        import('./session/store.ts'),
      ])
      const theirs = await connect(now, { signedIn: false }).catch(() => undefined)
      throw orClockBehind(error, claims.exp, theirs, o.clock.now())
    }
  }

  const browsing = new Set<OnDemand>()
  const browse = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    let again = false
    const reading = onDemand((serve) => {
      const options = again ? { waitMs: patientMs } : {}
      again = true
      return connect(serve, options)
    })
    browsing.add(reading)
    let statements = 0
    const query: Connection['query'] = (statement) => {
      statements += 1
      return reading.connection.query(statement)
    }
    try {
      return await work({ ...reading.connection, query })
    } catch (error) {
      if (!(error instanceof Unauthenticated || error instanceof Forbidden)) throw error
      // What it was refused for is found out where the work of a connection fails: a clock that is wrong, a pooler that drops settings.
      await reading.letGo()
      const found = await connectOnce(() => Promise.reject(error), {}).catch((reason: unknown) => reason)
      // Once rows were shown, the list would begin again.
      if (statements > 1) throw found
      await goOnSignedIn(found)
    } finally {
      browsing.delete(reading)
      await reading.letGo()
    }
    return browse(work)
  }
  const closeDatabases = (): Promise<void> => {
    anticipated = undefined
    return databases.close()
  }
  const letGo = async () => {
    await Promise.all([...browsing].map((reading) => reading.letGo()))
    if (working === 0) await closeDatabases()
    return working === 0
  }

  const app: App = {
    io: o.io,
    clock: o.clock,
    config,
    env: o.env,
    requireDecodedEnvironment: () => requireDecoded(o.env, [...settingNames, ...folderNames]),
    uid: o.uid,
    prompt: releaseBeforePrompt(o.prompt, closeDatabases),
    progress,
    report,
    database,
    adminDatabase,
    sessionContext,
    session,
    runs(path) {
      command = path.join(' ')
    },
    anticipate: () => anticipate().catch(() => {}),
    turn: async () => (anticipated ? turn() : undefined),
    connect,
    browse,
    letGo,
    async asOwner(work) {
      await observe({ event: 'preparing' })
      try {
        const admin = await adminDatabase()
        return await counted(() => admin.use({}, work, { longRunning: true, crypto: true }))
      } finally {
        await observe({ event: 'prepared' })
      }
    },
    async resolve(connection, noun, reference) {
      const { resolve } = await import('./db/resolve.ts')
      return resolve(connection, undefined, noun, reference)
    },
    async currentUser(connection) {
      const user = await userOf(connection)
      const { requireSession } = await import('./db/judgement.ts')
      requireSession(user)
      return user
    },
    whileWaiting(work) {
      meanwhile = work
    },
    whenSignedOut(signIn) {
      signInAgain = signIn
    },
    run: (argv) => o.run(argv, app),
    async close() {
      // Nobody waits for the database because a report is still on its way.
      await Promise.all([closeDatabases(), report.flush()])
    },
  }
  return app
}

function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // Where its result is needed, it is done again.
  }
}

/** The work, whose refusal for lack of a permission says whom to ask. */
const explaining =
  <T>(work: (connection: Connection) => Promise<T>) =>
  (connection: Connection) =>
    work(connection).catch(async (error: unknown) => {
      if (!(error instanceof Forbidden)) throw error
      const { withWhomToAsk } = await import('./db/whom-to-ask.ts')
      throw await withWhomToAsk(error, connection)
    })

/** Who is signed in on a connection; its `user_id` is null for nobody. */
const userOf = async (connection: Connection) => (await import('./db/statement.ts')).currentUser(connection)

/** The keys of the settings, else the key that the embedded database has made for itself. */
async function signingKeys(config: Config, uid: number | undefined): Promise<[Key, ...Key[]]> {
  const signing = config.keys()
  if (signing) return [signing, ...(signing.previous ? [signing.previous] : [])]
  const { secretKey } = await import('./db/embedded/folder.ts')
  return [{ kid: 'v1', key: secretKey(config.dataDir(), uid) }]
}
