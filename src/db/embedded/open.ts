/** Opens the embedded database: folder, lock, data, engine, driver. None of it is loaded when the data is on a server. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pgliteData from '@electric-sql/pglite/pglite.data' with { type: 'file' }
import pgliteWasm from '@electric-sql/pglite/pglite.wasm' with { type: 'file' }
import type postgres from 'postgres'
import pgcryptoArchive from '../../../node_modules/@electric-sql/pglite/dist/pgcrypto.tar.gz' with { type: 'file' }
import { AppError, Unavailable } from '../../errors.ts'
import type { Parameters } from '../connection/protocol.ts'
import { clientOf } from './client.ts'
import { syncFile } from './durable.ts'
import { endpoint } from './endpoint.ts'
import type { Engine, EngineOptions } from './engine.ts'
import { checkFolder, databaseIn, lockIn } from './folder.ts'
import { acquireLock, type Lock } from './lock.ts'
import { query } from './protocol.ts'
import { held, stopped, unusable } from './reasons.ts'
import { stopResident } from './stop-resident.ts'

/** An open database. */
export interface Embedded {
  /**
   * Makes a client, which has one connection at most. One client at a time can use the database: the next one waits until this one has
   * ended.
   *
   * @param parameters settings that its session begins with: `role`, `epic_events.session`, time-outs
   */
  sql(parameters: Parameters): postgres.Sql
  /** Ends the clients, shuts PostgreSQL down, releases the folder. The process cannot end before. Never rejects. */
  close(): Promise<void>
  /** Whether opening it has made the database. */
  readonly created: boolean
}

/** How the embedded database is opened. */
export interface OpenOptions {
  /** Whether to load pgcrypto, which takes 0.2 s. Commands that make or verify passwords need it. */
  readonly crypto: boolean
  /** Called once when another process holds the folder. */
  readonly onWait?: () => void
  /** Effective user id; undefined on Windows. */
  readonly uid?: number | undefined
  /** Milliseconds to wait for another process. Default 10 000. */
  readonly waitMs?: number | undefined
  /** Whether what is confirmed survives a power cut. Default true. */
  readonly fsync?: boolean | undefined
}

/** The major version of PostgreSQL inside PGlite. It cannot open the data of another one. */
const postgresVersion = '18'

/**
 * Opens the database in `folder`. Makes it from the prebuilt image when there is none.
 *
 * @param folder absolute
 * @throws Unavailable another process holds it, the folder cannot be trusted or used, the disk is full, or the data cannot be read
 */
export async function openEmbedded(folder: string, o: OpenOptions): Promise<Embedded> {
  checkFolder(folder, o.uid)
  const waitMs = o.waitMs ?? 10_000
  // Pending promises of the WebAssembly runtime do not keep the process alive, so a timer must.
  const alive = setInterval(() => {}, 1_000_000)
  let lock: Lock | undefined
  try {
    void compile()
    const until = performance.now() + waitMs
    await stopResident(folder, { waitMs, uid: o.uid, ...(o.onWait ? { onWait: o.onWait } : {}) })
    lock = await takeLock(folder, { waitMs, leftMs: Math.max(0, until - performance.now()), onWait: o.onWait })
    const created = await ensureDatabase(folder, o)
    const engine = await startOn(folder, { crypto: o.crypto, fsync: o.fsync, created }).catch((cause) => {
      throw stopped(databaseIn(folder), (t) => t.database.notStarted({ path: databaseIn(folder) }), cause)
    })
    return opened(withAppErrors(engine, folder), lock, alive, created)
  } catch (error) {
    lock?.release()
    clearInterval(alive)
    throw error instanceof AppError ? error : unusable(folder, error)
  }
}

/**
 * Starts PostgreSQL on the database of `folder`, whose lock is held.
 *
 * @param o.crypto whether to load pgcrypto
 * @param o.created whether the database has just been unpacked, and needs a name of its own
 * @throws as `startEngine`
 */
export async function startOn(
  folder: string,
  {
    crypto,
    created,
    ...o
  }: Pick<EngineOptions, 'settings' | 'pinned' | 'fsync'> & { readonly crypto: boolean; readonly created: boolean },
): Promise<Engine> {
  const { wasm, startEngine } = await compile()
  const pgcrypto = crypto ? await pgcryptoIn(folder) : undefined
  const engine = await startEngine(databaseIn(folder), { ...o, wasm, bundle: Bun.file(pgliteData), pgcrypto })
  if (created) await engine.exchange(query(naming), () => {})
  return engine
}

