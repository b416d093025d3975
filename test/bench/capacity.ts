/**
 * How much a server does: what colleagues do (work.ts) as fast as it is answered, over 64 connections, and over a transaction pool with 500.
 * Server, pool and colleagues share this machine. `CAPACITY_CLIENTS` is another number of clients, `CAPACITY_SECONDS` how long each way is
 * measured, `BENCH_RECORDS` as in records.ts. The pool is PgBouncer (`PGBOUNCER` is its path); without it the part says so.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { driverOptions } from '../../src/db/connection/driver.ts'
import { sessionParameters } from '../../src/db/connection/settings.ts'
import { newSecret, sha256 } from '../../src/secret.ts'
import { scratchFolder } from '../support/embedded.ts'
import { freePort } from '../support/postmaster.ts'
import { type Records, recordsOf } from './records.ts'
import { ms, progress, quantile, say, table } from './report.ts'
import { type Command, next, type Worker } from './work.ts'

const seconds = Number(Bun.env['CAPACITY_SECONDS'] ?? 60)
/** Before it is counted: the first statements fill the caches of new connections. */
const warmUp = 10
/** How often somebody types a command who is busy with the program all the time. */
const everySeconds = 30
/** A statement, or a wait for a lock, took longer than the program allows. */
const tooSlow = ['57014', '55P03']

/** Runs the command of a colleague on their connection, and answers the first row. */
type Ask = (command: Command) => Promise<Readonly<Record<string, unknown>> | undefined>

interface Way {
  readonly name: string
  readonly colleagues: number
  open(who: Worker): Promise<{ ask: Ask; close(): Promise<void> }>
}

