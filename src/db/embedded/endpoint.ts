/**
 * Speaks PostgreSQL's wire protocol (version 3) for an engine that has only one session, as PGlite does. One client at a time uses the
 * session, the others wait in line, and each starts with a clean session. The endpoint knows nothing of folders and locks, so it serves
 * this process as well as a resident one behind a socket.
 *
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */
import { Duplex } from 'node:stream'
import { protocol3, splitMessages } from '../connection/protocol.ts'
import { turn } from '../turn.ts'
import { type EngineSession, engineSession } from './engine-session.ts'
import { createLine, type Line } from './line.ts'
import { authenticationOk, errorResponse, notice, type ProtocolHandler } from './protocol.ts'

/** A server inside the process. */
export interface Endpoint {
  /** Makes a connection, for the option `socket` of postgres.js. */
  connect(): Duplex
  /** Waits until nobody uses the session, and lets nobody use it any more. */
  close(): Promise<void>
}

export interface EndpointOptions {
  /** Milliseconds for which a client waits in line before it gets the error 53300. Default 10 000. */
  readonly waitMs?: number
  /** For clients of other processes, which may be slow, stopped or hostile. */
  readonly strangers?: Strangers
}

/** How an endpoint deals with clients that it cannot rely on. */
export interface Strangers {
  /** Milliseconds in which the whole start-up message must come. */
  readonly startupMs: number
  /** Milliseconds after which a client loses its turn when it sends nothing although it is its turn to speak. */
  readonly silenceMs: {
    readonly whenAlone: number
    /** Counted from the moment at which somebody else began to wait. */
    readonly whenOthersWait: number
  }
  /**
   * Judges a start-up message before its client gets in line.
   *
   * @param parameters all of it
   * @returns the ErrorResponse for a client that is not served; `hold` for one that only waits for the end of the connection
   */
  admit(parameters: ReadonlyMap<string, string>): Buffer | 'hold' | undefined
  /**
   * Called when a client has its turn, before its session begins.
   *
   * @param tell sends the client a message, before what would keep this process busy
   * @returns the ErrorResponse for a client that cannot be served
   */
  prepare(
    parameters: ReadonlyMap<string, string>,
    tell: (message: Buffer) => Promise<void>,
  ): Promise<Buffer | undefined>
  /** Called when what a client has left cannot be removed. Nobody is served any more. */
  spoilt(): void
}

const cancelRequest = 80_877_102
const encryptionRequests = [80_877_103, 80_877_104] // SSL, GSSAPI
/** As PostgreSQL's MAX_STARTUP_PACKET_LENGTH. */
const longestStartup = 10_000
/** The types of the messages that a client may send once its session has begun, and the bytes that the longest of them may have. */
const ofClients = 'QPBDECSFHXdcf'
const longestMessage = 16 * 1024 * 1024
/** Parameters of the start-up message that are no settings of a session. This engine has one user and one database. */
const notSettings = new Set(['user', 'database', 'replication', 'options'])

/** Makes the endpoint of an engine that has just been started. Nothing else may use the engine. */
export function endpoint(handler: ProtocolHandler, { waitMs = 10_000, strangers }: EndpointOptions = {}): Endpoint {
  const line = createLine()
  const shared = { handler, strangers, line, waitMs, session: engineSession(handler) }
  return {
    connect: () => new Connection(shared),
    async close() {
      await line.enter()
    },
  }
}

/** What the connections of an endpoint share. */
interface Shared {
  readonly handler: ProtocolHandler
  readonly strangers: Strangers | undefined
  readonly line: Line
  readonly waitMs: number
  readonly session: EngineSession
}

/** One connection, as a socket that the driver reads and writes. */
class Connection extends Duplex {
  /** postgres.js sends Terminate only on a socket that is `open`. */
  readyState: 'open' | 'closed' = 'open'
  private readonly shared: Shared
  private input: Buffer = Buffer.alloc(0)
  private started = false
  private held = false
  /** Whether the connection has ended, or has been refused. */
  private over = false
  /** Ends this connection's turn; undefined when it has none. */
  private release: (() => void) | undefined
  /** What is being done with the messages that have come. The turn never ends before it: the next client would meet it. Never rejects. */
  private working: Promise<void> = Promise.resolve()
  private timer: ReturnType<typeof setTimeout> | undefined
  /** Since when it has been the client's turn to speak; undefined while it waits for an answer. */
  private silentSince: number | undefined

  constructor(shared: Shared) {
    super({ allowHalfOpen: false })
    this.shared = shared
    const { strangers } = shared
    if (strangers) this.timer = setTimeout(() => this.destroy(), strangers.startupMs)
  }

  setKeepAlive(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.input = this.input.length === 0 ? chunk : Buffer.concat([this.input, chunk])
    const work = this.handOn()
    this.working = work
      .catch(() => {})
      .then(() => {
        if (this.over) return this.endTurn()
      })
    work.then(() => done(), done)
  }

