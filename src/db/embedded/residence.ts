/**
 * The resident: a process that holds the lock of one folder, keeps its database open, and serves one command after the other on a socket.
 * It is gone after some idle minutes, and at once when its files are no longer where it found them, when PostgreSQL has stopped, when
 * another build of the program asks, or when it is told to.
 */

import { chmodSync, lstatSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { replacePrivate } from '../../private-file.ts'
import { endpoint, type Strangers } from './endpoint.ts'
import { checkFolder, databaseIn, lockIn, residentIn, socketIn } from './folder.ts'
import { acquireLock, type Lock } from './lock.ts'
import { keepMemoryPrivate, peerUid } from './native.ts'
import { compile, ensureDatabase } from './open.ts'
import { errorResponse, notice } from './protocol.ts'
import { residentEngine } from './resident-engine.ts'
import { buildOf, buildParameter, leaving, needsParameter, opening, stopParameter } from './resident-record.ts'
import { isServed } from './served.ts'

export interface ResidenceOptions {
  /** Minutes without a command after which it ends. */
  readonly minutes: number
  /** Which build of the program this is. */
  readonly build: string
  /** Whether the first command needs pgcrypto. */
  readonly crypto: boolean
  /** Whether what is confirmed survives a power cut. */
  readonly fsync: boolean
  /** Effective user id. */
  readonly uid: number | undefined
  readonly pid: number
  /** Makes a folder the working folder of the process. */
  chdir(folder: string): void
  /** Ends the process at once, without waiting for anything. */
  exit(code: number): never
}

/** Milliseconds for which it tries to get the lock, and between two looks whether somebody else has it and serves. */
const lockMs = 10_000
const lookMs = 200
/** Milliseconds between two looks whether the folder is still the one that was opened. */
const watchMs = 1_000
const startupMs = 2_000
const silenceMs = { whenAlone: 60_000, whenOthersWait: 2_000 }

const goodbye = errorResponse('FATAL', leaving, 'this process is ending')

/**
 * Becomes the resident of a folder.
 *
 * @param folder absolute
 * @returns a function that ends it in order, as the request of a command does
 * @throws whatever keeps it from serving
 */
export async function reside(folder: string, o: ResidenceOptions): Promise<() => void> {
  checkFolder(folder, o.uid)
  // A link may lead elsewhere tomorrow.
  const home = realpathSync(folder)
  keepMemoryPrivate()
  const lock = await lockOf(home)
  if (!lock) return o.exit(0)
  // Not before: when several commands find nobody, each starts a resident, and one of these has a use for what takes all processors.
  void compile()
  replacePrivate(residentIn(home), `${o.pid}\n`)
  const created = await ensureDatabase(home, o)
  o.chdir(databaseIn(home))
  const engine = residentEngine(home, { crypto: o.crypto, created, fsync: o.fsync, onEnd: () => o.exit(1) })

  let ending = false
  const stop = async (): Promise<void> => {
    if (ending) return
    ending = true
    await door.close()
    if (!isOurs()) o.exit(1)
    // It removes the socket by its name. Under the lock nobody else has put one there.
    listener.close()
    rmSync(residentIn(home), { force: true })
    await engine.close()
    lock.release()
    o.exit(0)
  }
  const strangers: Strangers = {
    startupMs,
    silenceMs,
    admit(parameters) {
      if (parameters.has(stopParameter)) {
        void stop()
        return 'hold'
      }
      const build = parameters.get(buildParameter)
      if (build !== undefined && build !== buildOf(o.build, o)) void stop()
      return ending ? goodbye : undefined
    },
    async prepare(parameters, tell) {
      if (ending) return goodbye
      if (!isOurs()) o.exit(1)
      if (parameters.get(needsParameter) !== 'crypto' || engine.hasCrypto) return undefined
      await tell(notice(opening, 'opening'))
      await engine.loadCrypto()
      return undefined
    },
    spoilt: () => o.exit(1),
  }
  const door = endpoint(engine, { strangers })

  const clients = count(() => void stop(), o.minutes * 60_000)
  const listener = await listenAt(socketIn(home), (socket) => {
    const uid = peerUid(socket)
    if (uid !== undefined && o.uid !== undefined && uid !== o.uid) socket.destroy()
    else clients.serve(socket, door.connect())
  })
  const isOurs = identity(home)
  // It may be far from where it was, or nowhere: then nothing more is written. What was committed is in the log, and the next start
  // recovers it.
  setInterval(() => {
    if (!isOurs()) o.exit(1)
  }, watchMs)
  return stop
}

/** Waits for the lock of the folder. @returns undefined when somebody else has it and serves, or held it for all that time */
async function lockOf(home: string): Promise<Lock | undefined> {
  const until = performance.now() + lockMs
  while (performance.now() < until) {
    const lock = await acquireLock(lockIn(home), { waitMs: lookMs })
    if (lock || (await isServed(socketIn(home)))) return lock
  }
  return undefined
}

/** Listens on a socket that only we can use. The lock is held, so the process that made one in its place is dead. */
async function listenAt(path: string, accept: (socket: Socket) => void): Promise<Server> {
  rmSync(path, { force: true })
  const server = createServer(accept)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ path }, resolve)
  })
  chmodSync(path, 0o600)
  return server
}

/** @returns a function that tells whether socket and database are still those that the folder has at this moment */
function identity(home: string): () => boolean {
  const socket = lstatSync(socketIn(home))
  const isAt = (path: string, there: { readonly ino: number; readonly dev: number }) => {
    const here = lstatSync(path, { throwIfNoEntry: false })
    return here !== undefined && here.ino === there.ino && here.dev === there.dev
  }
  return () => {
    try {
      return isAt(socketIn(home), socket) && isAt(databaseIn(home), statSync('.'))
    } catch {
      return false
    }
  }
}

/** Passes clients to their connections, and counts them. @param idle called when there has been none for `idleMs` */
function count(idle: () => void, idleMs: number) {
  let clients = 0
  let timer = setTimeout(idle, idleMs)
  return {
    serve(socket: Socket, connection: ReturnType<ReturnType<typeof endpoint>['connect']>): void {
      clients += 1
      clearTimeout(timer)
      socket
        .on('error', () => {})
        .on('close', () => {
          connection.destroy()
          clients -= 1
          if (clients > 0) return
          clearTimeout(timer)
          timer = setTimeout(idle, idleMs)
        })
      connection.on('error', () => socket.destroy()).on('close', () => socket.destroySoon())
      socket.pipe(connection).pipe(socket)
    },
  }
}
