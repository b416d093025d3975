/** A server far away, as people have one: TLS with a certificate that is verified, and a password (SCRAM). */
import type { TestServer } from './postgres.ts'
import { startProxy, type TcpProxy } from './proxy.ts'

export interface Far {
  /** A URL of the server's user with a password. @param parameters more of them, as `&name=value` */
  url(database: string, parameters?: string): string
  /** Counts the round trips, and may take its time. */
  readonly proxy: TcpProxy
  stop(): Promise<void>
}

/** Whether a server of ours has TLS and a user with a password. */
export const canBeFar = ({ scram, authority }: TestServer): boolean => scram !== undefined && authority !== undefined

/** Puts a server behind a proxy. @throws Error `canBeFar` is not so */
export async function farAway(server: TestServer): Promise<Far> {
  const { scram, authority } = server
  if (!scram || !authority) throw new Error('TLS and SCRAM need a server of our own, and openssl')
  const proxy = await startProxy({ host: server.host, port: server.port })
  const login = `${scram.user}:${encodeURIComponent(scram.password)}`
  const tls = `sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`
  return {
    url: (database, parameters = '') => `postgres://${login}@localhost:${proxy.port}/${database}?${tls}${parameters}`,
    proxy,
    stop: () => proxy.stop(),
  }
}
