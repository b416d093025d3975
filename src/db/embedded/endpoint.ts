/**
 * Speaks PostgreSQL's wire protocol (version 3) for an engine that has only one session, as PGlite does. One client at a time uses the
 * session, the others wait in line, and each starts with a clean session. The endpoint knows nothing of folders and locks, so it serves
 * this process as well as a resident one behind a socket.
 *
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */
import { Duplex } from 'node:stream'
import { type Message, splitMessages } from '../connection/protocol.ts'
import { authenticationOk, bindAll, errorResponse, query, statusOf, sync } from './protocol.ts'

/** An engine: it takes whole messages and returns the server's answer in pieces. */
export interface ProtocolHandler {
  exchange(message: Uint8Array, receive: (answer: Uint8Array) => void): Promise<void>
}

/** A server inside the process. */
export interface Endpoint {
  /** Makes a connection, for the option `socket` of postgres.js. */
  connect(): Duplex
}

export interface EndpointOptions {
  /** Milliseconds for which a client waits in line before it gets the error 53300. Default 10 000. */
  readonly waitMs?: number
}

/** The name of PGlite's superuser. */
const owner = 'postgres'
const protocol3 = 196_608
const cancelRequest = 80_877_102
const encryptionRequests = [80_877_103, 80_877_104] // SSL, GSSAPI
/** Parameters of the start-up message that are no settings of a session. This engine has one user and one database. */
const notSettings = new Set(['user', 'database', 'replication', 'options'])

/** Makes the endpoint of an engine. Nothing else may use the engine. */
export function endpoint(handler: ProtocolHandler, { waitMs = 10_000 }: EndpointOptions = {}): Endpoint {
  const mutex = createMutex(waitMs)
  return { connect: () => new Connection(handler, mutex) }
}

/** One connection, as a socket that the driver reads and writes. */
class Connection extends Duplex {
  /** postgres.js sends Terminate only on a socket that is `open`. */
  readyState: 'open' | 'closed' = 'open'
  private readonly handler: ProtocolHandler
  private readonly mutex: Mutex
  private input: Buffer = Buffer.alloc(0)
  private started = false
  private release: (() => void) | undefined

  constructor(handler: ProtocolHandler, mutex: Mutex) {
    super({ allowHalfOpen: false })
    this.handler = handler
    this.mutex = mutex
  }

  setKeepAlive(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.input = this.input.length === 0 ? chunk : Buffer.concat([this.input, chunk])
    this.handOn().then(() => done(), done)
  }

  override _final(done: () => void): void {
    done()
    this.destroy()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.readyState = 'closed'
    this.release?.()
    this.release = undefined
    done(error)
  }

  /** Passes the complete messages that have come to the engine. The stream delivers no more of them before they are answered. */
  private async handOn(): Promise<void> {
    // The driver forgets what it writes in reaction to an answer that comes inside its own call of `write`. So answer later.
    await Promise.resolve()
    while (!this.started) if (!(await this.start())) return
    const { messages } = splitMessages(this.input)
    const terminate = messages.findIndex(({ type }) => type === 'X')
    const passed = terminate < 0 ? messages : messages.slice(0, terminate)
    const end = passed.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const whole = new Uint8Array(this.input.subarray(0, end))
    this.input = this.input.subarray(end)
    if (whole.length > 0) await this.handler.exchange(whole, (answer) => this.push(Buffer.from(answer)))
    if (terminate >= 0) this.destroy()
  }

  /** Answers one start-up packet. @returns whether more of it may be there to read */
  private async start(): Promise<boolean> {
    if (this.input.length < 8) return false
    const length = this.input.readUInt32BE(0)
    if (this.input.length < length) return false
    const packet = this.input.subarray(8, length)
    const code = this.input.readUInt32BE(4)
    this.input = this.input.subarray(length)
    if (encryptionRequests.includes(code)) {
      this.push('N')
      return true
    }
    if (code === cancelRequest) {
      this.destroy() // No statement runs at the same time that could be cancelled.
      return false
    }
    if (code >> 16 !== protocol3 >> 16) return this.refuse(errorResponse('FATAL', '0A000', 'unsupported protocol'))
    this.release = await this.mutex.acquire()
    if (!this.release) return this.refuse(errorResponse('FATAL', '53300', 'another client holds the embedded database'))
    if (this.destroyed) {
      this.release()
      this.release = undefined
      return false
    }
    const refusal = (await this.clean()) ?? (await this.apply(settingsOf(packet)))
    if (refusal) return this.refuse(refusal)
    this.started = true
    this.push(authenticationOk)
    return true
  }

