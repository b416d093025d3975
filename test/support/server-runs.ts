/** What the tests of the connection share: URLs of a fresh database, queries, and what they fail with. */
import type postgres from 'postgres'
import { type ServerOptions, withServer } from '../../src/db/connection/server.ts'
import { parseDatabaseUrl } from '../../src/db/connection/url.ts'
import { AppError } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { freshDatabase, type TestServer, testServer } from './postgres.ts'
import { startProxy, type TcpProxy } from './proxy.ts'

export const t = catalog('en', 'UTC')
export const server: TestServer = await testServer()
export const database = await freshDatabase()

/** A proxy in front of the server. They end with the test process. */
export function proxy(o?: { silent?: boolean; closes?: boolean }): Promise<TcpProxy> {
  return startProxy(o?.silent ? undefined : server, o?.closes ? { closes: true } : {})
}

export function urlOf(hosts: readonly { port: number }[], parameters = '', user = 'postgres'): string {
  const list = hosts.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return `postgres://${user}@${list}/${database.name}${parameters}`
}

export interface Run {
  params?: Record<string, string>
  options?: Partial<ServerOptions>
}

export function query<T>(url: string, work: (sql: postgres.Sql) => Promise<T>, run: Run = {}): Promise<T> {
  const options = { now: () => performance.now(), ...run.options }
  return withServer(parseDatabaseUrl(url), run.params ?? {}, options, work)
}

export const one = (sql: postgres.Sql): Promise<unknown> => sql`select 1 as one`.then(([row]) => row?.['one'])

/** What a query fails with, and after how many milliseconds. */
export async function failing(
  run: Promise<unknown>,
): Promise<{ error: AppError; said: string; more: string; ms: number }> {
  const began = performance.now()
  try {
    await run
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const more = (error.detail.more ?? []).map((message) => message(t)).join('\n')
    return { error, said: error.userMessage(t), more, ms: performance.now() - began }
  }
  throw new Error('it should have failed')
}