/** All folders are unpacked from the same image, whose `installation` is null. */
const naming = 'update epic_events.meta set installation = gen_random_uuid() where installation is null'

/** The engine's code, compiled: a long list opens the database once for each of its pieces. */
let compiled: ReturnType<typeof compileNow> | undefined

/** Compiles the WebAssembly, once. It begins at once and runs beside the wait for the lock and the unpacking. */
export function compile() {
  compiled ??= compileNow()
  return compiled
}

function compileNow() {
  const work = Promise.all([
    import('./engine.ts'),
    Bun.file(pgliteWasm)
      .arrayBuffer()
      .then((bytes) => WebAssembly.compile(bytes)),
  ]).then(([{ startEngine }, wasm]) => ({ startEngine, wasm }))
  work.catch(() => {}) // The error is handled where the promise is awaited. Before that it must not count as unhandled.
  return work
}

/** @throws Unavailable another process held the lock for `waitMs`, or the file cannot be used */
async function takeLock(
  folder: string,
  o: { waitMs: number; leftMs: number; onWait: (() => void) | undefined },
): Promise<Lock> {
  const path = lockIn(folder)
  const options = { waitMs: o.leftMs, ...(o.onWait ? { onWait: o.onWait } : {}) }
  const lock = await acquireLock(path, options).catch((cause) => {
    throw unusable(path, cause)
  })
  if (!lock) throw held(folder, o.waitMs)
  return lock
}

/** Makes the database unless there is one, and checks its version. @returns whether it was made @throws Unavailable */
export async function ensureDatabase(folder: string, o: { readonly fsync?: boolean | undefined }): Promise<boolean> {
  const database = databaseIn(folder)
  if (!existsSync(database)) {
    const { unpackImage } = await import('./image.ts')
    await unpackImage(database, o)
    return true
  }
  // A power cut may leave this file empty, and PostgreSQL would then not start. We hold the lock, so it belongs to no process.
  const pid = join(database, 'postmaster.pid')
  if (statSync(pid, { throwIfNoEntry: false })?.size === 0) rmSync(pid)
  const version = join(database, 'PG_VERSION')
  const found = existsSync(version) ? readFileSync(version, 'utf8').trim() : ''
  if (found === '') throw new Unavailable((t) => t.database.damaged({ path: database }))
  if (found !== postgresVersion) {
    throw new Unavailable((t) => t.database.otherVersion({ path: database, found, known: postgresVersion }))
  }
  return false
}

/**
 * The path of pgcrypto in the folder. It must be a real file, because PGlite's loader cannot open one inside a compiled program. Its name
 * holds a hash of its content, so that an update replaces it.
 */
async function pgcryptoIn(folder: string): Promise<string> {
  const bytes = await Bun.file(pgcryptoArchive).bytes()
  const name = `pgcrypto-${Bun.hash(bytes).toString(16)}.tar.gz`
  const path = join(folder, name)
  if (existsSync(path)) return path
  for (const old of readdirSync(folder)) if (old.startsWith('pgcrypto-')) rmSync(join(folder, old))
  await Bun.write(`${path}.new`, bytes)
  await syncFile(`${path}.new`)
  renameSync(`${path}.new`, path)
  return path
}

/** The engine, with an Unavailable when PostgreSQL has stopped. */
function withAppErrors(engine: Engine, folder: string): Engine {
  return {
    close: () => engine.close(),
    exchange: (message, receive) =>
      engine.exchange(message, receive).catch((cause) => {
        throw stopped(databaseIn(folder), (t) => t.database.stopped, cause)
      }),
  }
}

function opened(engine: Engine, lock: Lock, alive: ReturnType<typeof setInterval>, created: boolean): Embedded {
  const server = endpoint(engine)
  const clients = new Set<postgres.Sql>()
  let closing: Promise<void> | undefined
  const close = async () => {
    await Promise.allSettled([...clients].map((client) => client.end({ timeout: 0 })))
    await engine.close()
    lock.release()
    clearInterval(alive)
  }
  return {
    created,
    sql(parameters) {
      const client = clientOf(server, parameters)
      clients.add(client)
      return client
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}
