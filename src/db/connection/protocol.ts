/**
 * The little of PostgreSQL's wire protocol that the connection needs to know
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html): a message is a type byte, a length that counts
 * itself but not the type, and the rest.
 */

/** No message before the end of the start-up is longer; what claims to be is not a PostgreSQL server. */
const longestAtStartup = 64 * 1024

export interface Message {
  readonly type: string
  /** The whole message. */
  readonly bytes: Buffer
  /** What follows type and length. */
  readonly body: Buffer
}

/** The complete messages at the beginning of `bytes`, and what is left over; undefined when it is another protocol. */
export function startupMessages(bytes: Buffer): { messages: Message[]; rest: Buffer } | undefined {
  const messages: Message[] = []
  let rest = bytes
  while (rest.length >= 5) {
    const length = rest.readUInt32BE(1)
    const type = rest.toString('latin1', 0, 1)
    if (length < 4 || length > longestAtStartup || !'RSKZENv'.includes(type)) return undefined
    if (rest.length <= length) break
    messages.push({ type, bytes: rest.subarray(0, length + 1), body: rest.subarray(5, length + 1) })
    rest = rest.subarray(length + 1)
  }
  if (rest.length > 0 && !'RSKZENv'.includes(rest.toString('latin1', 0, 1))) return undefined
  return { messages, rest }
}

/** Name and value of a ParameterStatus message. */
export function parameterOf(message: Message): [name: string, value: string] {
  const [name = '', value = ''] = message.body.toString('utf8').split('\0')
  return [name, value]
}

/** SQLSTATE and text of an ErrorResponse. */
export function errorOf(message: Message): { code: string; message: string } {
  const fields = message.body.toString('utf8').split('\0')
  const field = (type: string): string => fields.find((one) => one.startsWith(type))?.slice(1) ?? ''
  return { code: field('C'), message: field('M') }
}

/** Keeps count of what was asked and what was answered on an established connection. */
export interface PendingReplies {
  /** Whole messages that go to the server. */
  sent(bytes: Buffer): void
  /** Bytes that came, cut anywhere. */
  received(bytes: Buffer): void
  /** Whether the server owes us an answer. A portal that waits for us (a cursor between two fetches) owes nothing. */
  hasPending(): boolean
}

export function pendingReplies(): PendingReplies {
  // Query and Sync are each answered by one ReadyForQuery; what is sent before its Sync (Describe, Flush) by something else.
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
      for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) {
        const type = bytes.toString('latin1', at, at + 1)
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
          ended(header.toString('latin1', 0, 1))
          known = 0
        }
      }
    },
    hasPending: () => awaited > 0 || withoutSync,
  }
}
