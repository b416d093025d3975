/** A broker inside of the test process, in front of a database that a weak login uses, with a proxy in between. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type postgres from 'postgres'
import { borrowSession } from '../../../src/db/broker/borrow.ts'
import { type BrokerOptions, broker } from '../../../src/db/broker/broker.ts'
import { keyOf, split } from '../../../src/db/broker/wanted.ts'
import type { Parameters } from '../../../src/db/connection/protocol.ts'
import { withServer } from '../../../src/db/connection/server.ts'
import { sessionParameters } from '../../../src/db/connection/settings.ts'
import { parseDatabaseUrl, type ServerTarget } from '../../../src/db/connection/url.ts'
import { freshDatabase, type TestDatabase, testServer } from '../../support/postgres.ts'
import { startProxy, type TcpProxy } from '../../support/proxy.ts'

const build = 'a build'
const uid = process.geteuid?.()

export interface Ground {
  readonly database: TestDatabase
  /** A login that may become `app`, and owns nothing. */
  readonly login: string
  readonly app: string
  readonly proxy: TcpProxy
  readonly target: ServerTarget
  readonly folder: string
  /** The settings of a command, and those of them that every session begins with. */
  readonly settings: Parameters
  readonly fixed: Parameters
  readonly build: string
  /** The key of the broker of these settings. */
  key(): string
  /** Does the work of a command. @param o.program what is started where there is no broker */
  use<T>(work: (sql: postgres.Sql) => Promise<T>, o?: Command): Promise<T>
  /** Becomes the broker of the target. */
  broker(o?: Partial<BrokerOptions>, folder?: string): Promise<Running>
  /** How many sessions of the login the server has. */
  sessions(): Promise<number>
  remove(): Promise<void>
}

export interface Command {
  readonly target?: ServerTarget
  readonly build?: string
  readonly settings?: Parameters
  readonly writes?: boolean
  readonly program?: readonly string[]
  /** Where it looks for a broker. Default: where `broker` makes one. */
  readonly folder?: string
}

export interface Running {
  /** The code with which it would have ended its process. */
  exited(): number | undefined
  end(): void
}

let made = 0

/** The grounds of one process share a database, because to make one takes longer than most of what is done in it. */
let shared: Promise<TestDatabase> | undefined

export async function ground(): Promise<Ground> {
  shared ??= freshDatabase()
  const [database, server] = [await shared, await testServer()]
  made += 1
  const [login, app] = [`virgin_${process.pid}_${made}`, `app_${process.pid}_${made}`]
  await server.run('postgres', `create role ${login} login; create role ${app}; grant ${app} to ${login}`)
  const proxy = await startProxy({ host: server.host, port: server.port })
  const folder = join(mkdtempSync(join(tmpdir(), 'epic-broker-')), 'servers')
  const target = parseDatabaseUrl(`postgres://${login}@127.0.0.1:${proxy.port}/${database.name}`)
  const settings = { ...sessionParameters({ secret: 'a secret' }), role: app }
  const wanted = { target, parameters: split(settings).fixed }
  const running: Running[] = []
  const now = () => performance.now()
  return {
    ...{ database, login, app, proxy, target, folder, settings, fixed: wanted.parameters, build },
    key: () => keyOf(wanted, build),
    use(work, o = {}) {
      const [to, parameters] = [o.target ?? target, o.settings ?? settings]
      const of = {
        ownFolder: dirname(o.folder ?? folder),
        command: o.program ?? ['/bin/false'],
        build: o.build ?? build,
        minutes: 5,
        uid,
      }
      return withServer(
        to,
        parameters,
        { now },
        work,
        borrowSession(to, parameters, { now, broker: of, writes: () => o.writes ?? false }),
      )
    },
    async broker(o = {}, where = folder) {
      let code: number | undefined
      const end: unknown = await broker(where, {
        ...{ wanted, build, program: process.execPath, minutes: 5, uid, now, wallClock: () => Date.now() },
        pid: process.pid * 10 + running.length,
        exit: ((exit: number) => {
          code ??= exit
        }) as never,
        ...o,
      })
      const one = { exited: () => code, end: () => void (typeof end === 'function' && end()) }
      running.push(one)
      return one
    },
    async sessions() {
      const [row] = await server.run(
        'postgres',
        `select count(*)::integer as n from pg_stat_activity where usename = '${login}'`,
      )
      return row?.['n']
    },
    async remove() {
      for (const one of running) one.end()
      await proxy.stop()
      rmSync(join(folder, '..'), { recursive: true, force: true })
      await database.run(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${login}';
        drop schema public cascade; create schema public; grant usage on schema public to public;
        drop role ${login}; drop role ${app}`)
    },
  }
}

/** Waits until something is so. @throws Error after twenty seconds */
export async function until(what: () => unknown): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 10) {
    if (await what()) return
    await Bun.sleep(10)
  }
  throw new Error('it did not happen')
}
