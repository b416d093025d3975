/** Starts PGlite, which is PostgreSQL compiled to WebAssembly, on a folder. open.ts takes care of the folder, its lock and the image. */
import { pathToFileURL } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { DatabaseFiles, startOptions } from './durable.ts'
import type { ProtocolHandler } from './protocol.ts'

/** How PGlite is started. */
export interface EngineOptions {
  /** Path of pgcrypto's `.tar.gz`. It must be a real file: the loader cannot read one inside a compiled program. */
  readonly pgcrypto?: string | undefined
  /** PGlite's WebAssembly, compiled already. */
  readonly wasm?: WebAssembly.Module
  /** PGlite's own files: catalogue scripts, time zones. */
  readonly bundle?: Blob
  /** Options for initdb, which PGlite runs when the folder is empty. */
  readonly initdb?: string[]
  /** PostgreSQL's settings for this start, which win over those of the folder. */
  readonly settings?: Readonly<Record<string, string>>
  /**
   * Whether the working folder of this process is the database's folder, and stays it. Every file is then opened relative to it, so that a
   * folder that is moved remains the one that was opened, and another one in its old place is never written to.
   */
  readonly pinned?: boolean
  /** Whether what PostgreSQL has confirmed survives a power cut. Default true. */
  readonly fsync?: boolean | undefined
}

/** A PostgreSQL that runs. */
export interface Engine extends ProtocolHandler {
  /** Shuts PostgreSQL down in order: checkpoint, files closed. Never rejects. */
  close(): Promise<void>
}

/** The functions of PGlite's WebAssembly module that are used here. PGlite exports `Module` but not its type. */
interface Module {
  _PostgresMainLoopOnce(): void
  stackRestore(pointer: number): void
}

/** Skips PGlite's array-type query at start-up; postgres.js parses the results. */
class Bare extends PGlite {
  override async _initArrayTypes(): Promise<void> {}
}

/** The exit status of PostgreSQL's `longjmp` to its main loop (pglitec.c), by which every SQL error ends. */
const longjmp = 100

/**
 * Starts PostgreSQL on `folder`.
 *
 * @throws Error PostgreSQL did not start: the message holds its last lines of output, which nothing may be concluded from. Its `code` is
 *   the system's when an fsync failed. `exchange` throws the same error once PostgreSQL has stopped
 */
export async function startEngine(folder: string, o: EngineOptions = {}): Promise<Engine> {
  /** The last lines that PostgreSQL has written. */
  const output: string[] = []
  const capture = (text: string) => {
    output.push(text)
    if (output.length > 20) output.shift()
    return false // Tells PGlite not to print it.
  }
  const { fsync = true, pinned = false } = o
  const files = new DatabaseFiles(folder, { fsync, pinned })
  const failure = (cause: unknown) => {
    const error = new Error(`the embedded PostgreSQL stopped: ${output.join(' | ')}`, { cause })
    return files.failed ? Object.assign(error, { code: files.failed }) : error
  }
  let db: PGlite
  try {
    db = new Bare({
      fs: files,
      startParams: [...startOptions(fsync), ...asOptions(o.settings ?? {})],
      onStdout: capture,
      onStderr: capture,
      ...(o.wasm ? { pgliteWasmModule: o.wasm } : {}),
      ...(o.bundle ? { fsBundle: o.bundle } : {}),
      ...(o.initdb ? { initDbStartParams: o.initdb } : {}),
      ...(o.pgcrypto ? { extensions: { pgcrypto: pathToFileURL(o.pgcrypto) } } : {}),
    })
    await db.waitReady
  } catch (cause) {
    throw failure(cause)
  }
  const stopped = watch(db.Module as unknown as Module, failure)
  return {
    async exchange(message, receive) {
      if (stopped.error) throw stopped.error
      await db.execProtocolRawStream(message, { onRawData: receive })
    },
    async close() {
      // A stopped PostgreSQL cannot shut down in order. The next start recovers.
      if (!stopped.error) await db.close().catch(() => {})
    },
  }
}

const asOptions = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])

/**
 * Notices when PostgreSQL has stopped. PGlite runs PostgreSQL's main loop until the message is consumed, and ignores what is thrown
 * meanwhile. After a PANIC (a full disk) the same exception comes without end. So an exception that is not the `longjmp` of an SQL error
 * is remembered and thrown from `stackRestore`, the only function that the loop calls outside its `try`.
 *
 * @returns an object whose `error` is set once PostgreSQL has stopped
 */
function watch(module: Module, failure: (cause: unknown) => Error): { readonly error: Error | undefined } {
  const { _PostgresMainLoopOnce: once, stackRestore } = module
  let stopped: Error | undefined
  module._PostgresMainLoopOnce = () => {
    try {
      once()
    } catch (error) {
      const status = error instanceof Object && 'status' in error ? error.status : undefined
      if (status !== longjmp) stopped ??= failure(error)
      throw error
    }
  }
  module.stackRestore = (pointer) => {
    if (stopped) throw stopped
    stackRestore(pointer)
  }
  return {
    get error() {
      return stopped
    },
  }
}