  /** Sends an error and ends the connection. */
  private refuse(error: Buffer): false {
    this.push(error)
    this.push(null)
    this.release?.()
    this.release = undefined
    return false
  }

  /**
   * Removes everything that the previous client left: the wait for its Sync after an error, its transaction, its role, its settings, its
   * prepared statements. Each message holds one statement, because several would be one transaction, in which `discard all` cannot run.
   * The result is verified, because what is left could be an identity.
   *
   * @returns the error for the client when it did not work
   */
  private async clean(): Promise<Buffer | undefined> {
    await this.ask(sync)
    // The authorization is set by name: this session had no start-up of its own, so it has no default to go back to.
    for (const statement of ['rollback', 'discard all', `set session authorization ${owner}`, 'reset role']) {
      const failed = (await this.ask(query(statement))).find(({ type }) => type === 'E')
      if (failed) return errorResponse('FATAL', 'XX000', `the session could not be reset: ${statement}`)
    }
    const answer = await this.ask(
      query(`select current_user = '${owner}' and session_user = '${owner}' and current_setting('role') = 'none'
        and coalesce(current_setting('epic_events.session', true), '') = ''`),
    )
    const row = answer.find(({ type }) => type === 'D')
    const idle = statusOf(answer) === 'I'
    // A DataRow with one column of one byte: 't'.
    if (idle && row?.body.toString('latin1') === '\0\x01\0\0\0\x01t') return undefined
    return errorResponse('FATAL', 'XX000', 'the session could not be reset')
  }

  /** Applies the settings of the start-up message. They are bound values, so no statement's text holds a secret. @returns the error, if any */
  private async apply(settings: readonly (readonly [name: string, value: string])[]): Promise<Buffer | undefined> {
    for (const [name, value] of settings) {
      const failed = (await this.ask(bindAll('select set_config($1, $2, false)', [name, value]))).find(
        ({ type }) => type === 'E',
      )
      if (failed) return failed.bytes
    }
    return undefined
  }

  /** Sends a message to the engine. @returns the messages of its answer */
  private async ask(message: Uint8Array): Promise<Message[]> {
    const answers: Buffer[] = []
    await this.handler.exchange(message, (answer) => answers.push(Buffer.from(answer)))
    return splitMessages(Buffer.concat(answers)).messages
  }
}

/** The settings of a start-up message. `role` is last, because the role may not set all that the owner may. */
function settingsOf(packet: Buffer): [string, string][] {
  const words = packet.toString('utf8').split('\0')
  const settings: [string, string][] = []
  for (let at = 0; words[at]; at += 2) {
    const [name = '', value = ''] = [words[at], words[at + 1]]
    if (!notSettings.has(name) && !name.startsWith('_pq_.')) settings.push([name, value])
  }
  return settings.sort(([a], [b]) => Number(a === 'role') - Number(b === 'role'))
}

/** A mutex that is first come, first served. */
interface Mutex {
  /** Waits until the mutex is free. @returns the function that releases it; undefined when it was not free in time */
  acquire(): Promise<(() => void) | undefined>
}

function createMutex(waitMs: number): Mutex {
  let busy = false
  const waiting: (() => void)[] = []
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else busy = false
  }
  const releaseOnce = () => {
    let over = false
    return () => {
      if (!over) release()
      over = true
    }
  }
  return {
    acquire() {
      if (!busy) {
        busy = true
        return Promise.resolve(releaseOnce())
      }
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          resolve(releaseOnce())
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(wake), 1)
          resolve(undefined)
        }, waitMs)
        waiting.push(wake)
      })
    },
  }
}
