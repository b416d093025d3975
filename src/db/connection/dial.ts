/** Connects to one host: TCP or a Unix socket, then TLS as libpq negotiates it. The PostgreSQL session begins after that. */
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import { Unavailable } from '../../errors.ts'
import { isAddress } from './address.ts'
import * as failures from './failures.ts'
import { type ServerHost, type ServerTarget, type SslMode, tlsMode } from './url.ts'

/** The name of the protocol inside of TLS (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL). */
const alpn = 'postgresql'

/**
 * The curves of the key exchange. PostgreSQL up to 17 knows the first only, unless it is told otherwise; to offer another one first costs a
 * round trip there (HelloRetryRequest). Version 18 knows both.
 */
const curves = 'prime256v1:X25519'

/** SSLRequest: length 8, code 80877103 (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

/**
 * Connects to one host of the target. `allow` begins with TLS like `prefer`.
 *
 * @param signal ends the attempt and destroys the socket
 * @param o.mayTalk the server hears nothing before it settles. By default it may hear us at once
 * @returns a connected socket, on which nothing of the session was sent yet
 * @throws Unavailable with the reason
 */
export async function dial(
  target: ServerTarget,
  host: ServerHost,
  signal: AbortSignal,
  o: { mayTalk?: Promise<unknown> } = {},
): Promise<Socket> {
  const mode = tlsMode(target, host)
  const opening = open(host, signal)
  // TLS is loaded while the network is waited for.
  const [plain] = await Promise.all([opening, mode === 'disable' ? undefined : import('node:tls'), o.mayTalk])
  if (mode === 'disable') return plain
  if (target.sslnegotiation === 'direct') return direct(plain, target, host, mode, signal)
  const optional = mode === 'prefer' || mode === 'allow'
  const asked = askForTls(plain, host, signal)
  // The answer takes a round trip, in which the certificates are read.
  const trusting = context(target, mode)
  trusting.catch(() => {})
  const answer = await asked
  if (answer === 'N' && optional) return plain
  if (answer !== 'S') {
    plain.destroy()
    throw answer === 'N' ? failures.tlsMissing(host) : failures.notPostgres(host)
  }
  try {
    return await handshake(plain, target, host, mode, signal, trusting)
  } catch (error) {
    // An open socket would keep the process alive until the server gives up.
    plain.destroy()
    // As libpq: if the TLS handshake fails and TLS is optional, retry without TLS.
    if (optional && !signal.aborted) return open(host, signal)
    throw error
  }
}

/**
 * TLS without asking for it first. As in libpq, the server must say by ALPN that it speaks PostgreSQL: somebody could lead the connection
 * to another service with a certificate for the same name (CVE-2021-3618, "ALPACA").
 */
async function direct(
  plain: Socket,
  target: ServerTarget,
  host: ServerHost,
  mode: SslMode,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = await handshake(plain, target, host, mode, signal).catch((error: unknown) => {
    plain.destroy()
    throw error
  })
  if (socket.alpnProtocol === alpn) return socket
  socket.on('error', () => {}).destroy()
  throw failures.notPostgres(host)
}

function open(host: ServerHost, signal: AbortSignal): Promise<Socket> {
  const socket = 'socket' in host ? connect({ path: host.socket }) : connect({ host: host.host, port: host.port })
  return onceEvent(
    socket,
    'connect',
    signal,
    (error) => failures.unreachable(host, error),
    () => {
      // Until it may talk nobody listens, and its errors would be thrown into the process.
      socket.on('error', () => {})
      socket.setNoDelay(true)
      return socket
    },
  )
}

/** Asks for TLS. @returns the server's one byte; `?` for more than one, which could have been injected before TLS began (CVE-2021-23222) */
function askForTls(socket: Socket, host: ServerHost, signal: AbortSignal): Promise<string> {
  const answer = onceEvent(
    socket,
    'data',
    signal,
    () => failures.closed(host),
    (chunk) => {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.alloc(0)
      return bytes.length === 1 ? bytes.toString('latin1') : '?'
    },
  )
  socket.write(sslRequest)
  return answer
}

async function handshake(
  plain: Socket,
  target: ServerTarget,
  host: ServerHost,
  mode: SslMode,
  signal: AbortSignal,
  trusting = context(target, mode),
): Promise<TLSSocket> {
  const name = 'host' in host && !isAddress(host.host) ? host.host : undefined
  const [secureContext, { connect: secure }] = await Promise.all([trusting, import('node:tls')])
  const socket = secure({
    socket: plain,
    ...(name && { servername: name }),
    ...('host' in host && { host: host.host }),
    secureContext,
    ...(target.sslnegotiation === 'direct' && { ALPNProtocols: [alpn] }),
    rejectUnauthorized: isVerified(mode),
    ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
  })
  return onceEvent(
    socket,
    'secureConnect',
    signal,
    (error) => failures.tls(host, error, target.sslnegotiation === 'direct'),
    () => socket,
  )
}

const isVerified = (mode: SslMode): boolean => mode === 'verify-ca' || mode === 'verify-full'

/** What TLS trusts and offers. @throws Unavailable the file of the authorities cannot be read */
async function context(target: ServerTarget, mode: SslMode): Promise<SecureContext> {
  const { createSecureContext, rootCertificates } = await import('node:tls')
  const trusted = isVerified(mode) && { ca: authorities(target.sslrootcert, rootCertificates) }
  return createSecureContext({ ecdhCurve: curves, ...trusted })
}

/** The certificates of the authorities that are trusted. @param rootCertificates those of the system @throws Unavailable the file cannot be read */
function authorities(path: string | undefined, rootCertificates: readonly string[]): string | string[] {
  if (!path || path === 'system') return [...rootCertificates]
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Unavailable((t) => t.server.rootCertificate({ path }), { cause: error })
  }
}

/** Waits for one event of a socket. Its end, an error or the signal destroy the socket and reject with `failure`. */
function onceEvent<T>(
  socket: Socket,
  event: string,
  signal: AbortSignal,
  failure: (error: unknown) => Unavailable,
  value: (argument: unknown) => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (error?: unknown): void => {
      clean()
      // A socket without a listener would throw its late errors into the process.
      socket.on('error', () => {})
      socket.destroy()
      reject(failure(error))
    }
    const succeed = (argument: unknown): void => {
      clean()
      resolve(value(argument))
    }
    const aborted = (): void => fail(signal.reason)
    const clean = (): void => {
      socket.off(event, succeed).off('error', fail).off('close', fail).off('end', fail)
      signal.removeEventListener('abort', aborted)
    }
    socket.on(event, succeed).on('error', fail).on('close', fail).on('end', fail)
    signal.addEventListener('abort', aborted)
    if (signal.aborted) aborted()
    // Its events may have been emitted before anybody listened.
    else if (socket.destroyed) fail()
  })
}
