/**
 * A PostgreSQL server that can be killed, started again, and followed by a standby. Unlike the one that all tests share it
 * promises what a real one does: whatever was acknowledged was handed to the system before.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import {
  type Cluster,
  freePort,
  isAlive,
  logOf,
  newCluster,
  removeCluster,
  send,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts'

export interface Mortal {
  readonly port: number
  /** Path of the certificate of the authority that signed the server's; undefined where openssl is missing. */
  readonly authority: string | undefined
  /** A URL of this server; without a user the superuser's. */
  url(database: string, user?: string, password?: string): string
  /** All that it has logged since the cluster was made. */
  log(): string
  /** Runs statements as the superuser on a connection of its own. */
  run(database: string, statements: string): Promise<postgres.RowList<postgres.Row[]>>
  /** kill -9 of the server with all its processes. */
  kill(): Promise<void>
  /** Starts it again after `kill`, on the same port, with the same settings. */
  start(): Promise<void>
  /** A standby becomes a primary. */
  promote(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

const settings = ['synchronous_commit=on', 'fsync=off', 'autovacuum=off', 'shared_buffers=32MB', 'max_connections=100']

/**
 * @param o.access lines for pg_hba.conf · @param o.settings as `name=value`, beside those that keep a test server small
 * @param o.tls encrypts where the client wants it, with a certificate for `localhost` · @param o.bin as for `newCluster`
 */
export async function mortalServer(
  o: { access?: readonly string[]; settings?: readonly string[]; tls?: boolean; bin?: string } = {},
): Promise<Mortal> {
  const cluster = newCluster(o.access ?? [], o.bin)
  const { folder } = cluster
  const encrypted = o.tls ? ['ssl=on', `ssl_cert_file=${folder}/server.crt`, `ssl_key_file=${folder}/server.key`] : []
  const server = mortal(cluster, await freePort(), [...settings, ...encrypted, ...(o.settings ?? [])])
  await server.start()
  return server
}

/**
 * A primary, and a standby that streams from it and that each COMMIT waits for. The standby begins as a copy of the files before the
 * first start, so no pg_basebackup is needed.
 */
export async function primaryAndStandby(): Promise<{ primary: Mortal; standby: Mortal }> {
  const first = newCluster(['host replication all 127.0.0.1/32 trust'])
  const second: Cluster = { ...first, folder: `${first.folder}-standby`, data: join(`${first.folder}-standby`, 'data') }
  Bun.spawnSync(['cp', '-a', first.folder, second.folder])
  const [port, standbyPort] = [await freePort(), await freePort()]
  writeFileSync(join(second.data, 'standby.signal'), '')
  // Only the primary waits for the standby. Once promoted, the standby has nothing to wait for.
  const synchronous = ['synchronous_standby_names=*', 'synchronous_commit=remote_apply']
  const primary = mortal(first, port, [...settings, ...synchronous, 'wal_level=replica', 'wal_keep_size=64MB'])
  const from = `primary_conninfo=host=127.0.0.1 port=${port} user=postgres`
  const standby = mortal(second, standbyPort, [...settings, 'wal_level=replica', from])
  await primary.start()
  await standby.start()
  return { primary, standby }
}

function mortal(cluster: Cluster, port: number, chosen: readonly string[]): Mortal {
  const { folder, data, bin, as } = cluster
  const logFile = logOf(cluster)
  const all = [...chosen, `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  let postmaster: number | undefined

  const url: Mortal['url'] = (database, user = 'postgres', password) =>
    `postgres://${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}@127.0.0.1:${port}/${database}`
  return {
    port,
    authority: cluster.authority,
    url,
    log: () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
    async run(database, statements) {
      const sql = postgres(url(database), { max: 1, fetch_types: false, onnotice() {} })
      try {
        return await sql.unsafe(statements)
      } finally {
        await sql.end({ timeout: 5 })
      }
    },
    async kill() {
      if (postmaster === undefined) return
      const family = [postmaster, ...childrenOf(postmaster)]
      postmaster = undefined
      for (const pid of family) send('SIGKILL', pid)
      // The shared memory must be let go of, or the next start is refused.
      for (let waited = 0; waited < 10_000 && family.some(isAlive); waited += 10) await Bun.sleep(10)
      // These name a process that may be dead and not yet waited for: the next start would be refused.
      for (const file of [join(data, 'postmaster.pid'), join(folder, `.s.PGSQL.${port}.lock`)])
        rmSync(file, { force: true })
    },
    async start() {
      postmaster = await startPostmaster(cluster, all)
    },
    async promote() {
      const done = Bun.spawnSync([join(bin, 'pg_ctl'), 'promote', '-D', data, '-w'], { ...as, cwd: folder })
      if (done.exitCode !== 0) throw new Error(`pg_ctl promote: ${done.stdout}${done.stderr}`)
    },
    async stop() {
      if (postmaster !== undefined) await stopPostmaster(postmaster)
      postmaster = undefined
      removeCluster(cluster)
    },
  }
}

/** The processes that a postmaster has started. */
function childrenOf(pid: number): number[] {
  const { stdout } = Bun.spawnSync(['ps', '-A', '-o', 'pid=,ppid=,comm='])
  return `${stdout}`.split('\n').flatMap((line) => {
    const [child, parent, name] = line.trim().split(/\s+/)
    return Number(parent) === pid && name === 'postgres' ? [Number(child)] : []
  })
}
