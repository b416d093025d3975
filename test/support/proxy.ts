/** A TCP proxy on the loopback that counts network round trips, and fails the way networks do. */
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface TcpProxy {
  readonly host: string
  readonly port: number
  /** Connections accepted so far. */
  connections(): number
  /** How often the client spoke and was answered, over all connections. @param o.old only over those that were there at the last reset */
  roundTrips(o?: { old: boolean }): number
  resetCount(): void
  /**
   * The server is so many milliseconds away: every chunk and every end is held back for that long, both ways, in order. What a connection
   * says first waits for one round trip more, the one in which TCP itself connects, because a proxy accepts at once.
   */
  delay(ms: number): void
  /** Ends all connections at once, as a killed process or a pulled cable at the other end does. */
  cut(): void
  /** The connections that are there pass nothing on any more, as when a firewall has forgotten them. New ones do. */
  freeze(): void
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
 * One direction of a connection: what is put in arrives in this order, also when the delay changes on the way.
 *
 * @param ms for which it is not there yet
 */
function line(ms: number): (delay: number, arrive: () => void) => void {
  const since = performance.now() + ms
  const onTheWay: (() => void)[] = []
  let last = 0
  return (delay, arrive) => {
    const now = performance.now()
    last = Math.max(last, now + delay, ms > 0 ? since + delay : 0)
    if (last <= now && onTheWay.length === 0) return arrive()
    onTheWay.push(arrive)
    // Whichever timer is first, what was first put in comes first.
    setTimeout(() => onTheWay.shift()?.(), last - now)
  }
}

/** Whether this is the alert with which TLS 1.3 ends a connection, for which nobody waits: no message of PostgreSQL is so short. */
const isGoodbye = (chunk: Buffer | string): boolean =>
  chunk.length === 24 &&
  Buffer.from(chunk)
    .subarray(0, 5)
    .equals(Buffer.from([23, 3, 3, 0, 19]))

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
  let [oldConnections, oldRoundTrips] = [0, 0]
  let delay = 0
  let silent = target === undefined
  let frozen = 0
  let trigger: { text: string; cut: boolean } | undefined
  let fatal: string | undefined

  const serve = (client: Socket): void => {
    connections += 1
    const number = connections
    keep(client)
    if (o.closes || !target) {
      if (o.closes) client.destroy()
      else client.resume()
      return
    }
    let clientSpokeLast = false
    let swallowing: { cut: boolean } | undefined
    const upstream = keep(connect(target))
    const [toServer, toClient] = [line(2 * delay), line(0)]
    const pass = (to: Socket, chunk: Buffer | string): void => {
      const along = to === client ? toClient : toServer
      along(delay, () => to.destroyed || to.write(chunk))
    }
    client.on('data', (chunk) => {
      clientSpokeLast = true
      if (trigger && chunk.includes(trigger.text)) swallowing = trigger
      if (!silent && number > frozen) pass(upstream, chunk)
    })
    upstream.on('data', (chunk) => {
      if (clientSpokeLast && !isGoodbye(chunk)) {
        roundTrips += 1
        if (number <= oldConnections) oldRoundTrips += 1
      }
      clientSpokeLast = false
      if (fatal !== undefined && chunk.includes(fatal)) {
        fatal = undefined
        swallowing = { cut: true }
      }
      if (swallowing?.cut) client.destroy()
      if (!silent && !swallowing && number > frozen) pass(client, chunk)
    })
    client.on('close', () => toServer(delay, () => upstream.destroy()))
    upstream.on('close', () => toClient(delay, () => client.destroy()))
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
    roundTrips: (options) => (options?.old ? oldRoundTrips : roundTrips),
    resetCount() {
      roundTrips = oldRoundTrips = 0
      oldConnections = connections
    },
    delay(ms) {
      delay = ms
    },
    cut,
    freeze() {
      frozen = connections
    },
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
