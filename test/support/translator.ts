/**
 * A server whose messages are in another language: a proxy that replaces the text of every error and warning, as `lc_messages` would. The
 * names in a text go too, because a translation sets them in quotes of its own (« », „ “, 「 」). Codes and fields stay.
 */
import { connect, createServer, type Socket } from 'node:net'

export interface Translator {
  readonly host: string
  readonly port: number
  stop(): Promise<void>
}

/** @param text what every error and warning says instead */
export async function startTranslator(
  target: { readonly host: string; readonly port: number },
  text: string,
): Promise<Translator> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const server = createServer((client) => {
    keep(client)
    const upstream = keep(connect(target))
    let unread: Buffer = Buffer.alloc(0)
    client.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk: Buffer) => {
      const { whole, rest } = translated(Buffer.concat([unread, chunk]), text)
      unread = rest
      client.write(whole)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('end', () => client.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function translated(bytes: Buffer, text: string): { whole: Buffer; rest: Buffer } {
  const out: Buffer[] = []
  let at = 0
  while (bytes.length - at >= 5 && bytes.length - at > bytes.readInt32BE(at + 1)) {
    const end = at + 1 + bytes.readInt32BE(at + 1)
    const type = bytes.toString('latin1', at, at + 1)
    out.push('EN'.includes(type) ? withText(type, bytes.subarray(at + 5, end), text) : bytes.subarray(at, end))
    at = end
  }
  return { whole: Buffer.concat(out), rest: bytes.subarray(at) }
}

function withText(type: string, body: Buffer, text: string): Buffer {
  const fields = body
    .toString('utf8')
    .split('\0')
    .map((field) => (field.startsWith('M') ? `M${text}` : field.startsWith('S') ? `S${text}` : field))
  const made = Buffer.from(fields.join('\0'))
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(made.length + 4, 1)
  return Buffer.concat([head, made])
}
