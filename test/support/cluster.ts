/**
 * A PostgreSQL server that can be killed, started again, and followed by a standby. Unlike the one that all tests share it
 * promises what a real one does: whatever was acknowledged was handed to the system before.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { type Cluster, freePort, newCluster, ready } from './postgres.ts'

export interface Mortal {
  readonly port: number
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

/** @param o.access lines for pg_hba.conf · @param o.settings as `name=value`, beside those that keep a test server small */
export async function mortalServer(
  o: { access?: readonly string[]; settings?: readonly string[] } = {},
): Promise<Mortal> {
  const server = mortal(newCluster(o.access ?? []), await freePort(), [...settings, ...(o.settings ?? [])])
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
  // What it waits for is asked for by the primary alone: promoted, the standby has nobody to wait for.
  const synchronous = ['synchronous_standby_names=*', 'synchronous_commit=remote_apply']
  const primary = mortal(first, port, [...settings, ...synchronous, 'wal_level=replica', 'wal_keep_size=64MB'])
  const from = `primary_conninfo=host=127.0.0.1 port=${port} user=postgres`
  const standby = mortal(second, standbyPort, [...settings, 'wal_level=replica', from])
  await primary.start()
  await standby.start()
  return { primary, standby }
}

function mortal({ folder, data, bin, as }: Cluster, port: number, chosen: readonly string[]): Mortal {
  const pidFile = join(data, 'postmaster.pid')
  const logFile = join(folder, 'log')
  const all = [...chosen, `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  // Whatever ends this test process, the pipe closes, and who reads it ends the server and removes its files. The server itself is our
  // child: a test that takes too long has its children killed, and none may be left behind.
  const watch = `log=$1; folder=$2; shift 2; me=$$; exec 3<&0
    { read -r word <&3; kill -QUIT $me; while kill -0 $me; do sleep 0.05; done; [ "$word" = keep ] || rm -rf "$folder"; } 2>/dev/null &
    exec "$@" >>"$log" 2>&1 </dev/null 3<&-`
  const command = [join(bin, 'postgres'), '-D', data, ...all.flatMap((setting) => ['-c', setting])]
  const spawn = () =>
    Bun.spawn(['sh', '-c', watch, 'watch', logFile, folder, ...command], {
      ...as,
      cwd: folder,
      stdin: 'pipe',
      stdout: 'ignore',
      stderr: 'ignore',
    })
  let running: ReturnType<typeof spawn> | undefined

  const url: Mortal['url'] = (database, user = 'postgres', password) =>
    `postgres://${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}@127.0.0.1:${port}/${database}`
  const end = async (word: 'keep' | '') => {
    const was = running
    running = undefined
    if (word) was?.stdin.write(`${word}\n`)
    await was?.stdin.end()
    await was?.exited
  }
  return {
    port,
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
      const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
      const family = [postmaster, ...childrenOf(postmaster)]
      for (const pid of family) kill(pid)
      await end('keep')
      // The shared memory must be let go of, or the next start is refused.
      for (let waited = 0; waited < 10_000 && family.some(isAlive); waited += 10) await Bun.sleep(10)
      rmSync(pidFile, { force: true })
    },
    async start() {
      running = spawn()
      running.unref()
      await ready(pidFile, logFile)
    },
    async promote() {
      const done = Bun.spawnSync([join(bin, 'pg_ctl'), 'promote', '-D', data, '-w'], { ...as, cwd: folder })
      if (done.exitCode !== 0) throw new Error(`pg_ctl promote: ${done.stdout}${done.stderr}`)
    },
    async stop() {
      await end('')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Its processes, but not the shell that watches over it. */
function childrenOf(pid: number): number[] {
  const { stdout } = Bun.spawnSync(['ps', '-A', '-o', 'pid=,ppid=,comm='])
  return `${stdout}`.split('\n').flatMap((line) => {
    const [child, parent, name] = line.trim().split(/\s+/)
    return Number(parent) === pid && name === 'postgres' ? [Number(child)] : []
  })
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {} // it has ended already
}

/** A process that nobody waited for yet is dead all the same. */
function isAlive(pid: number): boolean {
  const state = `${Bun.spawnSync(['ps', '-o', 'stat=', '-p', `${pid}`]).stdout}`.trim()
  return state !== '' && !state.startsWith('Z')
}
