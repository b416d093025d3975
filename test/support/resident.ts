/** Folders with a resident process, and clients that speak to it in ways in which the program does not. */
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type postgres from 'postgres'
import { type Database, embedded } from '../../src/db/connection/connect.ts'
import { startupMessage } from '../../src/db/connection/protocol.ts'
import { socketIn } from '../../src/db/embedded/folder.ts'
import type { ResidentOptions } from '../../src/db/embedded/reach.ts'
import { residentOf } from '../../src/db/embedded/resident-record.ts'
import { freshEmbedded } from './embedded.ts'

/** How a resident is started from the sources. */
export const fromSources = (o: { build?: string; minutes?: number } = {}): ResidentOptions => {
  const { build = 'a', minutes = 5 } = o
  return { command: [process.execPath, join(import.meta.dir, 'resident-process.ts'), build], build, minutes }
}

export interface ResidentHome {
  readonly folder: string
  /** How often a command was told that another one uses the database. */
  announced(): number
  /** A database as a command has it. Each use is served by the resident. */
  database(o?: { build?: string; minutes?: number; resident?: ResidentOptions | undefined }): Database
  /** Runs statements as the owner, by the resident. */
  use<T>(work: (sql: postgres.Sql) => Promise<T>, o?: Parameters<Database['use']>[2]): Promise<T>
  /** The process id of the resident. */
  pid(): number
  /** Kills the resident, if there is one, and removes the folder. */
  remove(): Promise<void>
}

/** A migrated database of its own, whose resident the first use starts. */
export async function residentHome(): Promise<ResidentHome> {
  const { folder, remove } = await freshEmbedded()
  let announced = 0
  const database: ResidentHome['database'] = ({ resident, ...o } = {}) =>
    embedded(folder, { uid: process.geteuid?.(), onWait: () => announced++, resident: resident ?? fromSources(o) })
  const home: ResidentHome = {
    folder,
    announced: () => announced,
    database,
    async use(work, o) {
      const used = database()
      try {
        return await used.use({}, work, o)
      } finally {
        // Where there was no resident, it was opened here.
        await used.close()
      }
    },
    pid: () => residentOf(folder)?.pid ?? 0,
    async remove() {
      const pid = home.pid()
      if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL')
      if (pid) await gone(pid)
      await remove()
    },
  }
  return home
}

/** Whether a process is there. One that was killed, and that nobody has waited for yet, is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = `/proc/${pid}/status`
  return !existsSync(status) || !/^State:\s*Z/m.test(readFileSync(status, 'utf8'))
}

/** Waits for the end of a process. @returns the milliseconds it took @throws Error it is still there */
export async function gone(pid: number, withinMs = 10_000): Promise<number> {
  const since = performance.now()
  while (isAlive(pid)) {
    if (performance.now() - since > withinMs) throw new Error(`process ${pid} is still there`)
    await Bun.sleep(5)
  }
  return performance.now() - since
}

export interface RawClient {
  /** Sends bytes and waits for an answer that ends with ReadyForQuery, for an error, or for the end. @returns all of it, as Latin 1 */
  ask(bytes: Uint8Array): Promise<string>
  send(bytes: Uint8Array): void
  /** All that has come. */
  heard(): string
  /** Settles when the connection has ended. */
  readonly ended: Promise<void>
  destroy(): void
}

/** Connects to the socket of a folder and sends nothing yet. */
export async function rawClient(folder: string): Promise<RawClient> {
  const socket = connect({ path: socketIn(folder) })
  const over = Promise.withResolvers<void>()
  let heard = ''
  let closed = false
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1')
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
    over.resolve()
  })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return {
    async ask(bytes) {
      const before = heard.length
      socket.write(bytes)
      while (!closed && !/Z\0\0\0\x05[ITE]$/.test(heard.slice(before))) await Bun.sleep(1)
      return heard.slice(before)
    },
    send: (bytes) => void socket.write(bytes),
    heard: () => heard,
    ended: over.promise,
    destroy: () => void socket.destroy(),
  }
}

/** A client whose session has begun. @param parameters of its start-up message */
export async function startedClient(folder: string, parameters: Readonly<Record<string, string>> = {}) {
  const client = await rawClient(folder)
  const answer = await client.ask(startupMessage({ user: 'postgres', database: 'postgres', ...parameters }))
  if (!answer.includes('server_version')) throw new Error(`no session: ${answer}`)
  return client
}

/** A message of the protocol. */
export function frame(type: string, body: string): Buffer {
  const bytes = Buffer.from(`${type}0000${body}`)
  bytes.writeInt32BE(bytes.length - 1, 1)
  return bytes
}

/** A Query message. */
export const simple = (statement: string): Buffer => frame('Q', `${statement}\0`)