  override _final(done: () => void): void {
    done()
    this.destroy()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.readyState = 'closed'
    clearTimeout(this.timer)
    this.over = true
    void this.working.then(() => this.endTurn())
    done(error)
  }

  /** Passes the complete messages that have come to the engine. The stream delivers no more of them before they are answered. */
  private async handOn(): Promise<void> {
    // The driver forgets what it writes in reaction to an answer that comes inside its own call of `write`. So answer later.
    await Promise.resolve()
    while (!this.started) if (!(await this.start())) return
    const { messages, rest } = splitMessages(this.input)
    // The engine would end for any of these.
    if (![...messages.map(({ bytes }) => bytes), rest].every(mayBeMessage)) {
      this.refuse(errorResponse('FATAL', '08P01', 'invalid message'))
      return
    }
    const terminate = messages.findIndex(({ type }) => type === 'X')
    const passed = terminate < 0 ? messages : messages.slice(0, terminate)
    const end = passed.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const whole = new Uint8Array(this.input.subarray(0, end))
    this.input = this.input.subarray(end)
    if (whole.length > 0 && !this.over) {
      this.silentSince = undefined
      await this.shared.handler.exchange(whole, (answer) => this.push(Buffer.from(answer)))
      this.beSilent()
    }
    if (terminate >= 0) this.destroy()
  }

  /** Answers one start-up packet. @returns whether more of it may be there to read */
  private async start(): Promise<boolean> {
    if (this.held || this.input.length < 8) return false
    const length = this.input.readUInt32BE(0)
    if (length < 8 || length > longestStartup) {
      this.destroy()
      return false
    }
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
    clearTimeout(this.timer)
    if (code >> 16 !== protocol3 >> 16) return this.refuse(errorResponse('FATAL', '0A000', 'unsupported protocol'))
    return this.begin(parametersOf(packet))
  }

  /** Waits for the turn and begins the session. @returns whether it has begun */
  private async begin(parameters: ReadonlyMap<string, string>): Promise<boolean> {
    const { line, session, strangers, waitMs } = this.shared
    const judged = strangers?.admit(parameters)
    if (judged === 'hold') {
      this.held = true
      return false
    }
    if (judged) return this.refuse(judged)
    if (strangers && line.taken) this.push(notice('00000', 'in line'))
    this.release = await line.enter(waitMs)
    if (!this.release) return this.refuse(errorResponse('FATAL', '53300', 'another client holds the embedded database'))
    if (this.over) return false
    const settings = [...parameters].filter(([name]) => !notSettings.has(name) && !name.startsWith('_pq_.'))
    const tell = async (message: Buffer) => {
      this.push(message)
      await turn()
    }
    const refusal = (await strangers?.prepare(parameters, tell)) ?? (await session.begin(settings))
    if (refusal) return this.refuse(refusal)
    this.started = true
    this.push(authenticationOk)
    line.onWait = () => this.watch()
    this.beSilent()
    return true
  }

  /** Sends an error and ends the connection. */
  private refuse(error: Buffer): false {
    this.over = true
    this.push(error)
    this.push(null)
    return false
  }

  /** From now on it is the client's turn to speak. */
  private beSilent(): void {
    this.silentSince = performance.now()
    this.watch()
  }

  /** Ends the connection when its client keeps others waiting. */
  private watch(): void {
    const { line, strangers } = this.shared
    if (!strangers || this.silentSince === undefined || !this.release || this.destroyed) return
    const { whenAlone, whenOthersWait } = strangers.silenceMs
    const { waitingSince } = line
    const until =
      waitingSince === undefined
        ? this.silentSince + whenAlone
        : Math.max(this.silentSince, waitingSince) + whenOthersWait
    clearTimeout(this.timer)
    this.timer = setTimeout(
      () => {
        if (this.silentSince !== undefined) this.destroy()
      },
      Math.max(0, until - performance.now()),
    )
  }

  /** Gives the turn to the next in line. Only to be called when nothing is being done for this client. Never rejects. */
  private async endTurn(): Promise<void> {
    const { release } = this
    const { session, strangers } = this.shared
    if (!release) return
    this.release = undefined
    if (strangers && (await session.reset().catch(() => true))) strangers.spoilt()
    release()
  }
}

/** Whether these bytes are, or begin, a message that a client may send. */
function mayBeMessage(bytes: Buffer): boolean {
  if (bytes.length === 0) return true
  if (!ofClients.includes(String.fromCharCode(bytes[0] ?? 0))) return false
  const length = bytes.length < 5 ? 4 : bytes.readUInt32BE(1)
  return length >= 4 && length <= longestMessage
}

/** The parameters of a start-up message. */
function parametersOf(packet: Buffer): ReadonlyMap<string, string> {
  const words = packet.toString('utf8').split('\0')
  const parameters = new Map<string, string>()
  for (let at = 0; words[at]; at += 2) parameters.set(words[at] ?? '', words[at + 1] ?? '')
  return parameters
}
