/** The checks of the two commands of the database's owner, before they write anything. */
import type postgres from 'postgres'
import type { App } from '../app.ts'
import { sqlState } from '../db/connection/connect.ts'
import { Forbidden, Unavailable } from '../errors.ts'

/**
 * Requires a configured database under sudo. Without one, root's own embedded database would be used, which is never what is meant.
 *
 * @throws Unavailable
 */
export function requireExplicitDatabase(app: App, command: string): void {
  const nowhere =
    app.config.database().kind === 'embedded' &&
    !app.config.adminDatabase() &&
    !app.config.value('EPIC_EVENTS_DATA_DIR')
  if (app.config.sudoUid !== undefined && nowhere) {
    throw new Unavailable((t) => t.setup.sudoWithoutDatabase, { next: [`${command} --env-file /path/to/.env`] })
  }
}

/**
 * Requires root for the first manager of a server's database. The embedded database belongs to the owner of its folder, who needs no root.
 *
 * @throws Forbidden
 */
export function requireRoot(app: App, embedded: boolean): void {
  if (embedded || app.uid === 0 || (app.uid === undefined && elevated())) return
  throw new Forbidden((t) => t.setup.rootNeeded, { more: [() => 'sudo epic-events manager-create'] })
}

/**
 * Runs `work` as the owner of the schema.
 *
 * @throws Unavailable the login is not its owner · whatever `work` throws
 */
export async function asOwner<T>(app: App, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  return app.asOwner(work).catch((error: unknown) => {
    // insufficient_privilege
    if (sqlState(error) !== '42501') throw error
    throw new Unavailable((t) => t.setup.notOwner, { cause: error })
  })
}

/** Whether this process is elevated on Windows: only then does `fltmc` answer 0. */
function elevated(): boolean {
  try {
    return Bun.spawnSync(['fltmc'], { stdout: 'ignore', stderr: 'ignore' }).exitCode === 0
  } catch {
    return false
  }
}
