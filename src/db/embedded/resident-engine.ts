/** The engine of a resident process: without pgcrypto until a command needs it, and never used again once PostgreSQL has stopped. */

import { startOn } from './open.ts'
import type { ProtocolHandler } from './protocol.ts'

export interface ResidentEngine extends ProtocolHandler {
  readonly hasCrypto: boolean
  /** Loads pgcrypto, for which PostgreSQL is started anew. Only between two sessions. */
  loadCrypto(): Promise<void>
  /** Shuts PostgreSQL down in order. */
  close(): Promise<void>
}

/** A quarter of what a single command gives it: this memory is held for minutes. */
const settings = { shared_buffers: '4MB' }

/** What opening has used up is given back, once the command that waited for it has been served. */
const tidyUp = () => void setTimeout(() => Bun.gc(true), tidyAfterMs)
/** Milliseconds after which that command has probably been served. */
const tidyAfterMs = 500

/**
 * Starts PostgreSQL on the database of a folder, which is the working folder of the process.
 *
 * @param o.crypto whether the first command needs pgcrypto
 * @param o.created whether the database has just been unpacked
 * @param o.fsync whether what is confirmed survives a power cut
 * @param o.onEnd called when PostgreSQL did not start, or has stopped: nothing more is to be had of it
 */
export function residentEngine(
  folder: string,
  o: { crypto: boolean; created: boolean; fsync: boolean; onEnd: () => void },
): ResidentEngine {
  let { crypto, created } = o
  const start = () => {
    const starting = startOn(folder, { crypto, created, fsync: o.fsync, settings, pinned: true })
    created = false
    starting.then(tidyUp, o.onEnd)
    return starting
  }
  let engine = start()
  return {
    async exchange(message, receive) {
      const running = await engine
      await running.exchange(message, receive).catch((error: unknown) => {
        o.onEnd()
        throw error
      })
    },
    get hasCrypto() {
      return crypto
    },
    async loadCrypto() {
      await this.close()
      crypto = true
      engine = start()
      await engine
    },
    async close() {
      const running = await engine
      await running.close()
    },
  }
}
