/**
 * The compiled program as people have it, with 1 000 clients: a settings file or an embedded database in a home of its own, a session in
 * its usual place. Set up with the program itself.
 */
import { chmodSync, copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { openEmbedded } from '../../src/db/embedded/open.ts'
import { builtBinary } from '../support/build.ts'
import { type Mortal, mortalServer } from '../support/cluster.ts'
import { isAlive, send } from '../support/postmaster.ts'
import { openRun, runFolder } from '../support/run.ts'
import { load } from './load.ts'
import { type Psql, realPsql } from './psql.ts'
import type { Runner } from './race.ts'
import { progress } from './report.ts'

export const clients = 1_000
const password = 'Sesame-2026'
/** The superuser that psql comes as, and the login of a colleague. Both are asked for a password (SCRAM). */
const [dba, colleague, owner] = ['dba', 'alice', 'owner']

/** A home with the program in it. */
export interface Home {
  readonly folder: string
  readonly binary: string
  readonly env: Readonly<Record<string, string>>
  /** Runs the program to its end. @throws Error it fails */
  run(args: readonly string[], o?: { stdin?: string; env?: Readonly<Record<string, string>> }): Promise<string>
  /** Ends what the program has left running. */
  quiet(): Promise<void>
  remove(): Promise<void>
}

/** A home below the folder of this run, which goes when the run ends, however it ends. */
export async function home(): Promise<Home> {
  openRun()
  const folder = mkdtempSync(join(runFolder, 'home-'))
  const binary = join(folder, 'epic-events')
  const built = await builtBinary()
  // Under a name of its own, so that every process of it can be told from those of other homes.
  try {
    linkSync(built, binary)
  } catch {
    copyFileSync(built, binary) // It is on another disk.
  }
  const env = { PATH: Bun.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' }
  const quiet = () => endAll(binary)
  return {
    folder,
    binary,
    env,
    async run(args, o = {}) {
      const running = Bun.spawn([binary, ...args], {
        env: { ...env, ...o.env },
        cwd: folder,
        stdin: new Blob([o.stdin ?? '']),
        stdout: 'pipe',
        stderr: 'pipe',
      })
      const [out, err] = await Promise.all([new Response(running.stdout).text(), new Response(running.stderr).text()])
      if ((await running.exited) !== 0) throw new Error(`${args.join(' ')}: exit ${running.exitCode}: ${err}`)
      return out
    },
    quiet,
    async remove() {
      await quiet()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The processes that run this program. */
export function processesOf(binary: string): number[] {
  return `${Bun.spawnSync(['ps', '-A', '-ww', '-o', 'pid=,args=']).stdout}`.split('\n').flatMap((line) => {
    const [pid, ...args] = line.trim().split(/\s+/)
    return args.join(' ').startsWith(binary) ? [Number(pid)] : []
  })
}

/** Ends them in order; kills those that do not end within ten seconds, and says so. */
async function endAll(binary: string): Promise<void> {
  const left = processesOf(binary)
  for (const pid of left) send('SIGTERM', pid)
  for (let waited = 0; waited < 10_000 && left.some(isAlive); waited += 10) await Bun.sleep(10)
  for (const pid of left.filter(isAlive)) {
    await progress(`process ${pid} of ${binary} did not end within ten seconds`)
    send('SIGKILL', pid)
  }
}

/** An installation on a server of its own. */
export interface OnServer extends Home {
  readonly server: Mortal
  /** As PostgreSQL says it. */
  readonly version: string
  readonly database: string
  /** Undefined where psql is not installed. */
  readonly psql: Psql | undefined
  /** The settings file of a colleague who reaches the server in this way. @param parameters as `?sslmode=require` */
  connect(o: { host: string; port: number; parameters?: string }): void
  /** psql with one query, as a superuser, to whom no policy applies, over TCP with a password. @param path another `psql` than the real one */
  query(
    name: string,
    text: string | (() => string),
    o?: { path?: string; host?: string; port?: number; parameters?: string },
  ): Runner
}

/**
 * PostgreSQL with 1 000 clients, and a manager who is logged in. The server is that of the machine's own psql, where there is one.
 *
 * @param o.tls as for `mortalServer`
 */
export async function onServer(o: { tls?: boolean } = {}): Promise<OnServer> {
  const psql = realPsql()
  const server = await mortalServer({
    access: [`host all ${dba},${colleague},${owner} all scram-sha-256`],
    tls: o.tls ?? false,
    ...(psql?.server ? { bin: psql.server } : {}),
  })
  const database = 'agency'
  const [row] = await server
    .run(
      'postgres',
      `create role ${owner} login createrole password '${password}'; create role ${dba} superuser login password '${password}';
     show server_version`,
    )
    .then((results) => [results.at(-1)].flat())
  await server.run('postgres', `create database ${database} owner ${owner}`)
  const at = await home()
  const url = (user: string, to: { host: string; port: number; parameters?: string }) =>
    `postgres://${user}:${password}@${to.host}:${to.port}/${database}${to.parameters ?? ''}`
  const connect: OnServer['connect'] = (to) => settings(at, { DATABASE_URL: url(colleague, to) })
  const local = { host: '127.0.0.1', port: server.port }
  settings(at, { DATABASE_ADMIN_URL: url(owner, local), DATABASE_URL: url(colleague, local) })
  await at.run(['db-create'])
  await server.run(
    database,
    `create role ${colleague} login noinherit password '${password}'; grant epic_events_app to ${colleague}`,
  )
  await people(at)
  connect(local)
  const sql = postgres(server.url(database), { max: 1, onnotice() {} })
  await load(sql, { clients, people: 20, sellers: [], helpers: [] })
  await sql.end()
  return {
    ...at,
    server,
    version: String(row?.['server_version']).split(' ')[0] ?? '',
    database,
    psql,
    connect,
    query(name, text, { path = psql?.path ?? 'psql', ...to } = {}) {
      const there = `postgres://${dba}@${to.host ?? local.host}:${to.port ?? local.port}/${database}${to.parameters ?? ''}`
      const command = (query: string) => [path, '-X', '-d', there, '-c', query]
      return {
        name,
        command: typeof text === 'string' ? command(text) : () => command(text()),
        env: { ...at.env, PGPASSWORD: password },
      }
    },
    async remove() {
      await at.remove()
      await server.stop()
    },
  }
}

/** An embedded database with 1 000 clients in the usual place, and a manager who is logged in. */
export async function onThisDisk(): Promise<Home & { readonly data: string }> {
  const at = await home()
  const data = join(at.folder, '.local', 'share', 'epic-events')
  await people(at)
  await at.quiet()
  const opened = await openEmbedded(data, { crypto: false, uid: process.geteuid?.() })
  const sql = opened.sql({})
  await load(sql, { clients, people: 20, sellers: [], helpers: [] })
  await sql.end()
  await opened.close()
  return { ...at, data }
}

/** A manager, logged in. */
async function people(at: Home): Promise<void> {
  const stdin = `${password}\n`
  const boss = ['-u', 'the.boss', '-n', 'The Boss', '-e', 'boss@agency.example']
  await at.run(['manager-create', ...boss, '--password-stdin'], { stdin })
  await at.run(['login', '-u', 'the.boss', '--password-stdin'], { stdin })
}

function settings({ folder }: Home, of: Readonly<Record<string, string>>): void {
  const file = join(folder, '.config', 'epic-events', '.env')
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const lines = { SECRET_KEY: 'a-key-of-a-bench-of-more-than-thirty-two-bytes-0123456789', ...of }
  writeFileSync(
    file,
    Object.entries(lines)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  chmodSync(file, 0o600)
}
