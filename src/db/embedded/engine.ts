/** PGlite: PostgreSQL compiled to WebAssembly, on a folder. What surrounds it (folder, lock, image) is open.ts's business. */
import { pathToFileURL } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import type { ProtocolHandler } from './endpoint.ts'

export interface EngineOptions {
  /** Path of pgcrypto's `.tar.gz`, a real file: the loader cannot read one inside a compiled program. */
  readonly pgcrypto?: string | undefined
  readonly wasm?: WebAssembly.Module
  /** PGlite's own files (catalogue scripts, time zones). */
  readonly bundle?: Blob
  /** Options for initdb, which runs when the folder is empty. */
  readonly initdb?: string[]
}

export interface Engine extends ProtocolHandler {
  /** A clean shutdown: checkpoint, files closed. Never rejects. */
  close(): Promise<void>
}

/** What PGlite calls in its module; `Module` is public, its type is not. */
interface Module {
  _PostgresMainLoopOnce(): void
  stackRestore(pointer: number): void
}

/** Without the query for array types that PGlite's own parsers want at each start: the driver brings its own. */
class Bare extends PGlite {
  override async _initArrayTypes(): Promise<void> {}
}

/** pglitec.c: PostgreSQL's `longjmp` to its main loop, the ordinary way of an SQL error. */
const longjmp = 100

/**
 * Starts PostgreSQL on `folder`.
 *
 * @throws Error it did not start: the message holds its last words, `code` is ENOSPC when the disk is full. `exchange` throws the same
 *   once PostgreSQL stopped
 */
export async function startEngine(folder: string, o: EngineOptions = {}): Promise<Engine> {
  const said: string[] = []
  const hear = (text: string) => {
    said.push(text)
    if (said.length > 20) said.shift()
    return false // not to be printed
  }
  const failure = (cause: unknown) => {
    const words = said.join(' | ')
    const code = words.includes('No space left on device') ? 'ENOSPC' : 'EENGINE'
    return Object.assign(new Error(`the embedded PostgreSQL stopped: ${words}`, { cause }), { code })
  }
  let db: PGlite
  try {
    db = new Bare({
      dataDir: folder,
      onStdout: hear,
      onStderr: hear,
      ...(o.wasm ? { pgliteWasmModule: o.wasm } : {}),
      ...(o.bundle ? { fsBundle: o.bundle } : {}),
      ...(o.initdb ? { initDbStartParams: o.initdb } : {}),
      ...(o.pgcrypto ? { extensions: { pgcrypto: pathToFileURL(o.pgcrypto) } } : {}),
    })
    await db.waitReady
  } catch (cause) {
    throw failure(cause)
  }
  const fate = watch(db.Module as unknown as Module, failure)
  return {
    async exchange(message, receive) {
      if (fate.dead) throw fate.dead
      await db.execProtocolRawStream(message, { onRawData: receive })
    },
    async close() {
      if (fate.dead) return // nothing left that could shut down in order; recovery is for the next start
      await db.close().catch(() => {})
    },
  }
}

/**
 * PGlite runs PostgreSQL's loop until the message is consumed and swallows what is thrown meanwhile. After a PANIC (a full disk) that
 * is every time the same exception, for ever. So an exception that is not an SQL error's `longjmp` ends the loop: `stackRestore` is
 * the one thing that the loop calls outside its `try`.
 */
function watch(module: Module, failure: (cause: unknown) => Error): { readonly dead: Error | undefined } {
  const { _PostgresMainLoopOnce: once, stackRestore } = module
  let dead: Error | undefined
  module._PostgresMainLoopOnce = () => {
    try {
      once()
    } catch (error) {
      const status = error instanceof Object && 'status' in error ? error.status : undefined
      if (status !== longjmp) dead ??= failure(error)
      throw error
    }
  }
  module.stackRestore = (pointer) => {
    if (dead) throw dead
    stackRestore(pointer)
  }
  return {
    get dead() {
      return dead
    },
  }
}
