/**
 * A command's session on a server that is far away: one that the broker has ready, else one of its own. A command that had to wait long for
 * its own starts the broker, which is this program again and outlives the command.
 */
import type { Parameters } from '../connection/protocol.ts'
import { parameterOf, splitMessages, startupMessage } from '../connection/protocol.ts'
import { type Dialling, type Starting, type StartOptions, startingOf, startSession } from '../connection/start.ts'
import type { Greeted } from '../connection/startup.ts'
import type { ServerTarget } from '../connection/url.ts'
import { knock } from '../embedded/knock.ts'
import {
  brokerArgument,
  brokersIn,
  hostParameter,
  isSocket,
  isTrusted,
  keyParameter,
  remove,
  socketOf,
} from './place.ts'
import { SettingsFirst } from './settings-first.ts'
import { keyFor, split, wantedOf } from './wanted.ts'

/** How a broker is found and started. */
export interface BrokerOf {
  /** The folder that the program has for this account on this machine. */
  readonly ownFolder: string
  /** The program, and the argument that makes it a process which stays behind. */
  readonly command: readonly string[]
  readonly build: string
  /** Minutes without a command after which it ends. */
  readonly minutes: number
  readonly uid: number | undefined
}

/** Only a server that takes longer to begin a session is worth a process. */
const farMs = 60
/** Milliseconds that the broker has to answer: a little more than it waits itself for a session that is being made. */
const answerMs = 3_000
/** Milliseconds that a connection of one's own has at least when it takes the place of a borrowed one. */
const shortestMs = 4_000

/**
 * Starts a session. The settings of `parameters` that tell who somebody is are set on it with the first statement when it is a borrowed one.
 *
 * @param parameters all settings of the session, with a role
 * @param o.writes whether the command may write: then a statement that was sent is never sent again
 * @param o.dialling a connection of one's own that is being made already, because there is no broker
 */
export function borrowSession(
  target: ServerTarget,
  parameters: Parameters,
  o: StartOptions & {
    readonly broker: BrokerOf
    readonly writes: () => boolean
    readonly dialling?: Dialling | undefined
  },
): Starting {
  const began = o.now()
  let own: Starting | undefined
  let abandoned = false
  const ofOwn = (deadlineMs: number) => {
    own = startSession(target, parameters, { ...o, deadlineMs }, o.dialling)
    if (abandoned) own.abandon()
    return own
  }
  const begin = async () => {
    const left = () => (o.deadlineMs ?? 9_000) - (o.now() - began)
    // One that is needed much later, because the session is lost between two statements, has a little time too.
    const lent = () => borrowed(target, parameters, { ...o, own: () => ofOwn(Math.max(left(), shortestMs)) })
    const found = o.dialling ? 'nobody' : await lent()
    if (typeof found === 'object') return found
    const since = o.now()
    const made = await ofOwn(left()).take()
    if (found === 'nobody' && !('failure' in made) && o.now() - since > farMs) startSoon(target, parameters, o.broker)
    return made
  }
  return startingOf(target, parameters, begin, () => {
    abandoned = true
    own?.abandon()
  })
}

/** @returns a session of the broker; `nobody`: there is no broker; `none`: it has none, or there can be no broker */
async function borrowed(
  target: ServerTarget,
  parameters: Parameters,
  { broker, writes, own }: { broker: BrokerOf; writes: () => boolean; own: () => Starting },
): Promise<Greeted | 'nobody' | 'none'> {
  const { identity } = split(parameters)
  const key = keyFor(target, parameters, broker.build)
  if (key === undefined) return 'none'
  const folder = brokersIn(broker.ownFolder)
  const path = socketOf(folder, key)
  if (!isSocket(path, broker.uid)) return 'nobody'
  if (!isTrusted(folder, broker.uid)) return 'none'
  const asked = startupMessage({ user: target.user, database: target.database, [keyParameter]: key })
  const answer = await knock(path, asked, { waitMs: answerMs })
  // It is stopped, or stuck. Without its socket it holds no other command up, and ends when it goes on.
  if (answer.kind === 'silent') remove(path)
  if (answer.kind !== 'ready') return answer.kind === 'nobody' || answer.kind === 'silent' ? 'nobody' : 'none'
  const greeting = answer.greeting()
  const at = splitMessages(greeting).messages.filter(({ type }) => type === 'S')
  const index = at.map(parameterOf).find(([name]) => name === hostParameter)?.[1]
  const host = target.hosts[Number(index)]
  if (!host) {
    answer.wire.destroy()
    return 'none'
  }
  const wire = new SettingsFirst(answer.wire, { identity, writes, own })
  return { host, wire, greeting: () => greeting }
}

/**
 * Starts the broker, while the server works on the command's statement. It keeps nothing of the command: no terminal, no working folder, no
 * variable of the environment. What it must know comes by its standard input, which no other account can read, and which is in memory: the
 * command does not wait for it.
 */
function startSoon(target: ServerTarget, parameters: Parameters, { command, ownFolder, minutes, uid }: BrokerOf): void {
  setTimeout(() => {
    const folder = brokersIn(ownFolder)
    if (!isTrusted(folder, uid, { make: true })) return
    try {
      Bun.spawn([...command, brokerArgument, folder, `${minutes}`], {
        ...{ stdin: Buffer.from(JSON.stringify(wantedOf(target, parameters))), stdout: 'ignore', stderr: 'ignore' },
        ...{ detached: true, cwd: '/', env: {} },
      }).unref()
    } catch {
      // The system starts no process: the next command dials again.
    }
  }, 0)
}
