/**
 * A server whose connections are used again, as behind a session pooler. Most of what a short command costs is its new connection: PostgreSQL
 * forks, reads its catalogues and compiles the functions of the policies (155 ms for `client list`, 15 on a connection that has done it
 * before). What a new connection does is tested where connections are, and by the compiled program.
 */
import type postgres from 'postgres'
import type { Database } from '../../src/db/connection/connect.ts'
import { fixedSettings, patience, roleLast } from '../../src/db/connection/settings.ts'

interface Kept {
  readonly sql: postgres.Sql
  readonly end: () => void
}

/** How many connections wait for their next use. Commands that run at the same time have more of them. */
const most = 3

/** `DISCARD ALL`, without the plans and the statements that the driver has prepared. */
const reset = `close all; set session authorization default; reset all; unlisten *; select pg_catalog.pg_advisory_unlock_all();
  discard temp; discard sequences`

/** @param home connects anew for each use */
export function keepingConnections(home: Database): Database {
  const idle: Kept[] = []
  const uses: Promise<unknown>[] = []

  const open = () =>
    new Promise<Kept>((resolve, reject) => {
      const ended = Promise.withResolvers<void>()
      const hold = (sql: postgres.Sql) => {
        resolve({ sql, end: ended.resolve })
        return ended.promise
      }
      uses.push(home.use({}, hold, { longRunning: true }).catch(reject))
    })
  /** One that nothing was left on. The server may have ended it meanwhile. */
  const take = async (): Promise<Kept> => {
    for (let found = idle.pop(); found; found = idle.pop()) {
      const isReset = await found.sql.unsafe(reset).then(
        () => true,
        () => false,
      )
      if (isReset) return found
      found.end()
    }
    return open()
  }
  return {
    ...home,
    async use(given, work, { longRunning = false } = {}) {
      const kept = await take()
      const parameters = { ...fixedSettings, ...(longRunning ? patience : {}), ...given }
      const settings = JSON.stringify(roleLast(parameters))
      try {
        await kept.sql`select set_config(key, value, false) from json_each_text(${settings}::text::json)`
        return await work(kept.sql)
      } finally {
        if (idle.length < most) idle.push(kept)
        else kept.end()
      }
    },
    async close() {
      for (const one of idle.splice(0)) one.end()
      await Promise.all(uses)
      await home.close()
    },
  }
}
