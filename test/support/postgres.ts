/**
 * A real PostgreSQL for the tests: one server that all test files of a run share, whether one process runs them or several, or the server
 * that `TEST_DATABASE_URL` (a superuser's URL) names. The first test that needs the server starts it; it ends with the run (run.ts).
 *
 * Roles belong to the whole server. A test that makes one names it after its process, and a test that judges which roles there are has a
 * server of its own (`ownServer`).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { acquireLock } from '../../src/db/embedded/lock.ts'
import { freePort, newCluster, removeCluster, startPostmaster, stopPostmaster } from './postmaster.ts'
import { openRun, runFolder } from './run.ts'

export { freePort }

export interface TestServer {
  readonly host: string
  readonly port: number
  /** The folder of the Unix socket; undefined on a server of `TEST_DATABASE_URL`. */
  readonly socketFolder: string | undefined
  /** A user whose password is asked for (SCRAM), everybody else is trusted; undefined as above. */
  readonly scram: { readonly user: string; readonly password: string } | undefined
  /** Path of the authority's certificate for `localhost`; undefined as above, and where openssl is missing. */
  readonly authority: string | undefined
  /** The superuser in the database `postgres`. */
  readonly superuserUrl: string
  /** A URL of this server; without a user the superuser's. */
  url(database: string, user?: string, password?: string): string
  /** Creates an empty database, or a copy of `template`, and returns its unique name. */
  createDatabase(template?: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** Runs statements as the superuser on a connection of its own. */
  run(database: string, statements: string): Promise<postgres.RowList<postgres.Row[]>>
  /** Ends a server of one's own before the run ends. The shared one goes on. */
  stop(): Promise<void>
}

export interface TestDatabase {
  readonly name: string
  /** The superuser's URL of this database, or another user's. */
  url(user?: string, password?: string): string
  run(statements: string): Promise<postgres.RowList<postgres.Row[]>>
  drop(): Promise<void>
}

let shared: Promise<TestServer> | undefined

/** The server that all test files of this run share; the first call of the run starts it (about 2 s). */
export function testServer(): Promise<TestServer> {
  shared ??= process.env['TEST_DATABASE_URL'] ? existing(process.env['TEST_DATABASE_URL']) : sharedServer()
  return shared
}

/** Another server, which shares nothing with the first, not even roles; stop it. */
export async function ownServer(): Promise<TestServer> {
  const { server, stop } = await start()
  return serverAt(server.superuserUrl, { ...server, stop })
}

/** Does `work` while no other process of the run does anything under the same name. */
export async function onceAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  openRun()
  const lock = await acquireLock(join(runFolder, `${name}.lock`), { waitMs: 180_000 })
  if (!lock) throw new Error(`another process of this run has been busy with ${name} for three minutes`)
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/** A database of its own, for tests that run at the same time. Roles belong to the whole server: dropping them is the test's business. */
export async function freshDatabase(o: { template?: string } = {}): Promise<TestDatabase> {
  const server = await testServer()
  const name = await server.createDatabase(o.template)
  return {
    name,
    url: (user, password) => server.url(name, user, password),
    run: (statements) => server.run(name, statements),
    drop: () => server.dropDatabase(name),
  }
}

function serverAt(
  superuserUrl: string,
  rest: Pick<TestServer, 'socketFolder' | 'scram' | 'authority' | 'stop'>,
): TestServer {
  const at = new URL(superuserUrl)
  let made = 0
  const url = (database: string, user?: string, password?: string): string => {
    const to = new URL(superuserUrl)
    to.pathname = `/${encodeURIComponent(database)}`
    if (user !== undefined) {
      to.username = encodeURIComponent(user)
      to.password = ''
    }
    if (password !== undefined) to.password = encodeURIComponent(password)
    return to.href
  }
  const run = async (database: string, statements: string): Promise<postgres.RowList<postgres.Row[]>> => {
    const sql = postgres(url(database), { max: 1, fetch_types: false, onnotice() {} })
    try {
      return await sql.unsafe(statements)
    } finally {
      await sql.end({ timeout: 5 })
    }
  }
  return {
    ...rest,
    host: at.hostname,
    port: Number(at.port || 5432),
    superuserUrl: url('postgres'),
    url,
    run,
    async createDatabase(template) {
      made += 1
      const name = `test_${process.pid}_${Date.now().toString(36)}_${made}`
      await run('postgres', `create database "${name}" template "${template ?? 'template0'}" strategy file_copy`)
      return name
    },
    async dropDatabase(name) {
      await run('postgres', `drop database if exists "${name}" with (force)`)
    },
  }
}

async function existing(superuserUrl: string): Promise<TestServer> {
  return serverAt(superuserUrl, { socketFolder: undefined, scram: undefined, authority: undefined, async stop() {} })
}

/** What a server of ours is known by, also to the other processes of the run. */
type Known = Pick<TestServer, 'superuserUrl' | 'socketFolder' | 'scram' | 'authority'>

function sharedServer(): Promise<TestServer> {
  return onceAtATime('server', async () => {
    const note = join(runFolder, 'server.json')
    if (!existsSync(note)) writeFileSync(note, JSON.stringify((await start()).server))
    const known = JSON.parse(readFileSync(note, 'utf8')) as Known
    return serverAt(known.superuserUrl, { ...known, async stop() {} })
  })
}

async function start(): Promise<{ server: Known; stop: () => Promise<void> }> {
  const scram = { user: 'epic_scram', password: "pâss w'rd%/@:" }
  const cluster = newCluster([`host all ${scram.user} all scram-sha-256`])
  const { folder, authority } = cluster
  const port = await freePort()
  const pid = await startPostmaster(cluster, [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    // Statistics gathered in the middle of a test would change plans, and what is compared.
    'autovacuum=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'shared_buffers=64MB',
    'max_connections=200',
    ...(authority ? ['ssl=on', `ssl_cert_file=${folder}/server.crt`, `ssl_key_file=${folder}/server.key`] : []),
  ])
  const superuserUrl = `postgres://postgres@127.0.0.1:${port}/postgres`
  const server = { superuserUrl, socketFolder: folder, scram, authority }
  const stop = async () => {
    await stopPostmaster(pid)
    removeCluster(cluster)
  }
  const made = serverAt(superuserUrl, { ...server, stop })
  await made.run('postgres', `create role ${scram.user} login password '${scram.password.replaceAll("'", "''")}'`)
  return { server, stop }
}