export default async function capacity(): Promise<undefined> {
  const records = await recordsOf(Number(Bun.env['CAPACITY_CLIENTS'] ?? 1_000_000))
  const folder = scratchFolder('epic-capacity-')
  const owner = postgres(records.url, { max: 1, onnotice() {} })
  const rows: string[][] = []
  const kinds: string[][] = []
  try {
    const workers = await staff(owner, records)
    const pool = await bouncer(folder, records)
    if (!pool) await progress('PgBouncer is not installed: nothing goes through a pool')
    try {
      const ways: Way[] = [{ name: '64 connections', colleagues: 64, open: (who) => direct(records, who) }]
      if (pool)
        ways.push({ name: `500 clients of ${pool.name}`, colleagues: 500, open: (who) => pooled(pool.port, who) })
      for (const way of ways) {
        const { took, givenUp } = await measured(way, workers)
        const all = [...took.values()].flat()
        const rate = all.length / seconds
        rows.push([
          way.name,
          `${rate.toFixed(0)}`,
          ms(quantile(all, 0.5)),
          ms(quantile(all, 0.95)),
          `${givenUp}`,
          `**${Math.round((rate * everySeconds) / 100) * 100}**`,
        ])
        for (const [kind, times] of took)
          kinds.push([way.name, kind, `${times.length}`, ms(quantile(times, 0.5)), ms(quantile(times, 0.95))])
        await progress(rows.at(-1)?.join(' · ') ?? '')
      }
    } finally {
      await pool?.stop()
    }
    await say('## How many colleagues\n')
    await say(`${records.clients} clients, ${seconds} s each way.\n`)
    await table(['way', 'commands a second>', 'median>', '95th percentile>', 'given up>', 'colleagues>'], rows)
    await table(['way', 'kind', 'commands>', 'median>', '95th percentile>'], kinds)
  } finally {
    await owner.end()
    await records.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Signs 60 colleagues in, as the program does: a manager to six salespeople and five of support. */
async function staff(sql: postgres.Sql, { people }: Records): Promise<Worker[]> {
  const helpers = (
    await sql<{ id: number }[]>`select id from epic_events.users where role_id = 3 and is_active order by id limit 200`
  ).map(({ id }) => id)
  const some = async (of: 'client' | 'contract' | 'event', column: string, id: number | undefined) =>
    (
      await sql.unsafe<{ id: number }[]>(
        `select id from epic_events.${of} where ${id === undefined ? `id % 997 = 0` : `${column} = ${id}`} limit 300`,
      )
    ).map((row) => row.id)
  const colleagues = await sql<{ id: number; role: Worker['role'] }[]>`
    (select id, 'management' as role from epic_events.users where id = ${people.management.id})
    union all (select id, 'commercial' from epic_events.users where role_id = 2 and username like 'colleague.%' order by id limit 30)
    union all (select id, 'support' from epic_events.users where role_id = 3 and username like 'colleague.%' order by id limit 25)`
  const workers: Worker[] = []
  for (const { id, role } of colleagues) {
    const secret = newSecret()
    await sql`with opened as (
        insert into epic_events.session (user_id, ends_at, password_seen)
        select id, now() + interval '2 hours', sha256(convert_to(password_hash, 'UTF8')) from epic_events.users where id = ${id} returning id)
      insert into epic_events.session_secret (hash, session_id, kind, expires_at)
      select ${sha256(secret)}, id, 'a', now() + interval '2 hours' from opened`
    const mine = role === 'commercial' ? id : undefined
    const [clients, contracts, events] = [
      await some('client', 'commercial_id', mine),
      await some('contract', 'commercial_id', mine),
      await some('event', role === 'support' ? 'support_contact_id' : 'commercial_id', role === 'support' ? id : mine),
    ]
    const worker = { role, secret, clients, contracts, events, helpers }
    // One manager has as much to do as five others.
    workers.push(...Array.from({ length: role === 'management' ? 5 : 1 }, () => worker))
  }
  return workers
}

/** A connection that is kept, with the settings of the program. */
function connection(at: URL, parameters: Readonly<Record<string, string>>, prepare: boolean): postgres.Sql {
  const { socket: _, ...options } = driverOptions({
    ...{
      host: 'server',
      user: at.username,
      database: at.pathname.slice(1),
      prepare,
      parameters,
    },
    socket: () => {
      throw new Error('it is dialled by the driver')
    },
  })
  return postgres({ ...options, host: at.hostname, port: Number(at.port), password: at.password } as never)
}

async function direct(records: Records, who: Worker) {
  const sql = connection(new URL(records.url), sessionParameters({ secret: who.secret }), true)
  return {
    ask: async ({ text, values }: Command) => (await sql.unsafe(text, values as never[]))[0],
    close: () => sql.end({ timeout: 5 }),
  }
}

/** As the program does behind a pooler: settings and statement in one transaction. */
async function pooled(at: URL, who: Worker) {
  const sql = connection(at, {}, false)
  const settings = JSON.stringify(sessionParameters({ secret: who.secret }))
  return {
    ask: ({ text, values }: Command) =>
      sql.begin('isolation level read committed', async (inside) => {
        await inside`select set_config(key, value, true) from json_each_text(${settings}::text::json)`
        return (await inside.unsafe(text, values as never[]))[0]
      }),
    close: () => sql.end({ timeout: 5 }),
  }
}

/** The milliseconds of each command that was answered, by kind, and how many the server gave up after a time-out. @throws Error one was refused: a fast refusal is no figure */
async function measured(
  way: Way,
  workers: readonly Worker[],
): Promise<{ readonly took: Map<Command['kind'], number[]>; readonly givenUp: number }> {
  const took = new Map<Command['kind'], number[]>(
    (['list', 'view', 'today', 'write'] as const).map((kind) => [kind, []]),
  )
  const desks = await Promise.all(
    Array.from({ length: way.colleagues }, async (_, at) => {
      const who = workers[at % workers.length] as Worker
      return { who, ...(await way.open(who)) }
    }),
  )
  const start = performance.now() + warmUp * 1000
  const end = start + seconds * 1000
  const wrong: string[] = []
  let givenUp = 0
  await Promise.all(
    desks.map(async ({ who, ask }) => {
      while (performance.now() < end && wrong.length === 0) {
        const command = await next(who)
        const since = performance.now()
        const answer: Awaited<ReturnType<Ask>> = await ask(command).catch((error: unknown) => ({
          error: String(error),
          code: (error as { code?: string }).code,
        }))
        const done = performance.now()
        if (tooSlow.includes(answer?.['code'] as string)) {
          givenUp += 1
          continue
        }
        const user = (answer?.['facts'] as { user_id?: number } | undefined)?.user_id
        // A manager may have given the event to somebody else meanwhile.
        const wrote = command.kind !== 'write' || answer?.['after'] !== null || answer['missing_need'] !== null
        if (!user || !wrote)
          wrong.push(`${who.role}: ${command.text.slice(0, 300)}: ${JSON.stringify(answer).slice(0, 600)}`)
        if (done >= start && done <= end) took.get(command.kind)?.push(done - since)
      }
    }),
  )
  await Promise.all(desks.map(({ close }) => close()))
  const [first] = wrong
  if (first) throw new Error(first)
  return { took, givenUp }
}

/** PgBouncer with as many connections of the server as it has use for, on this machine only. */
async function bouncer(folder: string, records: Records) {
  const path = Bun.env['PGBOUNCER'] ?? Bun.which('pgbouncer') ?? Bun.which('/usr/sbin/pgbouncer')
  if (!path) return undefined
  const [to, port] = [new URL(records.url), await freePort()]
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'pgbouncer.ini')
  await Bun.write(join(folder, 'users'), `"${to.username}" "${to.password}"\n`)
  await Bun.write(
    file,
    `[databases]
${to.pathname.slice(1)} = host=${to.hostname} port=${to.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users')}
pool_mode = transaction
default_pool_size = 16
max_client_conn = 600
logfile = ${join(folder, 'log')}
`,
  )
  // It refuses to be root.
  const asRoot = process.getuid?.() === 0
  if (asRoot) Bun.spawnSync(['chown', '-R', 'nobody', folder])
  const running = Bun.spawn([path, '-q', ...(asRoot ? ['-u', 'nobody'] : []), file], {
    stdout: 'ignore',
    stderr: 'inherit',
  })
  const at = new URL(records.url)
  at.port = String(port)
  for (let tries = 0; ; tries++) {
    const sql = postgres(at.href, { max: 1, fetch_types: false, prepare: false, connect_timeout: 2, onnotice() {} })
    const works = await sql.unsafe('select 1').then(
      () => true,
      () => false,
    )
    await sql.end({ timeout: 1 })
    if (works) break
    if (tries > 50) throw new Error('PgBouncer does not answer')
    await Bun.sleep(100)
  }
  const said = `${Bun.spawnSync([path, '--version']).stdout}`.split('\n')[0] ?? 'PgBouncer'
  return {
    name: said,
    port: at,
    async stop() {
      running.kill()
      await running.exited
    },
  }
}
