/** Runs the work of a command on the resident process of its folder, by the same code as on a server. */
import type postgres from 'postgres'
import { type Parameters, startupMessage } from '../connection/protocol.ts'
import { leave, type Starting, startupParameters } from '../connection/start.ts'
import type { ServerTarget } from '../connection/url.ts'
import { checkFolder, socketIn } from './folder.ts'
import { knock } from './knock.ts'
import { type Reached, type ReachOptions, reach } from './reach.ts'
import { buildOf, buildParameter, hasSocket, needsParameter, type Resident, residentOf } from './resident-record.ts'

export interface ThroughResidentOptions extends Omit<ReachOptions, 'startup'> {
  /** Settings that the session begins with. */
  readonly parameters: Parameters
  /** Whether a statement may take minutes. */
  readonly longRunning: boolean
  /** What `beginWithResident` has begun for this. */
  readonly begun?: Begun | undefined
}

/** A session that a resident has perhaps begun. */
export interface Begun {
  readonly message: Buffer
  /** When it was begun, in milliseconds of `performance.now()`. */
  readonly at: number
  /** Undefined: it did not. Never rejects. */
  readonly reached: Promise<Reached | undefined>
}

const login = { user: 'postgres', database: 'postgres' }
const anybody: ServerTarget = { ...login, hosts: [], targetSessionAttrs: 'any' }

type SessionOptions = Pick<ThroughResidentOptions, 'parameters' | 'build' | 'fsync' | 'crypto'>

/** The settings of a session, and what concerns the process itself. */
const allParameters = (o: SessionOptions): Parameters => ({
  ...o.parameters,
  [buildParameter]: buildOf(o.build, o),
  ...(o.crypto ? { [needsParameter]: 'crypto' } : {}),
})

const messageOf = (parameters: Parameters) => startupMessage({ ...login, ...startupParameters(anybody, parameters) })

/** Milliseconds for which a session that is begun early waits for its turn. */
const earlyMs = 1_000
/** Milliseconds for which one that has begun waits to be used: those that wait for their turn would end it. */
const freshMs = 1_000

/**
 * Begins a session with the resident, if there is one, before the command is loaded that will use it.
 *
 * @param folder absolute
 * @param uid effective user id
 */
export function beginWithResident(folder: string, uid: number | undefined, o: SessionOptions): Begun {
  const message = messageOf(allParameters(o))
  const begin = async (): Promise<Reached | undefined> => {
    checkFolder(folder, uid)
    if (!hasSocket(folder, uid)) return undefined
    const answer = await knock(socketIn(folder), message, { waitMs: earlyMs })
    return answer.kind === 'ready' ? { ...answer, resident: residentOf(folder) } : undefined
  }
  // What is wrong is told by the use of it.
  return { message, at: performance.now(), reached: begin().catch(() => undefined) }
}

/** Lets go a session that nobody uses. */
export async function abandon({ reached }: Begun): Promise<void> {
  const found = await reached
  if (found?.kind === 'ready') leave({ ...found, host: { socket: '' } })
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
  { longRunning, begun, ...o }: ThroughResidentOptions,
  work: (sql: postgres.Sql) => Promise<T>,
): Promise<{ readonly result: T; readonly resident: Resident | undefined } | undefined> {
  const parameters = allParameters(o)
  const message = messageOf(parameters)
  const fits = begun?.message.equals(message) === true && performance.now() - begun.at < freshMs
  if (begun && !fits) void abandon(begun)
  const reaching = Promise.resolve(fits ? begun.reached : undefined).then((early) =>
    early?.kind === 'ready' && !early.wire.destroyed ? early : reach(folder, { ...o, startup: message }),
  )
  reaching.catch(() => {})
  // The driver is loaded while the resident sets the session up.
  const { rejected, withServer } = await import('../connection/server.ts')
  const reached = await reaching
  if (!reached) return undefined
  const { resident } = reached
  const host = { socket: socketIn(folder), resident: { folder, pid: resident?.pid } }
  const target = { ...anybody, hosts: [host] }
  if (reached.kind === 'refused') throw rejected(target, host, reached.refusal)

  const { wire, greeting } = reached
  let taken = false
  const starting: Starting = {
    message,
    isFor: (other) => messageOf(other).equals(message),
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
