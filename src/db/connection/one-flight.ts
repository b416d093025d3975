/**
 * A statement with parameters in one round trip. postgres.js first asks for the types of the parameters (Parse, Describe, Flush) and sends
 * the values when it knows them. The answer is made up here: of every type that the driver has not chosen by itself it is told that it is
 * unknown, so that the value travels as text and PostgreSQL reads it, as psql's `\bind` does. The question waits, and goes with the values.
 *
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
import { type Listener, Listeners } from './listeners.ts'
import { pendingReplies, splitMessages } from './protocol.ts'

const parseComplete = Buffer.from([0x31, 0, 0, 0, 4])
const flush = Buffer.from([0x48, 0, 0, 0, 4])

/** What is asked of the socket below. */
export interface Underlying {
  on(event: string, listener: Listener): unknown
  readonly readyState?: string
  write(bytes: Buffer, done?: () => void): boolean
  end(bytes: Buffer): unknown
  destroy(): unknown
  pause(): unknown
  resume(): unknown
}

/** Stands between postgres.js and its socket. */
export class OneFlight extends Listeners {
  readonly #socket: Underlying
  readonly #pending = pendingReplies()
  /** A question that was answered here and not sent yet. */
  #held: Buffer | undefined
  /** Name of the statement in the question that was sent last, while the server has not answered it. The driver has its answer already. */
  #answered: { readonly name: string; readonly question: Buffer } | undefined
  /** The incomplete beginning of an answer to that. */
  #left: Buffer = Buffer.alloc(0)
  /** Statements that the driver takes for prepared and the server has refused, for instance because the transaction had failed. */
  readonly #refused = new Map<string, Buffer>()

  constructor(socket: Underlying) {
    super()
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#received(chunk))
    socket.on('drain', () => this.emit('drain'))
    socket.on('close', (hadError) => this.emit('close', hadError))
    socket.on('error', (error) => this.emit('error', error))
  }

  get readyState(): string {
    return this.#socket.readyState ?? 'open'
  }

  write(bytes: Buffer, done?: () => void): boolean {
    const question = this.#pending.hasPending() ? undefined : questionIn(bytes)
    if (!question) return this.#send(Buffer.from(bytes), done)
    this.#held = question.bytes
    // The driver forgets what it writes in reaction to an answer that comes inside its own call of `write`. So answer later.
    queueMicrotask(() => {
      this.emit('data', Buffer.concat([parseComplete, question.types]))
      // Its next chunk is on the way, unless it wants nothing but the description: then the server describes.
      setImmediate(() => {
        if (this.#held) this.#send(flush)
      })
    })
    return true
  }

  end(bytes: Buffer): this {
    this.#socket.end(bytes)
    return this
  }

  destroy(): this {
    this.#socket.destroy()
    return this
  }

  setKeepAlive(): this {
    return this
  }

  pause(): this {
    this.#socket.pause()
    return this
  }

  resume(): this {
    this.#socket.resume()
    return this
  }

  #send(bytes: Buffer, done?: () => void): boolean {
    const question = this.#held ?? this.#refused.get(boundIn(bytes) ?? '')
    this.#held = undefined
    const whole = question ? Buffer.concat([question, bytes]) : bytes
    // What signs in is no statement. Neither is a description that nothing follows answered twice.
    if (question && !bytes.equals(flush)) this.#answered = { name: nameIn(question), question }
    if (bytes[0] !== 0 && bytes[0] !== 0x70) this.#pending.sent(whole)
    return done ? this.#socket.write(whole, done) : this.#socket.write(whole)
  }

  #received(chunk: Buffer): void {
    this.#pending.received(chunk)
    const rest = this.#answered ? this.#withoutAnswered(chunk) : chunk
    if (rest.length > 0) this.emit('data', rest)
  }

  /** What came, without ParseComplete and ParameterDescription of the question that the driver has the answer to. */
  #withoutAnswered(chunk: Buffer): Buffer {
    const { messages, rest } = splitMessages(this.#left.length > 0 ? Buffer.concat([this.#left, chunk]) : chunk)
    const passed = messages.filter(({ type }) => {
      if (!this.#answered) return true
      const { name, question } = this.#answered
      if (type === 'E' && name !== '') this.#refused.set(name, question)
      if (type === '1') this.#refused.delete(name)
      if (type === 'E' || type === 't') this.#answered = undefined
      return type !== '1' && type !== 't'
    })
    this.#left = this.#answered ? rest : Buffer.alloc(0)
    return Buffer.concat([...passed.map(({ bytes }) => bytes), ...(this.#answered ? [] : [rest])])
  }
}

/** A chunk that is Parse, Describe and Flush, and nothing else. @returns the first two, and the description of its parameters */
function questionIn(bytes: Buffer): { bytes: Buffer; types: Buffer } | undefined {
  if (bytes[0] !== 0x50 || !bytes.subarray(-flush.length).equals(flush)) return undefined
  const [parse, describe, end, more] = splitMessages(bytes).messages
  if (!parse || describe?.type !== 'D' || end?.type !== 'H' || more) return undefined
  // The number of parameters and their types end the one message and are the body of the other.
  const types = parse.body.subarray(parse.body.indexOf(0, parse.body.indexOf(0) + 1) + 1)
  const head = Buffer.alloc(5)
  head.write('t')
  head.writeUInt32BE(types.length + 4, 1)
  return { bytes: Buffer.concat([parse.bytes, describe.bytes]), types: Buffer.concat([head, types]) }
}

/** The name of the statement that a Parse message begins with. */
const nameIn = (question: Buffer): string => question.toString('utf8', 5, question.indexOf(0, 5))

/** The name of the prepared statement that a chunk begins to run; undefined where it begins otherwise. */
function boundIn(bytes: Buffer): string | undefined {
  if (bytes[0] !== 0x42) return undefined
  const name = bytes.indexOf(0, 5) + 1
  return bytes.toString('utf8', name, bytes.indexOf(0, name))
}
