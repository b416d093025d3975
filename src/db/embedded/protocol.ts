/** The messages that the endpoint writes itself: https://www.postgresql.org/docs/current/protocol-message-formats.html */
import type { Message } from '../connection/protocol.ts'

/** An engine: it takes whole messages and returns the server's answer in pieces. */
export interface ProtocolHandler {
  exchange(message: Uint8Array, receive: (answer: Uint8Array) => void): Promise<void>
}

/** `I`: idle, `T`: in a transaction, `E`: in a failed one; undefined without a ReadyForQuery. */
export function statusOf(answer: readonly Message[]): string | undefined {
  return answer.findLast(({ type }) => type === 'Z')?.body.toString('latin1')
}

/** A Query message: one simple statement. */
export const query = (statement: string): Buffer => frame('Q', text(statement))

export const sync: Buffer = frame('S', Buffer.alloc(0))

/**
 * One statement with values as text: Parse, Bind, Execute, Sync.
 *
 * @param o.described the columns are described too
 * @throws RangeError a value holds a NUL, which would end it early
 */
export function bindAll(statement: string, values: readonly string[], o: { described?: boolean } = {}): Buffer {
  const bound = values.flatMap((value) => {
    const bytes = Buffer.from(value)
    if (bytes.includes(0)) throw new RangeError('a NUL in a value')
    return [int32(bytes.length), bytes]
  })
  return Buffer.concat([
    frame('P', text(''), text(statement), int16(0)),
    frame('B', text(''), text(''), int16(0), int16(values.length), ...bound, int16(0)),
    ...(o.described ? [frame('D', text('P'))] : []),
    frame('E', text(''), int32(0)),
    sync,
  ])
}

/** An ErrorResponse of the endpoint itself. @param code SQLSTATE */
export function errorResponse(severity: 'FATAL', code: string, message: string): Buffer {
  return frame('E', text(`S${severity}`), text(`V${severity}`), text(`C${code}`), text(`M${message}`), Buffer.alloc(1))
}

/** A ParameterStatus: what a client is told of the session. */
export const parameterStatus = (name: string, value: string): Buffer => frame('S', text(name), text(value))

/** A NoticeResponse for a client that has to wait: it hears that the process is alive. @param code SQLSTATE */
export const notice = (code: string, message: string): Buffer =>
  frame('N', text('SNOTICE'), text('VNOTICE'), text(`C${code}`), text(`M${message}`), Buffer.alloc(1))

/**
 * The answer to an accepted start-up message. The parameters are those that drivers read; the last two save a driver with
 * `target_session_attrs` a round trip.
 */
export const authenticationOk: Buffer = Buffer.concat([
  frame('R', int32(0)),
  ...Object.entries({
    server_version: '18.6',
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
    in_hot_standby: 'off',
    default_transaction_read_only: 'off',
  }).map(([name, value]) => parameterStatus(name, value)),
  frame('K', int32(1), int32(1)),
  frame('Z', Buffer.from('I')),
])

function frame(type: string, ...body: Buffer[]): Buffer {
  const length = body.reduce((sum, part) => sum + part.length, 4)
  return Buffer.concat([Buffer.from(type), int32(length), ...body])
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`)
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
