/** A TCP proxy on the loopback that counts network round trips, and fails the way networks do. */
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface TcpProxy {
  readonly host: string
  readonly port: number
  /** Connections accepted so far. */
  connections(): number
  /** How often the client spoke and was answered, over all connections. */
  roundTrips(): number
  resetCount(): void
  /** Holds every chunk back for so many milliseconds, both ways. */
  delay(ms: number): void
  /** Ends all connections at once, as a killed process or a pulled cable at the other end does. */
  cut(): void
  /** From now on it accepts connections and reads, but passes nothing on. */
  silence(): void
  /**
   * Passes on what the client says once it holds `text`, then swallows every answer; with `cut` ends the connection once the server has
   * answered.
   */
  swallowAnswerAfter(text: string, o?: { cut?: boolean }): void
  /** Ends the first connection whose server says `text`, instead of passing that on. */
  cutAtAnswer(text: string): void
  stop(): Promise<void>
}

/**
 * Starts a proxy in front of `target`; without a target it accepts and says nothing.
 *
 * @param o.closes accepts, and closes at once
 */
export async function startProxy(
  target: { host: string; port: number } | undefined,
  o: { closes?: boolean } = {},
): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let connections = 0
  let roundTrips = 0
  let delay = 0
  let silent = target === undefined
  let trigger: { text: string; cut: boolean } | undefined
  let fatal: string | undefined

  const serve = (client: Socket): void => {
    connections += 1
    keep(client)
    if (o.closes || !target) {
      if (o.closes) client.destroy()
      else client.resume()
      return
    }
    let clientSpokeLast = false
    let swallowing: { cut: boolean } | undefined
    const upstream = keep(connect(target))
    const pass = (to: Socket, chunk: Buffer | string): void => {
      if (delay > 0) setTimeout(() => to.destroyed || to.write(chunk), delay)
      else if (!to.destroyed) to.write(chunk)
    }
    client.on('data', (chunk) => {
      clientSpokeLast = true
      if (trigger && chunk.includes(trigger.text)) swallowing = trigger
      if (!silent) pass(upstream, chunk)
    })
    upstream.on('data', (chunk) => {
      if (clientSpokeLast) roundTrips += 1
      clientSpokeLast = false
      if (fatal !== undefined && chunk.includes(fatal)) {
        fatal = undefined
        swallowing = { cut: true }
      }
      if (swallowing?.cut) client.destroy()
      if (!silent && !swallowing) pass(client, chunk)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => setTimeout(() => client.destroy(), delay))
  }
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }

  const server: Server = createServer(serve)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => connections,
    roundTrips: () => roundTrips,
    resetCount() {
      roundTrips = 0
    },
    delay(ms) {
      delay = ms
    },
    cut,
    silence() {
      silent = true
    },
    swallowAnswerAfter(text, options = {}) {
      trigger = { text, cut: options.cut ?? false }
    },
    cutAtAnswer(text) {
      fatal = text
    },
    stop() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
