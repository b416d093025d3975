/**
 * The parts of PostgreSQL's wire protocol that the program reads by itself, for a server and for the embedded database
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html). A message is a type byte, a length that counts itself but not
 * the type, and a body.
 */

/** No message before the end of the start-up is longer. What claims to be is not a PostgreSQL server. */
const longestAtStartup = 64 * 1024

export interface Message {
  readonly type: string
  /** The whole message. */
  readonly bytes: Buffer
  /** What follows type and length. */
  readonly body: Buffer
}

/** Splits the complete messages off the beginning of `bytes`. @returns them, and the incomplete rest */
export function splitMessages(bytes: Buffer): { messages: Message[]; rest: Buffer } {
  const messages: Message[] = []
  let at = 0
  while (bytes.length - at >= 5) {
    const end = at + 1 + bytes.readUInt32BE(at + 1)
    if (bytes.length < end) break
    messages.push({ type: typeOf(bytes, at), bytes: bytes.subarray(at, end), body: bytes.subarray(at + 5, end) })
    at = end
  }
  return { messages, rest: bytes.subarray(at) }
}

/** As `splitMessages`, for what a server says before its first ReadyForQuery. @returns undefined when it speaks another protocol */
export function startupMessages(bytes: Buffer): { messages: Message[]; rest: Buffer } | undefined {
  const split = splitMessages(bytes)
  return [...split.messages.map((message) => message.bytes), split.rest].every(mayBeStartup) ? split : undefined
}

function mayBeStartup(bytes: Buffer): boolean {
  if (bytes.length === 0) return true
  if (!'RSKZENv'.includes(typeOf(bytes, 0))) return false
  const length = bytes.length < 5 ? 4 : bytes.readUInt32BE(1)
  return length >= 4 && length <= longestAtStartup
}

const typeOf = (bytes: Buffer, at: number): string => bytes.toString('latin1', at, at + 1)

/** Settings that a session begins with, by the names that PostgreSQL gives them. */
export type Parameters = Readonly<Record<string, string>>

/** Protocol 3.0. */
export const protocol3 = 196_608
/** Terminate. */
export const terminate = Buffer.from([0x58, 0, 0, 0, 4])

/**
 * The start-up message of a client, byte for byte as postgres.js writes it: values that are empty are left out.
 *
 * @param o `user` and `database` first; after them `client_encoding` is put in, which the driver relies on
 */
export function startupMessage({
  user,
  database,
  ...settings
}: Parameters & { user: string; database: string }): Buffer {
  const pairs = Object.entries({ user, database, client_encoding: 'UTF8', ...settings }).filter(([, value]) => value)
  const body = Buffer.from(`${pairs.map(([name, value]) => `${name}\0${value}\0`).join('')}\0`)
  return Buffer.concat([int32(body.length + 8), int32(protocol3), body])
}

/** The answer to a request for a password, or the next step of SASL. */
export const passwordMessage = (text: string): Buffer => ofType('p', Buffer.from(text))

/** The client's first message of SASL. */
export const saslInitialResponse = (mechanism: string, text: string): Buffer =>
  ofType('p', Buffer.from(`${mechanism}\0`), int32(Buffer.byteLength(text)), Buffer.from(text))

function ofType(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/** Name and value of a ParameterStatus message. */
export function parameterOf(message: Message): [name: string, value: string] {
  const [name = '', value = ''] = message.body.toString('utf8').split('\0')
  return [name, value]
}

/** What an ErrorResponse says. `routine`, the function of PostgreSQL's source that raised it, is in no language; a proxy may leave it out. */
export interface ServerRefusal {
  /** SQLSTATE. */
  readonly code: string
  readonly message: string
  readonly routine: string
}

/** Reads an ErrorResponse. */
export function errorOf(message: Message): ServerRefusal {
  const fields = message.body.toString('utf8').split('\0')
  const field = (type: string): string => fields.find((one) => one.startsWith(type))?.slice(1) ?? ''
  return { code: field('C'), message: field('M'), routine: field('R') }
}

/** Counts what was asked and what was answered on an established connection. */
export interface PendingReplies {
  /** Whole messages that go to the server. */
  sent(bytes: Buffer): void
  /** Bytes that came, which may end in the middle of a message. */
  received(bytes: Buffer): void
  /** Whether the server still has to answer. While a portal waits for the program (a cursor between two fetches) it has not. */
  hasPending(): boolean
}

export function pendingReplies(): PendingReplies {
  // Query and Sync are each answered by one ReadyForQuery. Messages without a Sync after them (Describe, Flush) are answered otherwise.
  let awaited = 0
  let withoutSync = false
  const header = Buffer.alloc(5)
  let known = 0
  let missing = 0
  const ended = (type: string): void => {
    if (type === 'Z') awaited = Math.max(0, awaited - 1)
    if (type === 's') withoutSync = false
  }
  return {
    sent(bytes) {
      for (const { type } of splitMessages(bytes).messages) {
        const closes = type === 'Q' || type === 'S'
        if (closes) awaited += 1
        withoutSync = !closes
      }
    },
    received(bytes) {
      let at = 0
      while (at < bytes.length) {
        const taken = known < 5 ? bytes.copy(header, known, at, at + 5 - known) : Math.min(missing, bytes.length - at)
        at += taken
        if (known < 5) {
          known += taken
          if (known === 5) missing = header.readUInt32BE(1) - 4
        } else {
          missing -= taken
        }
        if (known === 5 && missing <= 0) {
          ended(typeOf(header, 0))
          known = 0
        }
      }
    },
    hasPending: () => awaited > 0 || withoutSync,
  }
}
