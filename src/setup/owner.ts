/** Before the owner's two commands write anywhere: is it the database that was meant, and may they? */
import type postgres from 'postgres'
import type { App } from '../app.ts'
import { sqlState } from '../db/connection/connect.ts'
import { Forbidden, Unavailable } from '../errors.ts'

/**
 * Under sudo with no database configured, root's own embedded database would quietly be used: nobody means that.
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
 * The first manager is made by who runs the machine: root on a server's database. The owner of the data folder is root of the
 * embedded one.
 *
 * @throws Forbidden
 */
export function requireRoot(app: App, embedded: boolean): void {
  if (embedded || app.uid === 0 || (app.uid === undefined && elevated())) return
  throw new Forbidden((t) => t.setup.rootNeeded, { more: [() => 'sudo epic-events manager-create'] })
}

/**
 * Runs as the owner of the schema.
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

/** Windows: does this process run elevated? `fltmc` answers 0 only then. */
function elevated(): boolean {
  try {
    return Bun.spawnSync(['fltmc'], { stdout: 'ignore', stderr: 'ignore' }).exitCode === 0
  } catch {
    return false
  }
}
