/** Checks before the two commands of the owner write: that the database is the one that was meant, and that they may write to it. */
import type postgres from 'postgres'
import type { App } from '../app.ts'
import { sqlState } from '../db/connection/connect.ts'
import { isDatabaseError } from '../db/constraint-errors.ts'
import { serverError } from '../db/server-errors.ts'
import { AppError, Forbidden, Unavailable } from '../errors.ts'

/**
 * Refuses to use root's own embedded database under sudo. Without a configured database it would be used silently, and nobody means that.
 *
 * @param command what was typed, for the advice
 * @throws Unavailable no database is configured
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
 * Only the person who runs the machine may create a manager: root, or an elevated process on Windows. For the embedded database the owner of the
 * data folder is enough.
 *
 * @throws Forbidden the process does not run as root
 */
export function requireRoot(app: App, embedded: boolean): void {
  if (embedded || app.uid === 0 || (app.uid === undefined && elevated())) return
  throw new Forbidden((t) => t.setup.rootNeeded, { more: [() => 'sudo epic-events manager-create'] })
}

/**
 * Runs `work` as the owner of the schema.
 *
 * @param work gets the driver's own client
 * @throws Unavailable the login is not the owner of the schema · whatever `work` throws
 */
export async function asOwner<T>(app: App, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  return app.asOwner(work).catch((error: unknown) => {
    // 42501: insufficient_privilege
    if (sqlState(error) !== '42501') throw ofServer(error)
    throw new Unavailable((t) => t.setup.notOwner, { cause: error })
  })
}

/** The error for what the server reports about itself: a full disk, a shutdown; otherwise the error as it is. */
function ofServer(error: unknown): unknown {
  for (let at = error; at instanceof Error && !(at instanceof AppError); at = at.cause) {
    if (isDatabaseError(at)) return serverError(at) ?? error
  }
  return error
}

/** Whether this process runs elevated on Windows: only then does `fltmc` end with 0. */
function elevated(): boolean {
  try {
    return Bun.spawnSync(['fltmc'], { stdout: 'ignore', stderr: 'ignore' }).exitCode === 0
  } catch {
    return false
  }
}
