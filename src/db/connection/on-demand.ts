/**
 * A connection that is made when a statement needs it, and let go between two statements when somebody waits for something else. A long
 * list is read with it: while its reader (a pipe, a pager, a person) takes its time, nothing in the database waits for them.
 */
import type { SQL } from 'drizzle-orm'
import type { Connection } from '../connection.ts'

export interface OnDemand {
  /** Every statement of it stands alone, and may run on another connection than the one before. */
  readonly connection: Connection
  /** Disconnects once the statement under way is answered. The next statement connects again. Never rejects. */
  letGo(): Promise<void>
}

/** Something to do on the connection, and who waits for its result. */
interface Job {
  run(connection: Connection): Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/**
 * Makes a connection on demand. One statement runs at a time.
 *
 * @param connect connects, runs its work, disconnects. When the work fails it may repeat it or translate its error: a statement is handed
 *   to the work again until it has succeeded
 */
export function onDemand(connect: (work: (connection: Connection) => Promise<void>) => Promise<void>): OnDemand {
  let job: Job | undefined
  let leaving = false
  let wake = () => {}
  /** Settles when the connection is closed; undefined while there is none. Never rejects. */
  let connected: Promise<void> | undefined

  const serve = async (connection: Connection): Promise<void> => {
    while (true) {
      const now = job
      if (now) {
        const result = await now.run(connection)
        job = undefined
        now.resolve(result)
      } else if (leaving) {
        return
      } else {
        await new Promise<void>((resume) => {
          wake = resume
        })
      }
    }
  }
  const run = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    if (leaving) await connected
    return new Promise<T>((resolve, reject) => {
      job = { run: work, resolve: resolve as Job['resolve'], reject }
      if (connected) return wake()
      connected = connect(serve)
        .catch((error: unknown) => {
          job?.reject(error)
          job = undefined
        })
        .then(() => {
          connected = undefined
          leaving = false
        })
    })
  }
  return {
    connection: {
      query: <R>(statement: SQL) => run((connection) => connection.query<R>(statement)),
      transaction: (work) => run((connection) => connection.transaction(work)),
    },
    letGo() {
      leaving = connected !== undefined
      wake()
      return connected ?? Promise.resolve()
    },
  }
}
