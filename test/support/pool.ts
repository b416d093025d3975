/**
 * A connection pool as PgBouncer is one with `pool_mode = transaction` and a single server connection: whoever begins has it until their
 * transaction has ended, then the next one gets it, with all that was left on it.
 */
import { connect, createServer, type Socket } from 'node:net'

export interface Pool {
  readonly port: number
  /** How often the connection went to another client. */
  lent(): number
  stop(): Promise<void>
}

interface Client {
  readonly socket: Socket
  /** Messages of the client that were not sent to the server yet. */
  readonly waiting: Buffer[]
  left: Buffer
  /** How many replies of the server it waits for. */
  owed: number
  started: boolean
}

/** What PgBouncer 1.18 takes at the start; anything else is refused. */
const known = [
  'user',
  'database',
  'application_name',
  'client_encoding',
  'DateStyle',
  'TimeZone',
  'standard_conforming_strings',
]

/**
 * @param target the server; its one connection is this user's, in this database, without a password
 * @param target.drops what it does not know at the start is dropped instead of refused (`ignore_startup_parameters`)
 */
export async function startPool(target: {
  port: number
  user: string
  database: string
  drops?: boolean
}): Promise<Pool> {
  const queue: Client[] = []
  const sockets = new Set<Socket>()
  let owner: Client | undefined
  let lent = 0
  let unread: Buffer = Buffer.alloc(0)

  const backend = connect(target.port, '127.0.0.1')
  const greeting = await greeted(backend, target)

  const lend = () => {
    if (owner) return
    owner = queue.shift()
    if (!owner) return
    lent += 1
    for (const bytes of owner.waiting.splice(0)) backend.write(bytes)
  }
  backend.on('data', (chunk: Buffer) => {
    if (!owner?.socket.destroyed) owner?.socket.write(chunk)
    const read = frames(Buffer.concat([unread, chunk]))
    unread = read.rest
    for (const { type, body } of read.frames) {
      if (type !== 'Z' || !owner) continue
      owner.owed -= 1
      if (owner.owed > 0 || body.toString() !== 'I') continue
      owner = undefined
      lend()
    }
  })
  backend.on('error', () => {})

  const server = createServer((socket) => {
    sockets.add(socket)
    const client: Client = { socket, waiting: [], left: Buffer.alloc(0), owed: 0, started: false }
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      client.left = Buffer.concat([client.left, chunk])
      if (!client.started) {
        if (client.left.length < 4 || client.left.length < client.left.readInt32BE(0)) return
        const asked = client.left.subarray(8, client.left.readInt32BE(0)).toString().split('\0')
        client.left = client.left.subarray(client.left.readInt32BE(0))
        client.started = true
        const stranger = asked.find((word, at) => at % 2 === 0 && word !== '' && !known.includes(word))
        if (stranger && !target.drops) {
          socket.end(refusal(`unsupported startup parameter: ${stranger}`))
          return
        }
        socket.write(greeting)
      }
      const read = frames(client.left)
      client.left = read.rest
      for (const { type, bytes } of read.frames) {
        if (type === 'X') return
        if (type === 'Q' || type === 'S') client.owed += 1
        if (owner === client) backend.write(bytes)
        else {
          client.waiting.push(bytes)
          if (!queue.includes(client)) queue.push(client)
        }
      }
      lend()
    })
    socket.on('close', () => {
      sockets.delete(socket)
      // What it left open is rolled back, as PgBouncer does by ending the server's connection.
      if (owner === client) backend.write(message('Q', Buffer.from('rollback\0')))
      if (owner === client) client.owed += 1
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    lent: () => lent,
    stop() {
      for (const socket of [...sockets, backend]) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Logs in to the server. @returns its start-up messages, which every client gets again */
function greeted(backend: Socket, { user, database }: { user: string; database: string }): Promise<Buffer> {
  const asked = Buffer.from(`\0\x03\0\0user\0${user}\0database\0${database}\0client_encoding\0UTF8\0\0`)
  const length = Buffer.alloc(4)
  length.writeInt32BE(asked.length + 4)
  backend.write(Buffer.concat([length, asked]))
  let heard = Buffer.alloc(0)
  return new Promise((resolve, reject) => {
    backend.once('error', reject)
    const listen = (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk])
      if (!frames(heard).frames.some(({ type }) => type === 'Z')) return
      backend.off('data', listen)
      resolve(heard)
    }
    backend.on('data', listen)
  })
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const refusal = (text: string) => message('E', Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`))

/** The whole messages at the beginning of `bytes`. */
function frames(bytes: Buffer): { frames: { type: string; body: Buffer; bytes: Buffer }[]; rest: Buffer } {
  const found: { type: string; body: Buffer; bytes: Buffer }[] = []
  let at = 0
  while (bytes.length - at >= 5 && bytes.length - at > bytes.readInt32BE(at + 1)) {
    const end = at + 1 + bytes.readInt32BE(at + 1)
    found.push({
      type: String.fromCharCode(bytes[at] ?? 0),
      body: bytes.subarray(at + 5, end),
      bytes: bytes.subarray(at, end),
    })
    at = end
  }
  return { frames: found, rest: bytes.subarray(at) }
}
