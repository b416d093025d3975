/** The primary dies, its standby takes over: what the next command of a person hears, with the compiled program. */
import { Exit } from '../../src/errors.ts'
import { catalog } from '../../src/i18n/catalog.ts'
import { type Mortal, primaryAndStandby } from '../support/cluster.ts'
import { team } from '../support/team.ts'

export interface Failover {
  /** Companies whose creation was acknowledged before the primary died, and that the new one does not have. */
  readonly missing: readonly string[]
  /** What a person hears, `exit code: stderr`, of a write on the standby; of a write and a read while nobody is primary. */
  readonly onStandby: string
  readonly between: readonly string[]
  /** Exit codes of a read and a write after the promotion, with both hosts in DATABASE_URL. */
  readonly after: readonly number[]
  /** Milliseconds of the first command after the promotion, and of the slowest one of all. */
  readonly firstMs: number
  readonly slowestMs: number
}

const database = 'epic_events_db'
/** The sentence that a write on a standby is refused with. */
export const { standby: standbySentence } = catalog('en', 'UTC').server

/** Kills a primary with kill -9, promotes its standby. Takes some 8 s. */
export async function failover(): Promise<Failover> {
  const servers: Mortal[] = []
  const { primary, standby } = await primaryAndStandby()
  servers.push(primary, standby)
  try {
    await primary.run('postgres', `create database ${database}`)
    const both = `postgresql://postgres@127.0.0.1:${primary.port},127.0.0.1:${standby.port}/${database}?target_session_attrs=read-write`
    const { machine, run, json } = await team({ DATABASE_URL: both })
    let slowestMs = 0
    const timed = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
      const since = performance.now()
      const done = await run(args, { env })
      const ms = performance.now() - since
      slowestMs = Math.max(slowestMs, ms)
      return { ...done, ms, heard: `${done.code}: ${done.stderr}` }
    }
    const acknowledged: string[] = []
    for (let i = 0; i < 5; i++)
      acknowledged.push((await json<{ name: string }>(['company', 'create', '-n', `Before ${i}`])).name)

    const alone = { DATABASE_URL: standby.url(database) }
    const reading = await timed(['company', 'list', '--json'], alone)
    if (reading.code !== Exit.ok) throw new Error(`a standby cannot be read: ${reading.heard}`)
    const onStandby = (await timed(['company', 'create', '-n', 'On the standby'], alone)).heard

    await primary.kill()
    const between = [
      (await timed(['company', 'create', '-n', 'Between'])).heard,
      (await timed(['company', 'list'])).heard,
    ]
    await standby.promote()
    const listed = await timed(['company', 'list', '--json'])
    const written = await timed(['company', 'create', '-n', 'After', '--json'])
    const there = new Set(
      listed.code === Exit.ok ? (JSON.parse(listed.stdout) as { name: string }[]).map(({ name }) => name) : [],
    )
    machine.remove()
    return {
      missing: acknowledged.filter((name) => !there.has(name)),
      onStandby,
      between,
      after: [listed.code, written.code],
      firstMs: listed.ms,
      slowestMs,
    }
  } finally {
    for (const server of servers) await server.stop()
  }
}
