/**
 * The broker of one server: a process that keeps sessions ready which nobody has used yet. They are dialled, encrypted and signed in, and
 * have no identity. A command gets one of them and uses it alone; then it is thrown away. The process knows one server with one login, whose
 * password it was given by the command that started it, and never sees a statement but as bytes that it passes on.
 */

import { chmodSync, renameSync, rmSync, type Stats, statSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { terminate } from '../connection/protocol.ts'
import { leave, startSession } from '../connection/start.ts'
import type { Greeted } from '../connection/startup.ts'
import type { Wire } from '../connection/wire.ts'
import { peerUid } from '../embedded/native.ts'
import { errorResponse, parameterStatus } from '../embedded/protocol.ts'
import { isServed } from '../embedded/served.ts'
import { hostParameter, isTrusted, keyParameter, socketOf } from './place.ts'
import { stock } from './stock.ts'
import type { Virgin, VirginTimes } from './virgin.ts'
import { keyOf, type Wanted } from './wanted.ts'

export interface BrokerOptions {
  readonly wanted: Wanted
  /** Which build of the program this is, and its file. */
  readonly build: string
  readonly program: string
  /** Minutes without a command after which it ends. */
  readonly minutes: number
  readonly uid: number | undefined
  readonly pid: number
  readonly now: () => number
  readonly wallClock: () => number
  /** Ends the process. */
  exit(code: number): never
  readonly times?: Partial<VirginTimes>
}

const watchMs = 1_000
/** Milliseconds in which a command must say what it wants, and for which it waits for a session that is being made. */
const askMs = 2_000
/** A session is made when the one before it has its answer, but no later than this. */
const nextMs = 200
const longestQuestion = 1_000

const refusal = (code: string, why: string) => errorResponse('FATAL', code, why)

/**
 * Becomes the broker, unless there is one.
 *
 * @param folder of the socket
 * @returns a function that ends it
 */
export async function broker(folder: string, o: BrokerOptions): Promise<() => void> {
  if (!isTrusted(folder, o.uid, { make: true })) return o.exit(1)
  const key = keyOf(o.wanted, o.build)
  const path = socketOf(folder, key)
  if (await isServed(path)) return o.exit(0)

  let ending = false
  let clients = 0
  /** The files without which it ends: its socket, once it has one, and the program. */
  let places: { readonly path: string; readonly there: Stats }[] = []
  const isThere = ({ path: one, there }: (typeof places)[number]): boolean => {
    const here = statSync(one, { throwIfNoEntry: false })
    return here?.ino === there.ino && here.dev === there.dev && (one === path || here.mtimeMs === there.mtimeMs)
  }
  /** Leaves no socket behind, unless it is already the one of another broker. */
  const leavePlace = (): never => {
    const [socket] = places
    if (socket && isThere(socket)) rmSync(path, { force: true })
    return o.exit(0)
  }
  const end = (): void => {
    ending = true
    ready.close()
    if (clients === 0) leavePlace()
  }
  /** What a session was made of may have changed while it was made. */
  const isSame = () => {
    try {
      return keyOf(o.wanted, o.build) === key
    } catch {
      return false
    }
  }
  const ready = stock({
    ...o,
    async begin(): Promise<Greeted | undefined> {
      const found = await startSession(o.wanted.target, o.wanted.parameters, { now: o.now }).take()
      if ('failure' in found) return undefined
      if (isSame()) return found
      leave(found)
      return undefined
    },
    onFailure: end,
  })

  let idle = setTimeout(end, o.minutes * 60_000)
  const count = (by: number): void => {
    clients += by
    clearTimeout(idle)
    if (clients > 0) return
    if (ending) leavePlace()
    idle = setTimeout(end, o.minutes * 60_000)
  }
  const serve = async (client: Socket): Promise<void> => {
    const asked = await question(client)
    if (asked !== key) return void client.end(refusal('28000', 'this session is not yours'))
    const virgin = ending ? undefined : await ready.take(askMs)
    if (!virgin) return void client.end(refusal('57P03', 'no session is ready'))
    if (client.destroyed) return ready.giveBack(virgin)
    lend(virgin, client, o.wanted, ready)
  }
  const listener = createServer((client) => {
    client.on('error', () => {})
    const uid = peerUid(client)
    if (uid !== undefined && o.uid !== undefined && uid !== o.uid) return void client.destroy()
    count(1)
    client.on('close', () => count(-1))
    void serve(client)
  })
  // Several may begin at once. The last one stays; the others notice that the socket is not theirs.
  const own = `${path}.${o.pid}`
  await new Promise<void>((resolve, reject) => listener.once('error', reject).listen({ path: own }, resolve))
  chmodSync(own, 0o600)
  renameSync(own, path)

  places = [path, o.program].map((one) => ({ path: one, there: statSync(one) }))
  setInterval(() => {
    // The socket or the program is another one now, or gone.
    if (!places.every(isThere) || !isTrusted(folder, o.uid)) end()
    else ready.tick()
  }, watchMs)
  return end
}

/** Reads what a command asks for: one start-up message. @returns the key that it names; undefined when it says something else, or nothing */
function question(client: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let heard = Buffer.alloc(0)
    const finish = (key: string | undefined) => {
      clearTimeout(timer)
      client.off('data', onData).off('close', onClose)
      client.pause()
      resolve(key)
    }
    const onClose = () => finish(undefined)
    const timer = setTimeout(onClose, askMs)
    const onData = (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk])
      const length = heard.length < 8 ? 8 : heard.readUInt32BE(0)
      if (length > longestQuestion || heard.length > length) return onClose()
      if (heard.length < length) return
      const words = heard.toString('utf8', 8).split('\0')
      finish(words[words.indexOf(keyParameter) + 1])
    }
    client.on('data', onData).on('close', onClose)
  })
}

/** Connects a command with its session, until one of them ends. */
function lend(virgin: Virgin, client: Socket, { target }: Wanted, ready: ReturnType<typeof stock>): void {
  const { wire, host } = virgin.session
  virgin.handOver()
  let [asked, answered] = [false, false]
  const next = setTimeout(ready.fill, nextMs)
  join(wire, client, () => {
    if (answered) return
    answered = true
    clearTimeout(next)
    ready.fill()
  })
  client.on('data', (chunk: Buffer) => {
    asked ||= chunk[0] !== terminate[0]
  })
  client.on('close', () => {
    // It asked and gave up: the others may be as dead as this one.
    if (asked && !answered) ready.drop()
    leave(virgin.session)
    setTimeout(() => wire.destroy(), 1_000).unref()
  })
  const at = target.hosts.findIndex((one) => JSON.stringify(one) === JSON.stringify(host))
  client.write(Buffer.concat([parameterStatus(hostParameter, `${at}`), virgin.greeting]))
  client.resume()
}

/** Passes bytes both ways, no faster than the slower side takes them. @param onAnswer called when the server says something */
function join(wire: Wire, client: Socket, onAnswer: () => void): void {
  wire.on('data', (chunk: Buffer) => {
    onAnswer()
    if (!client.write(chunk)) wire.pause()
  })
  client.on('drain', () => wire.resume())
  client.on('data', (chunk: Buffer) => {
    if (!wire.write(chunk)) client.pause()
  })
  wire.on('drain', () => client.resume())
  const over = () => client.destroySoon()
  wire.on('end', over).on('close', over).on('error', over)
}
