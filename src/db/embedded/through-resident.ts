/** Runs the work of a command on the resident process of its folder, by the same code as on a server. */
import type postgres from 'postgres'
import { type Parameters, startupMessage } from '../connection/protocol.ts'
import { leave, type Starting, startupParameters } from '../connection/start.ts'
import type { ServerTarget } from '../connection/url.ts'
import { socketIn } from './folder.ts'
import { type ReachOptions, reach } from './reach.ts'
import { buildOf, buildParameter, needsParameter, type Resident } from './resident-record.ts'

export interface ThroughResidentOptions extends Omit<ReachOptions, 'startup'> {
  /** Settings that the session begins with. */
  readonly parameters: Parameters
  /** Whether a statement may take minutes. */
  readonly longRunning: boolean
}

/**
 * Runs `work` with a client whose session the resident has begun.
 *
 * @param folder absolute
 * @returns undefined when there is no resident and can be none: then nothing was begun
 * @throws Unavailable as `reach` · ConnectionLost the resident was lost on the way · whatever `work` throws
 */
export async function throughResident<T>(
  folder: string,
  { longRunning, ...o }: ThroughResidentOptions,
  work: (sql: postgres.Sql) => Promise<T>,
): Promise<{ readonly result: T; readonly resident: Resident | undefined } | undefined> {
  const needs = o.crypto ? { [needsParameter]: 'crypto' } : {}
  const parameters = { ...o.parameters, [buildParameter]: buildOf(o.build, o), ...needs }
  const login = { user: 'postgres', database: 'postgres' }
  const bare: ServerTarget = { ...login, hosts: [], targetSessionAttrs: 'any' }
  const message = startupMessage({ ...login, ...startupParameters(bare, parameters) })
  const reaching = reach(folder, { ...o, startup: message })
  // The driver is loaded while the resident sets the session up.
  reaching.catch(() => {})
  const { rejected, withServer } = await import('../connection/server.ts')
  const reached = await reaching
  if (!reached) return undefined
  const { resident } = reached
  const host = { socket: socketIn(folder), resident: { folder, pid: resident?.pid } }
  const target = { ...bare, hosts: [host] }
  if ('refusal' in reached) throw rejected(target, host, reached.refusal)

  const { wire, greeting } = reached
  let taken = false
  const starting: Starting = {
    message,
    async take() {
      taken = true
      return { host, wire, greeting }
    },
    abandon() {
      if (!taken) leave({ host, wire, greeting })
    },
  }
  const options = { now: () => performance.now(), ...(longRunning ? { statementDeadlineMs: 600_000 } : {}) }
  return { result: await withServer(target, parameters, options, work, starting), resident }
}
