/** Opens the embedded database: folder, lock, data, engine, driver. Nothing of this is loaded when PostgreSQL serves. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pgliteData from '@electric-sql/pglite/pglite.data' with { type: 'file' }
import pgliteWasm from '@electric-sql/pglite/pglite.wasm' with { type: 'file' }
import type postgres from 'postgres'
import pgcryptoArchive from '../../../node_modules/@electric-sql/pglite/dist/pgcrypto.tar.gz' with { type: 'file' }
import { AppError, Unavailable } from '../../errors.ts'
import { clientOf } from './client.ts'
import { endpoint } from './endpoint.ts'
import type { Engine } from './engine.ts'
import { checkFolder, databaseIn, lockIn, unusable } from './folder.ts'
import { acquireLock, type Lock } from './lock.ts'

export interface Embedded {
  /**
   * A client of its own, one connection at most. One at a time has the database: the next one waits until this one has ended.
   *
   * @param params settings that its session begins with: `role`, `epic_events.session`, time-outs
   */
  sql(params: Readonly<Record<string, string>>): postgres.Sql
  /** Ends the clients, shuts PostgreSQL down, frees the folder. The process cannot end before. Never rejects. */
  close(): Promise<void>
  /** This call made the database. */
  readonly created: boolean
}

export interface OpenOptions {
  /** Loads pgcrypto, which takes 0.2 s: for commands that make or verify passwords. */
  readonly crypto: boolean
  /** Called once when another process holds the folder. */
  readonly onWait?: () => void
  /** Effective user id; undefined on Windows. */
  readonly uid?: number | undefined
  /** How long to wait for another process, in milliseconds; 10 000. */
  readonly waitMs?: number
}

/** The major version of PostgreSQL inside PGlite: data of another one cannot be opened. */
const postgresVersion = '18'

/**
 * Opens the database in `folder`, which is made from the prebuilt image when there is none.
 *
 * @param folder absolute
 * @throws Unavailable another process holds it, the folder cannot be trusted or used, the disk is full, the data is not readable
 */
export async function openEmbedded(folder: string, o: OpenOptions): Promise<Embedded> {
  checkFolder(folder, o.uid)
  const waitMs = o.waitMs ?? 10_000
  // Pending promises of the WebAssembly runtime do not keep the process alive: a timer does.
  const alive = setInterval(() => {}, 1_000_000)
  let lock: Lock | undefined
  try {
    const compiling = compile()
    lock = await takeLock(folder, waitMs, o.onWait)
    const created = await ensureDatabase(folder)
    const { wasm, startEngine } = await compiling
    const engine = await startEngine(databaseIn(folder), {
      wasm,
      bundle: Bun.file(pgliteData),
      pgcrypto: o.crypto ? await pgcryptoIn(folder) : undefined,
    }).catch((cause: Error) => {
      throw isFull(cause) ? cause : new Unavailable((t) => t.database.damaged({ path: databaseIn(folder) }), { cause })
    })
    return opened(withAppErrors(engine, folder), lock, alive, created)
  } catch (error) {
    lock?.release()
    clearInterval(alive)
    throw error instanceof AppError ? error : unusable(folder, error)
  }
}

/** Begins at once, so that it runs beside the wait for the lock and the unpacking. */
function compile() {
  const work = Promise.all([
    import('./engine.ts'),
    Bun.file(pgliteWasm)
      .arrayBuffer()
      .then((bytes) => WebAssembly.compile(bytes)),
  ]).then(([{ startEngine }, wasm]) => ({ startEngine, wasm }))
  work.catch(() => {}) // heard of where it is awaited, if that is reached
  return work
}

async function takeLock(folder: string, waitMs: number, onWait?: () => void): Promise<Lock> {
  const path = lockIn(folder)
  const lock = await acquireLock(path, { waitMs, ...(onWait ? { onWait } : {}) }).catch((cause) => {
    throw unusable(path, cause)
  })
  if (!lock) throw new Unavailable((t) => t.database.locked({ path: folder, seconds: Math.round(waitMs / 1000) }))
  return lock
}

/** @returns whether it had to be made */
async function ensureDatabase(folder: string): Promise<boolean> {
  const database = databaseIn(folder)
  if (!existsSync(database)) {
    const { unpackImage } = await import('./image.ts')
    await unpackImage(database)
    return true
  }
  const version = join(database, 'PG_VERSION')
  const found = existsSync(version) ? readFileSync(version, 'utf8').trim() : ''
  if (found === '') throw new Unavailable((t) => t.database.damaged({ path: database }))
  if (found !== postgresVersion) {
    throw new Unavailable((t) => t.database.otherVersion({ path: database, found, known: postgresVersion }))
  }
  return false
}

/** A real file: PGlite's loader cannot open what lies inside a compiled program. Named by its content, so that an update replaces it. */
async function pgcryptoIn(folder: string): Promise<string> {
  const bytes = await Bun.file(pgcryptoArchive).bytes()
  const name = `pgcrypto-${Bun.hash(bytes).toString(16)}.tar.gz`
  const path = join(folder, name)
  if (existsSync(path)) return path
  for (const old of readdirSync(folder)) if (old.startsWith('pgcrypto-')) rmSync(join(folder, old))
  await Bun.write(`${path}.new`, bytes)
  renameSync(`${path}.new`, path)
  return path
}

const isFull = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOSPC'

/** The engine, whose end is an Unavailable. */
function withAppErrors(engine: Engine, folder: string): Engine {
  return {
    close: () => engine.close(),
    exchange: (message, receive) =>
      engine.exchange(message, receive).catch((cause) => {
        throw isFull(cause) ? unusable(folder, cause) : new Unavailable((t) => t.database.stopped, { cause })
      }),
  }
}

function opened(engine: Engine, lock: Lock, alive: ReturnType<typeof setInterval>, created: boolean): Embedded {
  const door = endpoint(engine)
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
    sql(params) {
      const client = clientOf(door, params)
      clients.add(client)
      return client
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}
